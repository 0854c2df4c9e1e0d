package io.osler.benchmarks;

import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.learn.infer.Window;
import io.osler.learn.net.Network;
import io.osler.learn.tensor.Compute;
import io.osler.learn.tensor.Layout;
import io.osler.learn.tensor.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Sliding-window inference of a volume of 512×512×100 by a U-Net of 16 features: patches of
 * 128×128×40 in pairs, a quarter overlapping, Gaussian blending, no mirroring, against MONAI's
 * inferer. The numbers divide, so that both place the same patches.
 */
final class Windows implements Benchmark {
  private static final int ROUNDS = 3;
  private static final int PAIR = 2;

  /** Of the probabilities every so many are compared. */
  private static final int SPARSE = 101;

  private final Size whole;
  private final Size patch;

  Windows() {
    this(new Size(512, 512, 100), new Size(128, 128, 40));
  }

  Windows(Size whole, Size patch) {
    this.whole = whole;
    this.patch = patch;
  }

  @Override
  public List<Comparison> in(Place place) throws IOException {
    List<Comparison> rows = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      rows.add(compare(place, precision));
    }
    return rows;
  }

  private static List<Integer> axes(Size size) {
    return List.of(size.depth(), size.height(), size.width());
  }

  private Comparison compare(Place place, Precision precision) throws IOException {
    Outlining all = new Outlining(16, 1, axes(whole), precision);
    // The network is built for a patch; its weights do not know the size.
    Outlining one = new Outlining(16, 1, axes(patch), precision);
    String name = "window " + all.precisionName();
    Path weights = place.scratch().resolve("unet.safetensors");
    Path data = place.scratch().resolve("volume.safetensors");
    UnetSteps.learned(one, weights);
    all.writeData(data);
    String sides = "%d,%d,%d".formatted(patch.depth(), patch.height(), patch.width());
    List<String> more =
        List.of("--work", "window", "--patch", sides, "--pair", "" + PAIR, "--sparse", "" + SPARSE);
    Volume volume = Volume.of(whole, Geometry.UNIT, all.images());
    Volume small = Volume.of(patch, Geometry.UNIT, one.images());
    try (Peer peer = all.peer(place, weights, data, more)) {
      Layout layout = fastest(one, weights, small);
      Network network = laid(one, weights, layout);
      try (var _ = network.weights()) {
        Window window = window(network, precision, layout);
        double difference =
            Comparison.difference(
                name,
                sparse(window.probabilities(volume).voxels()),
                peer.outputs(place.scratch().resolve("outputs")),
                all.tolerance());
        Side side = Side.here(layout.name(), () -> window.probabilities(volume));
        return Comparison.alternating(name, side, peer, place.rounds(ROUNDS), 1, difference);
      }
    }
  }

  private static Network laid(Outlining work, Path weights, Layout layout) {
    Network network = work.network(weights);
    if (layout == Layout.CHANNELS_LAST) {
      network.weights().toChannelsLast();
    }
    return network;
  }

  private Window window(Network network, Precision precision, Layout layout) {
    Compute compute = new Compute(precision, layout, Outlining.THREADS);
    return Window.plain(network, patch, 0.25, PAIR, compute);
  }

  /** The layout that takes less over a single patch. */
  private Layout fastest(Outlining work, Path weights, Volume small) {
    Layout best = Layout.CHANNELS_FIRST;
    double least = Double.POSITIVE_INFINITY;
    for (Layout layout : Layout.values()) {
      Network network = laid(work, weights, layout);
      try (var _ = network.weights()) {
        Window window = window(network, work.precision(), layout);
        window.probabilities(small);
        double seconds =
            Timing.of(ProcessHandle.current(), () -> window.probabilities(small)).wall();
        if (seconds < least) {
          least = seconds;
          best = layout;
        }
      }
    }
    return best;
  }

  private static float[] sparse(float[] values) {
    float[] some = new float[(values.length + SPARSE - 1) / SPARSE];
    for (int i = 0; i < some.length; i++) {
      some[i] = values[i * SPARSE];
    }
    return some;
  }
}
