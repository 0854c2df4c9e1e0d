package io.osler.learn.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as a reader wants them: a point for the decimals, thin spaces for the thousands. */
final class Numbers {
  private Numbers() {}

  static String fixed(double value, int decimals) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    String digits = String.format(Locale.ROOT, "%." + decimals + "f", value);
    // −0.00 is 0.00, and a minus is not a hyphen.
    boolean zero = digits.chars().allMatch(c -> c == '-' || c == '.' || c == '0');
    return digits.replace("-", zero ? "" : "−");
  }

  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value).replace(',', '\u2009');
  }

  /** A coordinate of a drawing: at most two decimals, none where they are zero. */
  static String coordinate(double value) {
    double hundredths = Math.rint(value * 100) / 100;
    return hundredths == Math.rint(hundredths)
        ? Long.toString((long) hundredths)
        : String.format(Locale.ROOT, "%.2f", hundredths).replaceAll("0+$", "");
  }

  /** Short and exact enough for a tick: 0.25, 1 500, 2·10⁻⁵. */
  static String tick(double value) {
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-3 || size >= 1e6)) {
      BigDecimal rounded = new BigDecimal(value).round(new MathContext(2));
      int exponent = rounded.precision() - rounded.scale() - 1;
      String head = rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString();
      return (head.equals("1") ? "" : head + "·") + "10" + superscript(exponent);
    }
    if (size >= 1000) {
      return count(Math.round(value));
    }
    String plain =
        new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
    return plain.replace("-", "−");
  }

  private static String superscript(int exponent) {
    StringBuilder raised = new StringBuilder();
    for (char c : Integer.toString(exponent).toCharArray()) {
      raised.append(c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0'));
    }
    return raised.toString();
  }

  /** How many of 100; never 0 or 100 where some or some others there are. */
  static String ofHundred(double share) {
    long whole = Math.round(100 * share);
    if (whole == 100 && share < 1) {
      return "more than 99";
    }
    if (whole == 0 && share > 0) {
      return "fewer than 1";
    }
    return Long.toString(whole);
  }

  static String percent(double share) {
    return fixed(100 * share, 0) + " %";
  }

  static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? whole / 60 + " min " + whole % 60 + " s"
        : whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }
}
