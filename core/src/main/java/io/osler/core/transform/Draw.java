package io.osler.core.transform;

import java.util.random.RandomGenerator;

/** Numbers from ranges that may be empty of width: one number is always taken from the stream. */
final class Draw {
  private Draw() {}

  static double between(RandomGenerator random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  static double logBetween(RandomGenerator random, double low, double high) {
    return Math.exp(between(random, Math.log(low), Math.log(high)));
  }
}
