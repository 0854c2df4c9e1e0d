package io.osler.learn.tensor;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Java arrays to tensors and back; float32 on the CPU. */
public final class Tensors {
  private Tensors() {}

  /** A tensor of {@code shape} with a copy of {@code values} in row-major order. */
  public static Tensor of(float[] values, long... shape) {
    return Tensor.create(values, shape);
  }

  /** All values in row-major order, as float32 on the CPU. */
  public static float[] floats(Tensor tensor) {
    try (var _ = new TensorScope()) {
      Tensor dense = tensor.detach().cpu().to(torch.ScalarType.Float).contiguous();
      float[] values = new float[Math.toIntExact(dense.numel())];
      new FloatPointer(dense.data_ptr()).get(values);
      return values;
    }
  }

  /** A tensor of zeros, float32. */
  public static Tensor zeros(long... shape) {
    return torch.zeros(shape);
  }

  /** {@code value} as the argument that in-place arithmetic takes. */
  public static Scalar scalar(double value) {
    return new Scalar(value);
  }
}
