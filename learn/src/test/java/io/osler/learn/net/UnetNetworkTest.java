package io.osler.learn.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.pytorch.global.torch.torch_zeros;

import io.osler.core.config.Config;
import io.osler.core.config.InputException;
import io.osler.learn.loss.DiceCrossEntropy;
import io.osler.learn.tensor.Layout;
import io.osler.learn.tensor.Precision;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import io.osler.learn.train.Batch;
import io.osler.learn.train.Heads;
import io.osler.learn.train.Objective;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class UnetNetworkTest {
  private static final Input CUBE = new Input(1, List.of(8, 8, 8), 3);

  private static NetSpec spec() {
    return new SegmenterSpec.Unet(List.of(4, 6, 8));
  }

  private static Tensor image() {
    return torch_zeros(2, 1, 8, 8, 8).uniform_();
  }

  @Test
  void nativeObjectsStayFlatFromStepTenToSixty() {
    Network network = spec().build(CUBE, 1);
    network.weights().training(true);
    Objective objective = Heads.objective(network, new DiceCrossEntropy(true));
    long ten = 0;
    for (int step = 1; step <= 60; step++) {
      try (var _ = new TensorScope()) {
        Tensor image = image();
        objective.of(new Batch(image, image.mul(Tensors.scalar(3)).floor())).backward();
      }
      try (var _ = new TensorScope();
          var _ = new NoGradGuard()) {
        network.forward(image());
      }
      if (step == 10) {
        ten = Pointer.totalCount();
      }
    }
    assertThat(Pointer.totalCount()).isLessThanOrEqualTo(ten);
    network.weights().close();
  }

  @Test
  void runsInBfloat16AndChannelsLast() {
    Network network = spec().build(CUBE, 7);
    try (var weights = network.weights();
        var _ = new TensorScope();
        var _ = new NoGradGuard()) {
      Tensor image = image();
      Tensor plain = network.forward(image);
      Tensor half = Precision.BFLOAT16.run(() -> network.forward(image));
      assertThat(half.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
      assertThat(half.to(ScalarType.Float).sub(plain).abs().mean().item_float()).isLessThan(0.05f);
      weights.toChannelsLast();
      Tensor last = network.forward(Layout.CHANNELS_LAST.lay(image));
      assertThat(last.sub(plain).abs().max().item_float()).isLessThan(1e-4f);
    }
  }

  @Test
  void aPlanMayNameItsStages() {
    var spec =
        (SegmenterSpec.Unet)
            Config.read(
                    Holder.class,
                    """
                    network:
                      kind: unet
                      features: [8, 16]
                      strides: [[1, 1, 1], [1, 2, 2]]
                      residual: true
                    """)
                .network();
    assertThat(spec.features()).containsExactly(8, 16);
    assertThat(spec.strides().get(1)).containsExactly(1, 2, 2);
    assertThat(spec.residual()).isTrue();
    var nested =
        Config.read(
            Holder.class,
            "network: {kind: coarse-to-fine, coarse: {kind: meshnet, maps: 10}, fine: unet}");
    assertThat(nested.network()).isInstanceOf(SegmenterSpec.CoarseToFine.class);
    assertThat(Config.read(Holder.class, Config.write(nested))).isEqualTo(nested);
  }

  record Holder(NetSpec network) {}

  @Test
  void refusesSizesThatCannotBeHalved() {
    assertThatThrownBy(() -> spec().build(new Input(1, List.of(8, 10, 8), 3), 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("multiples of [4, 4, 4]")
        .hasMessageContaining("[8, 10, 8]");
  }

  @Test
  void refusesStagesThatDoNotFit() {
    assertThatThrownBy(
            () ->
                new SegmenterSpec.Unet(
                    List.of(4, 8),
                    List.of(List.of(1, 1)),
                    List.of(),
                    List.of(),
                    List.of(),
                    false,
                    true,
                    true))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("strides");
    var flat =
        new SegmenterSpec.Unet(
            List.of(4, 8),
            List.of(List.of(1, 1), List.of(2, 2)),
            List.of(),
            List.of(),
            List.of(),
            false,
            true,
            true);
    assertThatThrownBy(() -> flat.build(CUBE, 1)).hasMessageContaining("3 numbers per stage");
  }
}
