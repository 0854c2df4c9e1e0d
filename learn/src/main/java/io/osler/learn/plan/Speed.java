package io.osler.learn.plan;

import io.osler.learn.net.Network;
import io.osler.learn.tensor.Compute;
import io.osler.learn.tensor.Layout;
import io.osler.learn.tensor.Precision;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
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

  /**
   * The ways to compute, fastest first. Where a step is so slow that measuring them all would cost
   * more than {@code mostSeconds}, those not reached are left out.
   */
  public static List<Speed> measure(
      Supplier<Network> build, long[] batchShape, int threads, double mostSeconds) {
    List<Speed> measured = new ArrayList<>();
    boolean flat = batchShape.length == 4;
    long started = System.nanoTime();
    for (Precision precision : List.of(Precision.BFLOAT16, Precision.FLOAT32)) {
      // The likelier winner first: channels last in 2-D, first in 3-D.
      for (Layout layout :
          flat
              ? List.of(Layout.CHANNELS_LAST, Layout.CHANNELS_FIRST)
              : List.of(Layout.CHANNELS_FIRST, Layout.CHANNELS_LAST)) {
        double spent = (System.nanoTime() - started) * 1e-9;
        if (measured.isEmpty() || spent + spent / measured.size() < mostSeconds) {
          Compute compute = new Compute(precision, layout, threads);
          measured.add(new Speed(compute, seconds(build, batchShape, compute)));
        }
      }
    }
    measured.sort(Comparator.comparingDouble(Speed::secondsPerStep));
    return List.copyOf(measured);
  }

  /** Seconds of one step in one way. */
  public static double seconds(Supplier<Network> build, long[] batchShape, Compute compute) {
    compute.begin();
    Network network = build.get();
    try (var _ = network.weights()) {
      network.weights().training(true);
      double[] seconds = new double[STEPS];
      // The first step makes kernels and warms the allocator: it does not count.
      for (int step = -1; step < STEPS; step++) {
        long start = System.nanoTime();
        try (var _ = new TensorScope()) {
          Tensor x = compute.layout().lay(torch.randn(batchShape));
          Tensor y = compute.precision().run(() -> network.forward(x));
          y.to(torch.ScalarType.Float).pow(Tensors.scalar(2)).mean().backward();
        }
        if (step >= 0) {
          seconds[step] = (System.nanoTime() - start) * 1e-9;
        }
      }
      Arrays.sort(seconds);
      return seconds[STEPS / 2];
    }
  }
}
