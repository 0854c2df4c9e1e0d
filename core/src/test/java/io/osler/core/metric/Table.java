package io.osler.core.metric;

import java.util.random.RandomGenerator;

/** A made-up prediction table whose true class tends to get the higher probability. */
final class Table {
  final int[] truth;
  final double[][] p;

  private Table(int[] truth, double[][] p) {
    this.truth = truth;
    this.p = p;
  }

  static Table random(RandomGenerator random, int cases, int classes) {
    return random(random, cases, classes, 1);
  }

  static Table random(RandomGenerator random, int cases, int classes, double shift) {
    int[] truth = new int[cases];
    double[][] p = new double[cases][classes];
    for (int i = 0; i < cases; i++) {
      truth[i] = random.nextInt(classes);
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        p[i][c] = Math.exp(random.nextGaussian() + (c == truth[i] ? shift : 0));
        sum += p[i][c];
      }
      for (int c = 0; c < classes; c++) {
        p[i][c] /= sum;
      }
    }
    return new Table(truth, p);
  }
}
