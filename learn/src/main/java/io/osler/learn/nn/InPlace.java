package io.osler.learn.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Operations that overwrite their first argument and return it. JavaCPP's own in-place calls return
 * a second Java object that owns nothing: kept beyond its scope, it points at freed memory.
 */
public final class InPlace {
  private InPlace() {}

  /** max(0, x). */
  public static Tensor relu(Tensor x) {
    torch.relu_(x);
    return x;
  }

  /** x where x ≥ 0, otherwise x / 100. */
  public static Tensor leakyRelu(Tensor x) {
    torch.leaky_relu_(x);
    return x;
  }

  /** x where x ≥ 0, otherwise eˣ − 1. */
  public static Tensor elu(Tensor x) {
    torch.elu_(x);
    return x;
  }

  /** min(6, max(0, x)). */
  public static Tensor relu6(Tensor x) {
    torch.relu6_(x);
    return x;
  }

  /** x + y. */
  public static Tensor add(Tensor x, Tensor y) {
    x.add_(y);
    return x;
  }
}
