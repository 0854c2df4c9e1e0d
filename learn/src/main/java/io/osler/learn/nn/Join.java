package io.osler.learn.nn;

import static org.bytedeco.pytorch.global.torch.cat;

import io.osler.learn.tensor.TensorScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** Maps side by side. */
public final class Join {
  private Join() {}

  /** (N, C₁, …), (N, C₂, …), … to (N, C₁ + C₂ + …, …). */
  public static Tensor channels(Tensor... parts) {
    try (var scope = new TensorScope()) {
      return scope.keep(cat(new TensorVector(parts), 1));
    }
  }
}
