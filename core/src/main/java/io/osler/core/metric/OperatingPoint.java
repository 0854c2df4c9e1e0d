package io.osler.core.metric;

import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Where a ranking is cut: positive when score ≥ threshold, with what that gave on the cases it was
 * chosen on. Choose on validation cases only, then keep.
 *
 * <p>The threshold lies halfway between the last score called positive and the next, which is the
 * same cut on these cases and does not hang on one score's last digit.
 *
 * @param name how it was chosen: {@code youden}, {@code sensitivity-0.95}, {@code specificity-0.9}
 * @param sensitivity to expect, in [0, 1]
 * @param specificity to expect, in [0, 1]
 */
public record OperatingPoint(
    String name, double threshold, double sensitivity, double specificity) {
  public OperatingPoint {
    Require.that(Double.isFinite(threshold), "threshold", threshold, "a finite number");
    Require.within("sensitivity", sensitivity, 0, 1);
    Require.within("specificity", specificity, 0, 1);
  }

  /** The cut with the greatest sensitivity + specificity − 1; the more sensitive of equal ones. */
  public static OperatingPoint youden(Ranking validation) {
    Comparator<Ranking.RocPoint> byYouden =
        Comparator.comparingDouble(point -> point.sensitivity() - point.falsePositiveRate());
    return choose(
        "youden", validation, _ -> true, byYouden.thenComparing(Ranking.RocPoint::sensitivity));
  }

  /** The most specific cut whose sensitivity is at least {@code least}. */
  public static OperatingPoint sensitivityAtLeast(Ranking validation, double least) {
    Require.within("sensitivity", least, 0, 1);
    return choose(
        "sensitivity-" + least,
        validation,
        point -> point.sensitivity() >= least,
        Comparator.<Ranking.RocPoint>comparingDouble(point -> -point.falsePositiveRate())
            .thenComparing(Ranking.RocPoint::sensitivity));
  }

  /** The most sensitive cut whose specificity is at least {@code least}. */
  public static OperatingPoint specificityAtLeast(Ranking validation, double least) {
    Require.within("specificity", least, 0, 1);
    return choose(
        "specificity-" + least,
        validation,
        point -> 1 - point.falsePositiveRate() >= least - 1e-12, // 1 − 0.1 is not quite 0.9
        Comparator.comparingDouble(Ranking.RocPoint::sensitivity)
            .thenComparing(point -> -point.falsePositiveRate()));
  }

  private static OperatingPoint choose(
      String name,
      Ranking validation,
      Predicate<Ranking.RocPoint> allowed,
      Comparator<Ranking.RocPoint> better) {
    List<Ranking.RocPoint> roc = validation.roc();
    if (roc.isEmpty()) {
      throw new InputException(
          "An operating point needs positive and negative validation cases.",
          "a validation split with one class only.",
          "split the data so that validation has cases of both classes.");
    }
    Ranking.RocPoint best = roc.stream().filter(allowed).max(better).orElseThrow();
    double threshold = between(best, roc);
    return new OperatingPoint(name, threshold, best.sensitivity(), 1 - best.falsePositiveRate());
  }

  private static double between(Ranking.RocPoint chosen, List<Ranking.RocPoint> roc) {
    int at = roc.indexOf(chosen);
    if (at == 0) { // nothing is called positive
      return Math.nextUp(roc.get(1).threshold());
    }
    double score = chosen.threshold();
    if (at == roc.size() - 1) {
      return score;
    }
    double next = roc.get(at + 1).threshold();
    double middle = next + (score - next) / 2;
    return middle > next ? middle : score; // neighbouring doubles have no middle
  }

  /** What a name such as {@code sensitivity-0.95} says, to be read by people. */
  public static String words(String name) {
    if (name.equals("youden")) {
      return "Best balance";
    }
    int dash = name.indexOf('-');
    if (dash < 0 || !name.substring(dash + 1).matches("0\\.\\d+|1\\.0+")) {
      return name;
    }
    double least = 100 * Double.parseDouble(name.substring(dash + 1));
    String number = least == Math.rint(least) ? Long.toString(Math.round(least)) : "" + least;
    return "At least " + number + " % " + name.substring(0, dash);
  }
}
