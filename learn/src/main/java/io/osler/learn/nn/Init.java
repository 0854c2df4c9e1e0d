package io.osler.learn.nn;

import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/**
 * How a layer's first values are drawn. Shapes are (out, in / groups, kernel…), so fan-in is the
 * product without the first axis and fan-out that without the second, as PyTorch counts them.
 */
@FunctionalInterface
public interface Init {
  DoubleSupplier weight(long[] shape, RandomGenerator random);

  /** {@code shape} is the weight's. Zero unless the scheme says otherwise. */
  default DoubleSupplier bias(long[] shape, RandomGenerator random) {
    return () -> 0;
  }

  /** Uniform in ±1/√fan-in, biases too: what PyTorch's layers start from. */
  static Init standard() {
    return new Init() {
      @Override
      public DoubleSupplier weight(long[] shape, RandomGenerator random) {
        return uniform(1 / Math.sqrt(fanIn(shape)), random);
      }

      @Override
      public DoubleSupplier bias(long[] shape, RandomGenerator random) {
        return weight(shape, random);
      }
    };
  }

  /** N(0, 2 / fan-out): He et al. 2015, for layers followed by ReLU. */
  static Init heFanOut() {
    return (shape, random) -> gaussian(Math.sqrt(2 / fanOut(shape)), random);
  }

  /** N(0, 2 / fan-in). */
  static Init heFanIn() {
    return (shape, random) -> gaussian(Math.sqrt(2 / fanIn(shape)), random);
  }

  /** N(0, 2 / ((1 + slope²)·fan-in)), for layers followed by a leaky ReLU of that slope. */
  static Init heLeaky(double slope) {
    return (shape, random) -> gaussian(Math.sqrt(2 / ((1 + slope * slope) * fanIn(shape))), random);
  }

  /** Uniform in ±√(6 / fan-in). */
  static Init heUniform() {
    return (shape, random) -> uniform(Math.sqrt(6 / fanIn(shape)), random);
  }

  /** N(0, deviation²). */
  static Init normal(double deviation) {
    return (_, random) -> gaussian(deviation, random);
  }

  /** N(0, deviation²), drawn again outside ±{@code limit}. */
  static Init truncatedNormal(double deviation, double limit) {
    return (_, random) ->
        () -> {
          double value;
          do {
            value = deviation * random.nextGaussian();
          } while (Math.abs(value) > limit);
          return value;
        };
  }

  /**
   * Transposed convolutions from n to n maps that begin as linear interpolation: Π (1 − |i − c| /
   * s) from a map to itself, 0 to the others, with c the centre of a kernel of even length 2·s.
   */
  static Init interpolation() {
    return (shape, _) -> {
      long[] at = new long[] {0};
      return () -> {
        long rest = at[0]++;
        double value = 1;
        for (int axis = shape.length - 1; axis >= 2; axis--) {
          double i = rest % shape[axis];
          rest /= shape[axis];
          value *= 1 - Math.abs(i - (shape[axis] - 1) / 2.0) / (shape[axis] / 2.0);
        }
        return rest % shape[1] == rest / shape[1] ? value : 0;
      };
    };
  }

  private static DoubleSupplier gaussian(double deviation, RandomGenerator random) {
    return () -> deviation * random.nextGaussian();
  }

  private static DoubleSupplier uniform(double bound, RandomGenerator random) {
    return () -> random.nextDouble(-bound, bound);
  }

  private static double fanIn(long[] shape) {
    return (double) product(shape) / shape[0];
  }

  private static double fanOut(long[] shape) {
    return (double) product(shape) / shape[1];
  }

  private static long product(long[] shape) {
    long product = 1;
    for (long length : shape) {
      product *= length;
    }
    return product;
  }
}
