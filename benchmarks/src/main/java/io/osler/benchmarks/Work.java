package io.osler.benchmarks;

import io.osler.core.volume.Case;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.learn.net.Input;
import io.osler.learn.net.NetSpec;
import io.osler.learn.net.Network;
import io.osler.learn.net.Stem;
import io.osler.learn.tensor.Compute;
import io.osler.learn.tensor.Layout;
import io.osler.learn.tensor.Precision;
import io.osler.learn.tensor.Safetensors;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;

/**
 * What both sides train: a ResNet-18 and images for it.
 *
 * @param dims 2 or 3; every axis has 28 voxels
 * @param width feature maps of the first stage
 * @param steps of one round
 */
record Work(int dims, Stem stem, int width, int batch, int steps, Precision precision) {
  static final int SIDE = 28;
  static final int CLASSES = 4;
  static final int THREADS = Runtime.getRuntime().availableProcessors();
  private static final long SEED = 5;

  /** 64 maps and batches of 128. */
  static Work flat(Precision precision) {
    return new Work(2, Stem.SMALL, 64, 128, 2, precision);
  }

  /** The 32 maps that the planner gives volumes, and batches of 32. */
  static Work solid(Precision precision) {
    return new Work(3, Stem.SMALL, 32, 32, 1, precision);
  }

  /** What the planner gives volumes of this size, bfloat16 as it measures here. */
  static Work half() {
    return new Work(3, Stem.HALF, 32, 32, 1, Precision.BFLOAT16);
  }

  NetSpec spec() {
    return dims == 2 ? new NetSpec.Resnet18(stem) : new NetSpec.VolumetricResnet18(stem, width);
  }

  Network network() {
    return spec().build(new Input(1, java.util.Collections.nCopies(dims, SIDE), CLASSES), SEED);
  }

  Network network(Path weights) {
    Network network = network();
    Safetensors.load(weights, network.weights().state());
    return network;
  }

  int voxels() {
    return dims == 2 ? SIDE * SIDE : SIDE * SIDE * SIDE;
  }

  long[] shape(long n) {
    return dims == 2 ? new long[] {n, 1, SIDE, SIDE} : new long[] {n, 1, SIDE, SIDE, SIDE};
  }

  /** The most by which outputs may differ. */
  double tolerance() {
    return precision == Precision.FLOAT32 ? 1e-3 : 1e-2;
  }

  String precisionName() {
    return precision.name().toLowerCase(Locale.ROOT);
  }

  /** Images of smooth noise between 0 and 255, and a class for each. */
  record Images(float[][] images, int[] classes) {
    float[] flat() {
      float[] all = new float[images.length * images[0].length];
      for (int i = 0; i < images.length; i++) {
        System.arraycopy(images[i], 0, all, i * images[0].length, images[0].length);
      }
      return all;
    }

    /** One row of probabilities for each image. */
    float[][] targets() {
      float[][] rows = new float[classes.length][CLASSES];
      for (int i = 0; i < rows.length; i++) {
        rows[i][classes[i]] = 1;
      }
      return rows;
    }

    List<Case> cases(Size size) {
      List<Case> cases = new ArrayList<>();
      for (int i = 0; i < images.length; i++) {
        cases.add(Case.of("" + i, Volume.of(size, Geometry.UNIT, images[i])));
      }
      return cases;
    }
  }

  Images images(int n) {
    var random = new SplittableRandom(SEED);
    float[][] images = new float[n][voxels()];
    int[] classes = new int[n];
    for (int i = 0; i < n; i++) {
      classes[i] = i % CLASSES;
      double x = random.nextDouble(0.1, 0.6);
      double y = random.nextDouble(0.1, 0.6);
      for (int p = 0; p < images[i].length; p++) {
        double wave = Math.sin(x * (p % SIDE)) * Math.cos(y * (p / SIDE) + classes[i]);
        images[i][p] = (float) Math.clamp(128 + 70 * wave + random.nextGaussian(0, 20), 0.0, 255.0);
      }
    }
    return new Images(images, classes);
  }

  /** Writes what the peer needs: weights and images with their classes. */
  Images write(Path weights, Path data, int n) throws IOException {
    Images made = images(n);
    float[] classes = new float[n];
    for (int i = 0; i < n; i++) {
      classes[i] = made.classes()[i];
    }
    try (var _ = new TensorScope();
        var held = network().weights()) {
      Safetensors.write(weights, held.state(), Map.of());
      Safetensors.write(
          data,
          Map.of("images", Tensors.of(made.flat(), shape(n)), "labels", Tensors.of(classes, n)),
          Map.of());
    }
    return made;
  }

  Size size() {
    return new Size(SIDE, SIDE, dims == 2 ? 1 : SIDE);
  }

  /** Logits of the first batch, normalised by that batch. */
  float[] outputs(Path weights, Images images) {
    new Compute(precision, Layout.CHANNELS_FIRST, THREADS).begin();
    Network network = network(weights);
    try (var _ = new TensorScope();
        var held = network.weights()) {
      held.training(true);
      Tensor x = Tensors.of(new Images(first(images), new int[0]).flat(), shape(batch));
      return Tensors.floats(precision.run(() -> network.forward(x)));
    }
  }

  private float[][] first(Images images) {
    return java.util.Arrays.copyOf(images.images(), batch);
  }

  /** The peer's side of this work. */
  Peer peer(Place place, String work, Path weights, Path data) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(place.python(), place.peers().resolve("training.py").toString()));
    command.addAll(List.of("--work", work, "--weights", "" + weights, "--data", "" + data));
    command.addAll(List.of("--precision", precisionName(), "--classes", "" + CLASSES));
    command.addAll(
        List.of(
            "--stem",
            stem.name(),
            "--width",
            "" + width,
            "--batch",
            "" + batch,
            "--steps",
            "" + steps));
    command.addAll(List.of("--threads", "" + THREADS));
    return new Peer(command);
  }
}
