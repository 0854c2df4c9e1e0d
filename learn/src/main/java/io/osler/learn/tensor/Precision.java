package io.osler.learn.tensor;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** How the forward and backward pass compute; weights and losses stay float32 in both. */
public enum Precision {
  FLOAT32,
  /**
   * Autocast: convolutions and products in bfloat16. Pays where the CPU has AMX or AVX-512 BF16.
   */
  BFLOAT16;

  /**
   * Runs one operation of a forward pass in float32, whatever the pass computes in: for what
   * bfloat16 kernels get wrong.
   */
  public static Tensor exactly(Tensor x, UnaryOperator<Tensor> operation) {
    if (!torch.is_autocast_enabled(torch.DeviceType.CPU)) {
      return operation.apply(x);
    }
    torch.set_autocast_enabled(torch.DeviceType.CPU, false);
    try {
      return operation.apply(x.to(torch.ScalarType.Float));
    } finally {
      torch.set_autocast_enabled(torch.DeviceType.CPU, true);
    }
  }

  /** Runs a forward pass in this precision. */
  public <T> T run(Supplier<T> forward) {
    if (this == FLOAT32) {
      return forward.get();
    }
    torch.set_autocast_dtype(torch.DeviceType.CPU, torch.ScalarType.BFloat16);
    torch.set_autocast_enabled(torch.DeviceType.CPU, true);
    try {
      return forward.get();
    } finally {
      torch.set_autocast_enabled(torch.DeviceType.CPU, false);
      torch.clear_cache();
    }
  }
}
