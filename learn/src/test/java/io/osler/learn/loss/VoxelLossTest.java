package io.osler.learn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every loss over voxels promises. */
class VoxelLossTest {
  static Stream<Loss> losses() {
    return Stream.of(
        new SoftDice(Activation.SOFTMAX, true, true, 1),
        new SoftDice(Activation.SOFTMAX, false, false, 1e-5),
        new DiceCrossEntropy(true),
        new DiceCrossEntropy(false),
        new GeneralisedDice(Activation.SOFTMAX, 1e-5),
        new Tversky(Activation.SOFTMAX, 0.3, 0.7, false, false, 1e-5),
        new VoxelFocal(Activation.SOFTMAX, 2),
        new VoxelFocal(Activation.SOFTMAX, 0),
        new Boundary(Activation.SOFTMAX, false),
        new ClDice(Activation.SOFTMAX, 2, false));
  }

  private static Tensor truth(double share) {
    float[] labels = new float[2 * 8 * 9];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 72 < share * 72 ? i / 3 % 3 : -1;
    }
    return Tensors.of(labels, 2, 1, 8, 9);
  }

  private static Tensor logits() {
    torch.manual_seed(4);
    Tensor logits = torch.torch_zeros(2, 3, 8, 9).normal_();
    logits.set_requires_grad(true);
    return logits;
  }

  @ParameterizedTest
  @MethodSource("losses")
  void unknownVoxelsHaveNoGradient(Loss loss) {
    try (var _ = new TensorScope()) {
      Tensor logits = logits();
      loss.of(logits, truth(0.5)).backward();
      float[] slope = Tensors.floats(logits.grad());
      double known = 0;
      for (int i = 0; i < slope.length; i++) {
        if (i % 72 >= 36) {
          assertThat(slope[i]).as("entry " + i).isZero();
        }
        known += Math.abs(slope[i]);
      }
      assertThat(known).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void nothingKnownIsNoReasonToMove(Loss loss) {
    try (var _ = new TensorScope()) {
      Tensor logits = logits();
      Tensor value = loss.of(logits, truth(0));
      value.backward();
      assertThat(value.item_double()).isFinite();
      assertThat(logits.grad().abs().max().item_float()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void takesHalfPrecisionAndWholeNumbers(Loss loss) {
    try (var _ = new TensorScope()) {
      Tensor logits = logits().detach().to(torch.ScalarType.BFloat16);
      double half = loss.of(logits, truth(0.9).to(torch.ScalarType.Short)).item_double();
      double full = loss.of(logits.to(torch.ScalarType.Float), truth(0.9)).item_double();
      assertThat(half).isCloseTo(full, within(1e-6));
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void truthIsBetterThanError(Loss loss) {
    try (var _ = new TensorScope()) {
      Tensor truth = truth(1);
      Tensor right = Voxels.ofLabels(truth, 3).truths().mul(Tensors.scalar(8));
      // The first and last class change places.
      Tensor wrong = torch.flip(right, 1);
      assertThat(loss.of(right, truth).item_double())
          .isLessThan(loss.of(wrong, truth).item_double());
    }
  }
}
