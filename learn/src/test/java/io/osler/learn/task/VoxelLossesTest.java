package io.osler.learn.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import io.osler.learn.nn.Join;
import io.osler.learn.plan.Plan;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VoxelLossesTest {
  private static final Set<Plan.LossKind> REGIONS =
      Set.of(Plan.LossKind.BINARY_CROSS_ENTROPY, Plan.LossKind.DICE_BINARY_CROSS_ENTROPY);
  private static final Set<Plan.LossKind> LABELS =
      Set.of(
          Plan.LossKind.CROSS_ENTROPY,
          Plan.LossKind.DICE_CROSS_ENTROPY,
          Plan.LossKind.BATCH_DICE_CROSS_ENTROPY);

  @ParameterizedTest
  @EnumSource(
      value = Plan.LossKind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "BALANCED_CROSS_ENTROPY")
  void everyKindPrefersTheTruth(Plan.LossKind kind) {
    float[] inside = new float[8 * 8];
    for (int v = 0; v < inside.length; v++) {
      inside[v] = v % 8 > 2 && v / 8 > 3 ? 1 : 0;
    }
    try (var _ = new TensorScope()) {
      Tensor labels = Tensors.of(inside, 1, 1, 8, 8);
      Tensor side = labels.mul(Tensors.scalar(12)).sub(Tensors.scalar(6));
      Tensor right = Join.channels(side.neg(), side);
      if (!REGIONS.contains(kind)) {
        prefers(kind, false, right, labels);
      }
      if (!LABELS.contains(kind)) {
        prefers(kind, true, side, labels);
      }
    }
  }

  private static void prefers(Plan.LossKind kind, boolean regions, Tensor right, Tensor truth) {
    var loss = VoxelLosses.of(kind, regions);
    assertThat(loss.of(right, truth).item_double())
        .isLessThan(loss.of(right.neg(), truth).item_double());
  }

  @Test
  void refusesALossThatDoesNotFit() {
    assertThatThrownBy(() -> VoxelLosses.of(Plan.LossKind.DICE_CROSS_ENTROPY, true))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("dice-cross-entropy");
    assertThatThrownBy(() -> VoxelLosses.of(Plan.LossKind.BALANCED_CROSS_ENTROPY, false))
        .hasMessageContaining("does not fit");
  }
}
