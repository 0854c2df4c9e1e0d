package io.osler.learn.plan;

import io.osler.learn.net.Network;
import io.osler.learn.tensor.Compute;
import io.osler.learn.tensor.Layout;
import io.osler.learn.tensor.Precision;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * How long a training step takes here, measured: precision and memory layout are chosen by it.
 *
 * @param secondsPerStep median of the measured steps, forward and backward
 */
public record Speed(Compute compute, double secondsPerStep) {
  private static final int STEPS = 3;

  /** A step slower than this is measured once, not thrice. */
  private static final double SLOW_SECONDS = 1.5;

  /**
   * Ways to compute, fastest first. Both precisions are tried in the layout that is likelier to win
   * (channels last in 2-D, first in 3-D), then the better one in the other layout.
   */
  public static List<Speed> measure(Supplier<Network> build, long[] batchShape, int threads) {
    Layout likely = likely(batchShape);
    Layout other = batchShape.length == 4 ? Layout.CHANNELS_FIRST : Layout.CHANNELS_LAST;
    List<Speed> measured = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      measured.add(of(build, batchShape, new Compute(precision, likely, threads)));
    }
    Speed better = Collections.min(measured, Comparator.comparingDouble(Speed::secondsPerStep));
    measured.add(of(build, batchShape, new Compute(better.compute().precision(), other, threads)));
    measured.sort(Comparator.comparingDouble(Speed::secondsPerStep));
    return List.copyOf(measured);
  }

  /** Seconds of a step in the better precision: a first idea of what a budget pays. */
  static double estimate(Supplier<Network> build, long[] batchShape, int threads) {
    return Arrays.stream(Precision.values())
        .mapToDouble(
            precision ->
                seconds(build, batchShape, new Compute(precision, likely(batchShape), threads)))
        .min()
        .orElseThrow();
  }

  private static Layout likely(long[] batchShape) {
    return batchShape.length == 4 ? Layout.CHANNELS_LAST : Layout.CHANNELS_FIRST;
  }

  private static Speed of(Supplier<Network> build, long[] batchShape, Compute compute) {
    return new Speed(compute, seconds(build, batchShape, compute));
  }

  /** Seconds of one step in one way. */
  public static double seconds(Supplier<Network> build, long[] batchShape, Compute compute) {
    compute.begin();
    Network network = build.get();
    try (var _ = network.weights()) {
      network.weights().training(true);
      if (compute.layout() == Layout.CHANNELS_LAST) {
        network.weights().toChannelsLast();
      }
      // The first step makes kernels and warms the allocator: it does not count.
      int steps = step(network, batchShape, compute) > SLOW_SECONDS ? 1 : STEPS;
      double[] seconds = new double[steps];
      for (int i = 0; i < steps; i++) {
        seconds[i] = step(network, batchShape, compute);
      }
      Arrays.sort(seconds);
      return seconds[steps / 2];
    }
  }

  private static double step(Network network, long[] batchShape, Compute compute) {
    long start = System.nanoTime();
    try (var _ = new TensorScope()) {
      Tensor x = compute.layout().lay(torch.randn(batchShape));
      Tensor y = compute.precision().run(() -> network.forward(x));
      y.to(torch.ScalarType.Float).pow(Tensors.scalar(2)).mean().backward();
    }
    return (System.nanoTime() - start) * 1e-9;
  }
}
