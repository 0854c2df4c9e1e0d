package io.osler.core.parallel;

import java.util.function.IntConsumer;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * f(0), …, f(n−1), on as many processors as the common pool has. Each part writes only what is its
 * own, and sums are added in the parts' order, so that results do not depend on the thread count.
 */
public final class Parts {
  private Parts() {}

  public static void each(int n, IntConsumer part) {
    if (n == 1) {
      part.accept(0);
    } else {
      IntStream.range(0, n).parallel().forEach(part);
    }
  }

  /** f(0) + … + f(n−1), added in this order. */
  public static double sum(int n, IntToDoubleFunction part) {
    double[] values = new double[n];
    each(n, p -> values[p] = part.applyAsDouble(p));
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
