package io.osler.learn.report;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Points of cases on two axes, half a page wide. */
final class Scatter {
  private static final int WIDTH = 460;
  private static final int HEIGHT = 300;
  private static final double POINT = 3.5;

  private Scatter() {}

  /** Mean and mean ∓ 1.96 deviations: the limits of agreement. */
  static double[] limits(double[] y) {
    double mean = Arrays.stream(y).average().orElse(0);
    double squares = Arrays.stream(y).map(v -> (v - mean) * (v - mean)).sum();
    double deviation = Math.sqrt(squares / Math.max(1, y.length - 1));
    return new double[] {mean - 1.96 * deviation, mean, mean + 1.96 * deviation};
  }

  /** Bland and Altman 1986: differences against means, with the limits of agreement. */
  static String agreement(String name, double[] means, double[] differences) {
    double[] levels = limits(differences);
    Axis across = Axis.around("mean of true and predicted, ml", means, 5);
    // Less than a hundredth of the volume is not blown up to the whole height.
    double least = 0.01 * Arrays.stream(means).average().orElse(0);
    double[] all =
        DoubleStream.concat(
                Arrays.stream(differences),
                DoubleStream.of(levels[0], levels[2], levels[1] - least, levels[1] + least))
            .toArray();
    Plot plot =
        new Plot(WIDTH, HEIGHT, across, Axis.around("predicted − true, ml", all, 5))
            .points(Ink.of(0), means, differences, POINT);
    String[] words = {"mean − 1.96 SD", "mean", "mean + 1.96 SD"};
    for (int l = 0; l < levels.length; l++) {
      plot.guide(across.low(), levels[l], across.high(), levels[l]);
      if (l == 1 || levels[2] > levels[0]) {
        plot.label(across.high(), levels[l], words[l] + " " + Numbers.tick(rounded(levels[l])));
      }
    }
    return plot.svg(name, "Volume of " + name + ": predicted less true against their mean");
  }

  /** Three digits. */
  private static double rounded(double v) {
    double unit = v == 0 ? 1 : Math.pow(10, Math.floor(Math.log10(Math.abs(v))) - 2);
    return Math.rint(v / unit) * unit;
  }

  /** Shares that were expected against those that came true. */
  static String expected(String name, double[] expected, double[] found) {
    return new Plot(WIDTH, HEIGHT, Axis.share("expected"), Axis.share("true"))
        .guide(0, 0, 1, 1)
        .points(Ink.of(0), expected, found, POINT)
        .svg(name, name);
  }
}
