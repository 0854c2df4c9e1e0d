package io.osler.learn.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.pytorch.global.torch.clear_cache;
import static org.bytedeco.pytorch.global.torch.set_autocast_dtype;
import static org.bytedeco.pytorch.global.torch.set_autocast_enabled;
import static org.bytedeco.pytorch.global.torch.torch_zeros;

import io.osler.core.config.InputException;
import io.osler.learn.tensor.TensorScope;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class ResidualNetworkTest {
  private static final Input GREY = new Input(1, List.of(28, 28), 2);

  private static Tensor image() {
    return torch_zeros(4, 1, 28, 28).uniform_();
  }

  private static void step(Network network) {
    try (var _ = new TensorScope()) {
      network.forward(image()).sum().backward();
    }
  }

  /** The count once the collector has freed what earlier tests left behind. */
  private static long settled() {
    long count = -1;
    for (int same = 0; same < 3; ) {
      System.gc();
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      same = count == Pointer.totalCount() ? same + 1 : 0;
      count = Pointer.totalCount();
    }
    return count;
  }

  @Test
  void nativeObjectsStayFlatFromStepTenToHundred() {
    Network network =
        new NetSpec.VolumetricResnet18(Stem.SMALL, 4).build(new Input(1, List.of(8, 8, 8), 2), 1);
    network.weights().training(true);
    settled();
    long ten = 0;
    for (int step = 1; step <= 100; step++) {
      try (var _ = new TensorScope()) {
        network.forward(torch_zeros(2, 1, 8, 8, 8).uniform_()).sum().backward();
      }
      if (step == 10) {
        ten = Pointer.totalCount();
      }
    }
    assertThat(Pointer.totalCount()).isEqualTo(ten);
    network.weights().close();
  }

  @Test
  void closingTheWeightsFreesAllOfThem() {
    step(new NetSpec.Resnet18(Stem.SMALL).build(GREY, 1));
    long before = settled();
    try (var weights = new NetSpec.Resnet18(Stem.SMALL).build(GREY, 1).weights()) {
      assertThat(Pointer.totalCount()).isGreaterThan(before + 122);
      assertThat(weights.count()).isEqualTo(11_168_706); // torchvision, conv1 swapped
    }
    assertThat(Pointer.totalCount()).isEqualTo(before);
  }

  @Test
  void runsInBfloat16AndChannelsLast() {
    try (var _ = new TensorScope()) {
      Network network = new NetSpec.Resnet18(Stem.SMALL).build(GREY, 7);
      Tensor image = image();
      Tensor plain = network.forward(image);
      network.weights().toChannelsLast();
      Tensor last = network.forward(image.contiguous(MemoryFormat.ChannelsLast));
      assertThat(last.sub(plain).abs().max().item_float()).isLessThan(1e-4f);
      set_autocast_dtype(DeviceType.CPU, ScalarType.BFloat16);
      set_autocast_enabled(DeviceType.CPU, true);
      Tensor half = network.forward(image);
      set_autocast_enabled(DeviceType.CPU, false);
      clear_cache();
      assertThat(half.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
      assertThat(half.to(ScalarType.Float).sub(plain).abs().max().item_float()).isLessThan(0.05f);
    }
  }

  @Test
  void refusesImagesThatDoNotFit() {
    assertThatThrownBy(() -> new NetSpec.Resnet18(Stem.IMAGENET).build(GREY, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("at least 32 pixels")
        .hasMessageContaining("[28, 28]");
    assertThatThrownBy(() -> new NetSpec.VolumetricResnet18(Stem.SMALL, 8).build(GREY, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("3-D");
  }
}
