package io.osler.learn.report;

import java.util.Arrays;
import java.util.Locale;

/** Points on two linear axes, with level lines. */
final class Scatter {
  private static final int WIDTH = 460;
  private static final int HEIGHT = 260;
  private static final int LEFT = 64;
  private static final int LOW = 34;

  private Scatter() {}

  /** Mean and mean ∓ 1.96 deviations: the limits of agreement. */
  static double[] limits(double[] y) {
    double mean = Arrays.stream(y).average().orElse(0);
    double squares = Arrays.stream(y).map(v -> (v - mean) * (v - mean)).sum();
    double deviation = Math.sqrt(squares / Math.max(1, y.length - 1));
    return new double[] {mean - 1.96 * deviation, mean, mean + 1.96 * deviation};
  }

  static String svg(String name, double[] x, double[] y, double[] levels) {
    double[] across = ends(x, new double[0]);
    double[] up = ends(y, levels);
    StringBuilder body = new StringBuilder();
    body.append(
        "<text class=\"head\" x=\"%d\" y=\"16\">%s</text>".formatted(LEFT, Html.escape(name)));
    for (double level : levels) {
      double py = py(level, up);
      body.append(
          f(
              "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
              LEFT, WIDTH - 60, py, py));
      body.append(
          f("<text class=\"tick\" x=\"%d\" y=\"%.1f\">%.3g</text>", WIDTH - 56, py + 4, level));
    }
    for (int i = 0; i < x.length; i++) {
      body.append(
          f(
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#3566a8\" fill-opacity=\"0.6\"/>",
              LEFT + (x[i] - across[0]) / (across[1] - across[0]) * (WIDTH - LEFT - 64),
              py(y[i], up)));
    }
    body.append(f("<text class=\"tick\" x=\"4\" y=\"%d\">%.3g</text>", HEIGHT - LOW, up[0]));
    body.append(f("<text class=\"tick\" x=\"4\" y=\"36\">%.3g</text>", up[1]));
    body.append(
        f("<text class=\"tick\" x=\"%d\" y=\"%d\">%.3g</text>", LEFT, HEIGHT - 10, across[0]));
    body.append(
        f(
            "<text class=\"tick\" x=\"%d\" y=\"%d\">%.3g</text>",
            WIDTH - 100, HEIGHT - 10, across[1]));
    return Svg.of(WIDTH, HEIGHT, name, body.toString());
  }

  private static double py(double value, double[] up) {
    return HEIGHT - LOW - (value - up[0]) / (up[1] - up[0]) * (HEIGHT - LOW - 30);
  }

  private static double[] ends(double[] values, double[] more) {
    double low = Math.min(least(values), least(more));
    double high = Math.max(-least(negated(values)), -least(negated(more)));
    return high > low ? new double[] {low, high} : new double[] {low - 0.5, low + 0.5};
  }

  private static double least(double[] values) {
    return Arrays.stream(values).min().orElse(Double.POSITIVE_INFINITY);
  }

  private static double[] negated(double[] values) {
    return Arrays.stream(values).map(v -> -v).toArray();
  }

  private static String f(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
