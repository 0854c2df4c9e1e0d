package io.osler.core.config;

/** Checks for record constructors; each failure names the key, the value and the range. */
public final class Require {
  private Require() {}

  public static void positive(String key, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw refused(key, number(value), "a positive number");
    }
  }

  public static void atLeast(String key, double value, double least) {
    if (!(value >= least) || Double.isInfinite(value)) {
      throw refused(key, number(value), "at least " + number(least));
    }
  }

  /** Both ends are allowed. */
  public static void within(String key, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw refused(key, number(value), "between " + number(least) + " and " + number(most));
    }
  }

  public static void that(boolean holds, String key, Object value, String wanted) {
    if (!holds) {
      throw refused(key, value, wanted);
    }
  }

  private static InputException refused(String key, Object value, String wanted) {
    return new InputException(
        "'" + key + "' is " + value + ".", "", "give " + key + " as " + wanted + ".");
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
