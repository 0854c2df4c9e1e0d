package io.osler.learn.tensor;

import java.util.function.Supplier;
import org.bytedeco.pytorch.global.torch;

/** How the forward and backward pass compute; weights and losses stay float32 in both. */
public enum Precision {
  FLOAT32,
  /**
   * Autocast: convolutions and products in bfloat16. Pays where the CPU has AMX or AVX-512 BF16.
   */
  BFLOAT16;

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
