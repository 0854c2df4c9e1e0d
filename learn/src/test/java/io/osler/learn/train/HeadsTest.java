package io.osler.learn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.learn.loss.DiceCrossEntropy;
import io.osler.learn.net.AuxiliaryHeads;
import io.osler.learn.net.Input;
import io.osler.learn.net.Network;
import io.osler.learn.net.SegmenterSpec;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class HeadsTest {
  @Test
  void headsWeighOneHalfQuarterAndTheLowestNothing() {
    var spec = new SegmenterSpec.Unet(List.of(2, 2, 2, 2));
    Network network = spec.build(new Input(1, List.of(16, 16), 2), 3);
    try (var _ = network.weights()) {
      assertThat(((AuxiliaryHeads) network).headWeights()).containsExactly(2 / 3.0, 1 / 3.0, 0.0);
    }
  }

  @Test
  void theObjectiveIsTheWeightedSumOverTheHeads() {
    var spec = new SegmenterSpec.Unet(List.of(2, 3, 4, 5));
    Network network = spec.build(new Input(1, List.of(16, 8), 2), 3);
    try (var weights = network.weights();
        var _ = new TensorScope()) {
      float[] pixels = new float[16 * 8];
      float[] half = new float[8 * 4];
      for (int i = 0; i < pixels.length; i++) {
        int row = i / 8;
        int column = i % 8;
        pixels[i] = row * column % 7 < 3 ? 1 : 0;
        if (row % 2 == 1 && column % 2 == 1) {
          half[row / 2 * 4 + column / 2] = pixels[i];
        }
      }
      Tensor truth = Tensors.of(pixels, 1, 1, 16, 8);
      Batch batch = new Batch(truth.mul(Tensors.scalar(2)), truth);
      var loss = new DiceCrossEntropy(false);
      double value = Heads.objective(network, loss).of(batch).item_double();
      List<Tensor> all = ((AuxiliaryHeads) network).forwardAll(batch.image());
      assertThat(all).hasSize(3);
      double first = loss.of(all.get(0), truth).item_double();
      double second = loss.of(all.get(1), Tensors.of(half, 1, 1, 8, 4)).item_double();
      assertThat(value).isCloseTo(2 * first / 3 + second / 3, within(1e-5));
      assertThat(weights.count()).isPositive();
    }
  }

  /** As torch.nn.functional.interpolate with mode "nearest-exact" picks. */
  @Test
  void shrinksMasksByNearestExact() {
    try (var _ = new TensorScope()) {
      Tensor truth = Tensors.of(new float[] {0, 1, 2, 3, 4, 5, 6}, 1, 1, 1, 7);
      assertThat(Tensors.floats(Heads.atSizeOf(Tensors.zeros(1, 3, 1, 3), truth)))
          .containsExactly(1, 3, 5);
      assertThat(Tensors.floats(Heads.atSizeOf(Tensors.zeros(1, 3, 1, 2), truth)))
          .containsExactly(1, 5);
    }
  }
}
