package io.osler.benchmarks;

import io.osler.learn.net.Input;
import io.osler.learn.net.Network;
import io.osler.learn.net.SegmenterSpec;
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
 * What both sides outline with: a 3-D U-Net of four stages, and smooth noise for it.
 *
 * @param size of the images, (D, H, W)
 */
record Outlining(int width, int batch, List<Integer> size, Precision precision) {
  static final int CLASSES = 3;
  static final int THREADS = Runtime.getRuntime().availableProcessors();
  private static final long SEED = 5;

  Network network(Path weights) {
    List<Integer> features = List.of(width, 2 * width, 4 * width, 8 * width);
    Network network = new SegmenterSpec.Unet(features).build(new Input(1, size, CLASSES), SEED);
    if (weights.toFile().exists()) {
      Safetensors.load(weights, network.weights().state());
    }
    return network;
  }

  long[] shape() {
    return new long[] {batch, 1, size.get(0), size.get(1), size.get(2)};
  }

  int values() {
    return batch * size.stream().reduce(1, Math::multiplyExact);
  }

  /** Waves and noise about 0. */
  float[] images() {
    var random = new SplittableRandom(SEED);
    float[] images = new float[values()];
    int row = size.get(2);
    for (int v = 0; v < images.length; v++) {
      double wave = Math.sin(0.3 * (v % row)) * Math.cos(0.2 * (v / row % size.get(1)));
      images[v] = (float) (wave + random.nextGaussian(0, 0.3));
    }
    return images;
  }

  /** A class for each voxel: which third of the waves it lies in. */
  float[] labels(float[] images) {
    float[] labels = new float[images.length];
    for (int v = 0; v < labels.length; v++) {
      labels[v] = images[v] < -0.3f ? 0 : images[v] < 0.3f ? 1 : 2;
    }
    return labels;
  }

  /** Writes fresh weights for both sides. */
  void writeWeights(Path weights) throws IOException {
    Network network = network(weights);
    try (var held = network.weights()) {
      Safetensors.write(weights, held.state(), Map.of());
    }
  }

  /** Writes images and labels for the peer. */
  void writeData(Path data) throws IOException {
    try (var _ = new TensorScope()) {
      float[] images = images();
      Map<String, Tensor> tensors =
          Map.of(
              "images", Tensors.of(images, shape()),
              "labels", Tensors.of(labels(images), shape()));
      Safetensors.write(data, tensors, Map.of());
    }
  }

  String precisionName() {
    return precision.name().toLowerCase(Locale.ROOT);
  }

  /** The most by which outputs may differ. */
  double tolerance() {
    return precision == Precision.FLOAT32 ? 1e-3 : 1e-2;
  }

  Peer peer(Place place, Path weights, Path data, List<String> more) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(place.python(), place.peers().resolve("outlining.py").toString()));
    command.addAll(List.of("--weights", "" + weights, "--data", "" + data));
    command.addAll(List.of("--precision", precisionName(), "--width", "" + width));
    command.addAll(List.of("--classes", "" + CLASSES, "--threads", "" + THREADS));
    command.addAll(more);
    return new Peer(command);
  }
}
