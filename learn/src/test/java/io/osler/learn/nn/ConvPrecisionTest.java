package io.osler.learn.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.learn.tensor.Precision;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gradients in bfloat16 are those in float32 but for rounding, on images smaller than a kernel. */
class ConvPrecisionTest {
  @ParameterizedTest
  @CsvSource({"2,2,2,1", "2,8,8,1", "2,3,4,1", "1,1,1,1", "4,4,4,2", "3,4,8,1"})
  void weightGradientsAgree(int depth, int height, int width, int stride) {
    float[] exact = gradient(Precision.FLOAT32, stride, 8, 64, depth, height, width);
    float[] lower = gradient(Precision.BFLOAT16, stride, 8, 64, depth, height, width);
    assertThat(gap(exact, lower)).isLessThan(0.02);
  }

  @ParameterizedTest
  @CsvSource({"2,1", "4,1", "1,1", "4,4"})
  void weightGradientsAgreeInThePlane(int height, int width) {
    float[] exact = gradient(Precision.FLOAT32, 2, 8, 128, height, width);
    float[] lower = gradient(Precision.BFLOAT16, 2, 8, 128, height, width);
    assertThat(gap(exact, lower)).isLessThan(0.02);
  }

  @ParameterizedTest
  @CsvSource({"2,2,2,1,1,1", "1,2,4,2,1,1", "2,3,4,1,2,2", "2,2,2,1,0,1", "1,1,3,2,2,1"})
  void theMatrixProductIsTheConvolution(
      int depth, int height, int width, int stride, int padding, int dilation) {
    torch.manual_seed(5);
    try (var _ = new TensorScope()) {
      long[] kernel = {2, 3, 1};
      long[] strides = {stride, 1, stride};
      long[] paddings = {padding, 1, padding};
      long[] dilations = {1, dilation, 1};
      Tensor x = torch.randn(3, 5, depth, height, width);
      Tensor weight = torch.randn(7, 5, 2, 3, 1);
      var tiny = new TinyConv(kernel, strides, paddings, dilations);
      if (height + 2 < 2 * dilation + 1) {
        assertThat(tiny.fits(x)).isFalse();
        return;
      }
      Tensor plain = torch.conv3d(x, weight, new TensorOptional(), strides, paddings, dilations, 1);
      assertThat(tiny.fits(x)).isTrue();
      Tensor product = tiny.forward(x, weight);
      assertThat(product.sizes().vec().get()).isEqualTo(plain.sizes().vec().get());
      assertThat(gap(Tensors.floats(plain), Tensors.floats(product.contiguous()))).isLessThan(1e-6);
    }
  }

  private static float[] gradient(Precision precision, int stride, long... shape) {
    torch.manual_seed(3);
    try (var weights = new Weights(1);
        var _ = new TensorScope()) {
      int channels = (int) shape[1];
      ConvShape kernel = ConvShape.of(shape.length - 2, channels, channels, 3);
      Conv conv =
          new Conv(weights, "c", kernel.stride(stride).padding(1).withoutBias(), Init.heFanOut());
      Tensor x = torch.randn(shape);
      Tensor y = precision.run(() -> conv.forward(x)).to(torch.ScalarType.Float);
      torch.manual_seed(4);
      y.mul(torch.randn_like(y)).sum().backward();
      return Tensors.floats(Objects.requireNonNull(weights.parameters().get("c.weight")).grad());
    }
  }

  private static double gap(float[] a, float[] b) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < a.length; i++) {
      difference += Math.pow(a[i] - b[i], 2);
      size += Math.pow(a[i], 2);
    }
    return Math.sqrt(difference / size);
  }
}
