package io.osler.learn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** The fused steps against the same formulas in plain double arithmetic. */
class FusedUpdateTest {
  private static final int N = 1_037; // no multiple of a vector register
  private static final int STEPS = 5;
  private static final double RATE = 0.02;
  private static final double DECAY = 0.1;
  private static final double SHRINK = 1.7;

  /** Weights, first and second moment of both sides. */
  private static final class Twin {
    final double[] w = new double[N];
    final double[] m = new double[N];
    final double[] v = new double[N];
  }

  /** One step of the obvious version. */
  private interface Plain {
    void step(Twin twin, int i, double g, int t);
  }

  @Test
  void adamWFollowsItsPaper() {
    double b1 = 0.9;
    double b2 = 0.99;
    compare(
        new Optimiser.AdamW(RATE, b1, b2, DECAY),
        (twin, i, g, t) -> {
          twin.w[i] *= 1 - RATE * DECAY;
          twin.m[i] = b1 * twin.m[i] + (1 - b1) * g;
          twin.v[i] = b2 * twin.v[i] + (1 - b2) * g * g;
          double root = Math.sqrt(twin.v[i] / (1 - Math.pow(b2, t))) + Optimiser.AdamW.EPSILON;
          twin.w[i] -= RATE * twin.m[i] / (1 - Math.pow(b1, t)) / root;
        });
  }

  @Test
  void momentumIsHeavyOrNesterovs() {
    for (boolean nesterov : new boolean[] {false, true}) {
      compare(
          new Optimiser.Sgd(RATE, 0.8, nesterov, DECAY),
          (twin, i, g, _) -> {
            double decayed = g + DECAY * twin.w[i];
            twin.m[i] = 0.8 * twin.m[i] + decayed;
            twin.w[i] -= RATE * (nesterov ? decayed + 0.8 * twin.m[i] : twin.m[i]);
          });
    }
  }

  @Test
  void withoutMomentumItIsPlainDescent() {
    compare(
        new Optimiser.Sgd(RATE, 0, true, DECAY),
        (twin, i, g, _) -> twin.w[i] -= RATE * (g + DECAY * twin.w[i]));
  }

  private static void compare(Optimiser optimiser, Plain plain) {
    var random = new SplittableRandom(3);
    Twin twin = new Twin();
    try (var _ = new TensorScope();
        var update = new FusedUpdate()) {
      float[] start = new float[N];
      for (int i = 0; i < N; i++) {
        start[i] = (float) random.nextGaussian();
        twin.w[i] = start[i];
      }
      List<Tensor> weights = halves(Tensors.of(start, N));
      List<Tensor> first = halves(Tensors.zeros(N));
      List<Tensor> second = halves(Tensors.zeros(N));
      for (int t = 1; t <= STEPS; t++) {
        float[] gradient = new float[N];
        for (int i = 0; i < N; i++) {
          gradient[i] = (float) random.nextGaussian(0.1, 1);
          plain.step(twin, i, gradient[i] / SHRINK, t);
        }
        update.step(
            optimiser,
            new FusedUpdate.Moved(weights, halves(Tensors.of(gradient, N)), first, second),
            new FusedUpdate.Pace(RATE, DECAY, t, SHRINK));
      }
      int at = 0;
      for (Tensor half : weights) {
        for (float value : Tensors.floats(half)) {
          assertThat((double) value).isCloseTo(twin.w[at++], within(2e-5));
        }
      }
    }
  }

  private static List<Tensor> halves(Tensor whole) {
    return List.of(whole.narrow(0, 0, N / 2), whole.narrow(0, N / 2, N - N / 2));
  }
}
