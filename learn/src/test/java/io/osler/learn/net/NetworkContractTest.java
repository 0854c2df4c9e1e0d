package io.osler.learn.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.config.Catalogue;
import io.osler.learn.nn.Weights;
import io.osler.learn.tensor.Safetensors;
import io.osler.learn.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every network promises; a new {@link NetSpec} without a sample here fails. */
class NetworkContractTest {
  /** Above this a file of weights takes longer than the suite may. */
  private static final long MOST_SAVED = 30_000_000;

  @TempDir Path folder;

  record Sample(NetSpec spec, Input input) {
    @Override
    public String toString() {
      return spec.toString();
    }
  }

  static Stream<Sample> samples() {
    return Stream.of(
        sample(new NetSpec.Mlp(List.of(16), 0.1), 1, 8, 8),
        sample(new NetSpec.Lenet5(), 1, 28, 28),
        sample(new NetSpec.AlexNet(0.5), 2, 63, 63),
        sample(new NetSpec.Vgg11(0.5), 1, 32, 32),
        sample(new NetSpec.Vgg16(0.5), 3, 32, 32),
        sample(new NetSpec.Vgg19(0.5), 3, 32, 40),
        sample(new NetSpec.GoogLeNet(0.2, 0.7), 1, 32, 32),
        sample(new NetSpec.InceptionV3(0.5), 1, 75, 75),
        sample(new NetSpec.Resnet18(Stem.SMALL), 1, 28, 28),
        sample(new NetSpec.Resnet34(Stem.SMALL, 24), 4, 16, 16),
        sample(new NetSpec.Resnet50(Stem.IMAGENET), 3, 33, 47),
        sample(new NetSpec.Densenet121(), 3, 32, 32),
        sample(new NetSpec.MobilenetV2(0.2), 3, 32, 32),
        sample(new NetSpec.EfficientnetLite0(0.2, 0.2), 1, 33, 32),
        sample(new NetSpec.Squeezenet(0.5), 3, 48, 48),
        sample(new NetSpec.VoxCnn(0.7), 1, 16, 16, 16),
        sample(new NetSpec.VolumetricResnet18(Stem.HALF, 8), 1, 16, 17, 18),
        sample(new NetSpec.VolumetricResnet18(Stem.SMALL, 8), 2, 8, 9, 10),
        sample(new SegmenterSpec.Unet(List.of(4, 6, 8)), 2, 8, 12, 16),
        sample(
            new SegmenterSpec.Unet(
                List.of(4, 6, 8),
                List.of(List.of(1, 1), List.of(2, 1), List.of(2, 2)),
                List.of(List.of(3, 1), List.of(3, 3), List.of(5, 3)),
                List.of(1, 2, 3),
                List.of(1, 1),
                true,
                false,
                false),
            1,
            16,
            10));
  }

  private static Sample sample(NetSpec spec, int channels, Integer... size) {
    return new Sample(spec, new Input(channels, List.of(size), 3));
  }

  @Test
  void everyKindHasASample() {
    assertThat(samples().<Class<?>>map(s -> s.spec().getClass()).distinct())
        .containsExactlyInAnyOrderElementsOf(Catalogue.sealedOnly().kinds(NetSpec.class).values());
  }

  private static Tensor images(Input input) {
    List<Long> shape = new ArrayList<>(List.of(4L, (long) input.channels()));
    input.size().forEach(length -> shape.add((long) length));
    Tensor images = torch.torch_zeros(shape.stream().mapToLong(Long::longValue).toArray());
    torch.manual_seed(3);
    images.normal_();
    return images;
  }

  @ParameterizedTest
  @MethodSource("samples")
  void keepsItsPromises(Sample sample) throws IOException {
    Network network = sample.spec().build(sample.input(), 11);
    try (Weights weights = network.weights()) {
      evaluates(network, sample);
      gradientReachesEverything(network, sample.input());
      if (weights.count() < MOST_SAVED) {
        savesAndRepeats(sample, weights);
      }
    }
  }

  private static void evaluates(Network network, Sample sample) {
    Input input = sample.input();
    try (var _ = new TensorScope()) {
      Tensor logits = network.forward(images(input));
      List<Long> shape = new ArrayList<>(List.of(4L, 3L));
      if (sample.spec() instanceof SegmenterSpec) {
        input.size().forEach(length -> shape.add((long) length));
      }
      assertThat(LongStream.range(0, logits.dim()).mapToObj(logits::size).toList())
          .isEqualTo(shape);
      assertThat(torch.isfinite(logits).all().item_bool()).isTrue();
      if (network instanceof FeatureMaps maps) {
        Tensor features = maps.features(images(input));
        assertThat(features.dim()).isEqualTo(2 + input.dims());
        assertThat(torch.equal(maps.head(features), logits)).isTrue();
      }
    }
  }

  private static void gradientReachesEverything(Network network, Input input) {
    network.weights().training(true);
    try (var _ = new TensorScope()) {
      Tensor images = images(input);
      List<Tensor> all =
          network instanceof AuxiliaryHeads heads
              ? heads.forwardAll(images)
              : List.of(network.forward(images));
      // Squares, because the mean of what batch normalisation centred has no gradient.
      Tensor loss = all.stream().map(t -> t.square().sum()).reduce(Tensor::add).orElseThrow();
      loss.backward();
    }
    network
        .weights()
        .parameters()
        .forEach((name, p) -> assertThat(p.grad().defined()).as(name).isTrue());
  }

  private void savesAndRepeats(Sample sample, Weights trained) throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    Safetensors.write(first, trained.state(), Map.of());
    try (Weights other = sample.spec().build(sample.input(), 12).weights()) {
      Safetensors.load(first, other.state());
      Safetensors.write(second, other.state(), Map.of());
    }
    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    byte[][] fresh = new byte[3][];
    for (int i = 0; i < 3; i++) {
      try (Weights weights = sample.spec().build(sample.input(), i == 2 ? 12 : 11).weights()) {
        Safetensors.write(second, weights.state(), Map.of());
        fresh[i] = Files.readAllBytes(second);
      }
    }
    assertThat(Arrays.equals(fresh[0], fresh[1])).as("the same seed").isTrue();
    assertThat(Arrays.equals(fresh[0], fresh[2])).as("another seed").isFalse();
  }
}
