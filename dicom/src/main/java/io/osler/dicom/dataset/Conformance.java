package io.osler.dicom.dataset;

import io.osler.core.config.InputException;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a value must look like to be written (PS3.5 table 6.2-1); reading asks for none of it. */
final class Conformance {
  private static final Pattern AE = Pattern.compile("[\\x20-\\x7E&&[^\\\\]]*");
  private static final Pattern AS = Pattern.compile("(\\d{3}[DWMY])?");
  private static final Pattern CS = Pattern.compile("[A-Z0-9 _]*");
  private static final Pattern DA = Pattern.compile("(\\d{8})?");
  private static final Pattern DS =
      Pattern.compile("( *[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)? *)?");
  private static final Pattern DT =
      Pattern.compile("(\\d{4}(\\d{2}){0,5}(\\.\\d{1,6})?([+-]\\d{4})?)?");
  private static final Pattern IS = Pattern.compile("( *[+-]?\\d+ *)?");
  private static final Pattern TM = Pattern.compile("(\\d{2}(\\d{2}(\\d{2}(\\.\\d{1,6})?)?)?)?");
  private static final Pattern UI = Pattern.compile("((0|[1-9]\\d*)(\\.(0|[1-9]\\d*))*)?");

  private Conformance() {}

  static void check(Tag tag, VR vr, String value) {
    boolean parted = vr.isMultiple() && value.indexOf('\\') >= 0;
    if (parted || fault(vr, value).isPresent()) {
      int length = value.codePointCount(0, value.length());
      throw new InputException(
          "A value of " + length + " characters for " + tag + " is not a valid " + vr + ".",
          parted ? "a backslash parts values." : "PS3.5 table 6.2-1 forbids its form or length.",
          "correct the value.");
    }
  }

  /** What PS3.5 table 6.2-1 has against one value, without quoting it. */
  static Optional<String> fault(VR vr, String value) {
    Optional<Pattern> pattern =
        switch (vr) {
          case AE -> Optional.of(AE);
          case AS -> Optional.of(AS);
          case CS -> Optional.of(CS);
          case DA -> Optional.of(DA);
          case DS -> Optional.of(DS);
          case DT -> Optional.of(DT);
          case IS -> Optional.of(IS);
          case TM -> Optional.of(TM);
          case UI -> Optional.of(UI);
          default -> Optional.empty();
        };
    int length = value.codePointCount(0, value.length());
    if (vr.longest() > 0 && length > vr.longest()) {
      return Optional.of("has " + length + " characters where " + vr + " allows " + vr.longest());
    }
    return pattern.isPresent() && !pattern.get().matcher(value).matches()
        ? Optional.of("does not have the form of " + vr)
        : Optional.empty();
  }

  static void range(Tag tag, VR vr, double value) {
    boolean fits =
        switch (vr) {
          case SS -> value >= Short.MIN_VALUE && value <= Short.MAX_VALUE;
          case US -> value >= 0 && value <= 0xFFFF;
          case SL -> value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE;
          case UL -> value >= 0 && value <= 0xFFFFFFFFL;
          case UV -> value >= 0;
          default -> true;
        };
    boolean whole = vr.kind() != VR.Kind.WHOLE || value == Math.rint(value);
    if (!fits || !whole) {
      throw new InputException(
          value + " for " + tag + " does not fit into " + vr + ".", "", "correct the value.");
    }
  }

  /** The nearest decimal of at most sixteen characters. */
  static String decimal(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    String shortest = Double.toString(value);
    for (int digits = 16; shortest.length() > 16 && digits > 0; digits--) {
      shortest =
          new java.math.BigDecimal(value)
              .round(new java.math.MathContext(digits))
              .stripTrailingZeros()
              .toString();
      if (shortest.length() > 16) {
        shortest = String.format(java.util.Locale.ROOT, "%." + (digits - 1) + "e", value);
      }
    }
    return shortest;
  }
}
