package io.osler.learn.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.config.Catalogue;
import io.osler.learn.loss.DiceCrossEntropy;
import io.osler.learn.nn.Weights;
import io.osler.learn.tensor.Safetensors;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import io.osler.learn.train.Batch;
import io.osler.learn.train.Heads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
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

  private static final int LEARNING_STEPS = 25;

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
        sample(new NetSpec.Densenet121(Stem.IMAGENET), 3, 32, 32),
        sample(new NetSpec.GoogLeNet(0.2, 0.7, Stem.SMALL), 1, 28, 8),
        sample(new NetSpec.Densenet121(Stem.SMALL), 1, 28, 8),
        sample(new NetSpec.MobilenetV2(0.2, Stem.SMALL), 1, 28, 16),
        sample(new NetSpec.EfficientnetLite0(0.2, 0.2, Stem.SMALL), 1, 28, 16),
        sample(new NetSpec.Squeezenet(0.5, Stem.SMALL), 1, 28, 8),
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
            10),
        sample(new SegmenterSpec.Vnet(4, 0.5), 3, 16, 32),
        sample(new SegmenterSpec.Vnet(2, 0.5), 1, 16, 16, 16),
        sample(new SegmenterSpec.Fcn8s(4, 8, 0.5), 1, 33, 70),
        sample(new SegmenterSpec.Fcn8s(2, 4, 0.5), 1, 33, 35, 17),
        sample(new SegmenterSpec.SegNet(4), 2, 35, 40),
        sample(new SegmenterSpec.SegNet(2), 1, 32, 33, 34),
        sample(new SegmenterSpec.DeepLabV3(4, 6, List.of(2, 4), 0.5), 3, 40, 33),
        sample(new SegmenterSpec.DeepLabV3(2, 4, List.of(2), 0.5), 1, 17, 16, 24),
        sample(new SegmenterSpec.Fpn(List.of(1, 1, 2, 1), 4, 6), 3, 40, 33),
        sample(new SegmenterSpec.Fpn(List.of(1, 1), 2, 4), 1, 17, 16, 24),
        sample(new SegmenterSpec.RefineNet(List.of(1, 1, 2, 1), 4, 6), 3, 40, 33),
        sample(new SegmenterSpec.RefineNet(List.of(1, 1), 2, 4), 1, 17, 16, 24),
        sample(new SegmenterSpec.HolisticallyNested(4), 3, 33, 20),
        sample(new SegmenterSpec.HolisticallyNested(2), 1, 17, 16, 19),
        sample(new SegmenterSpec.DeepMedic(List.of(4, 5), 6, 3, 0.5), 2, 13, 11),
        sample(new SegmenterSpec.DeepMedic(List.of(4, 5), 6, 3, 0.5), 2, 8, 9, 10),
        sample(new SegmenterSpec.InputCascade(3, 4, 5), 2, 14, 9),
        sample(new SegmenterSpec.InputCascade(2, 2, 3), 1, 6, 7, 8),
        sample(new SegmenterSpec.EncoderWithShortcuts(3, 4, 5), 2, 13, 18),
        sample(new SegmenterSpec.EncoderWithShortcuts(2, 4, 3), 1, 7, 8, 9),
        sample(new SegmenterSpec.SmallKernelPatch(4, 6, 0.1), 2, 20, 13),
        sample(new SegmenterSpec.SmallKernelPatch(2, 3, 0.1), 1, 7, 8, 9),
        sample(new SegmenterSpec.AttentionUnet(List.of(4, 6, 8)), 2, 16, 20),
        sample(new SegmenterSpec.AttentionUnet(List.of(4, 6)), 1, 8, 6, 4),
        sample(mesh(SegmenterSpec.MeshNet.Norm.BATCH, 0.1), 1, 8, 9, 10),
        sample(mesh(SegmenterSpec.MeshNet.Norm.INSTANCE, 0), 2, 12, 9),
        sample(
            new SegmenterSpec.CoarseToFine(
                new SegmenterSpec.Unet(List.of(4, 6, 8)),
                mesh(SegmenterSpec.MeshNet.Norm.NONE, 0),
                2),
            2,
            16,
            24),
        sample(
            new SegmenterSpec.CoarseToFine(
                new SegmenterSpec.EncoderWithShortcuts(2, 3, 3),
                new SegmenterSpec.Unet(List.of(2, 3, 4)),
                2),
            1,
            8,
            8,
            12));
  }

  private static SegmenterSpec mesh(SegmenterSpec.MeshNet.Norm norm, double dropout) {
    return new SegmenterSpec.MeshNet(
        4, List.of(1, 2, 4, 1), SegmenterSpec.MeshNet.Activation.ELU, norm, true, dropout);
  }

  static Stream<Sample> segmenters() {
    // Every kind has a sample in two dimensions, and three are the same blocks.
    return samples()
        .filter(sample -> sample.spec() instanceof SegmenterSpec && sample.input().dims() == 2);
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

  /** A voxel's class depends on its neighbourhood, and noise can be learned by heart. */
  @ParameterizedTest
  @MethodSource("segmenters")
  void learnsFourSamples(Sample sample) {
    Network network = sample.spec().build(sample.input(), 5);
    try (Weights weights = network.weights()) {
      weights.training(true);
      double first = 0;
      double last = 0;
      for (int step = 0; step < LEARNING_STEPS; step++) {
        try (var _ = new TensorScope()) {
          Tensor images = images(sample.input());
          Tensor truth = images.narrow(1, 0, 1).gt(Tensors.scalar(0)).to(torch.ScalarType.Float);
          Tensor loss =
              Heads.objective(network, new DiceCrossEntropy(true)).of(new Batch(images, truth));
          loss.backward();
          descend(weights);
          last = loss.item_double();
          first = step == 0 ? last : first;
        }
      }
      assertThat(last).as("loss, from " + first).isLessThan(0.9 * first);
    }
  }

  /** Each tensor a hundredth of its size along its gradient: works whatever the scale. */
  private static void descend(Weights weights) {
    var _ = new NoGradGuard();
    for (Tensor p : weights.parameters().values()) {
      Tensor g = p.grad();
      if (!g.defined()) {
        continue; // a head that weighs nothing
      }
      double size = Math.max(0.1, p.norm().item_double());
      double slope = g.norm().item_double();
      if (slope > 0) {
        p.detach().sub_(g.mul(Tensors.scalar(0.02 * size / slope)));
      }
      g.zero_();
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
