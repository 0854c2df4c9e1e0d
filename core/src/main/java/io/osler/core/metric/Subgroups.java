package io.osler.core.metric;

import io.osler.core.config.Require;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * The same numbers for each group of patients, and a warning where a group differs from the others.
 *
 * <p>Intervals are bootstrap intervals over patients. Each tested number is compared between a
 * group and all other known groups by a permutation test that swaps patients between groups within
 * their class (see {@link Exchange}); a plain bootstrap of the difference would call 3 right out of
 * 3 certain. p-values are Holm-corrected over all tests of the table.
 */
public record Subgroups(List<Group> groups, List<Warning> warnings) {
  /** The numbers that are tested where the scores have them. */
  public static final List<String> TESTED = List.of("auc", "sensitivity", "specificity", "dice");

  public Subgroups {
    groups = List.copyOf(groups);
    warnings = List.copyOf(warnings);
  }

  /**
   * @param cases how many cases the group has
   * @param intervals empty when these are fewer than the minimum asked for
   */
  public record Group(
      String attribute, String value, int cases, SequencedMap<String, Interval> intervals) {}

  /**
   * A number that differs between a group and the rest.
   *
   * @param inGroup the number in the group
   * @param inRest the number in all other groups together
   * @param p after Holm's correction
   */
  public record Warning(
      String attribute, String value, String number, double inGroup, double inRest, double p) {
    /** One sentence for a report. */
    public String sentence() {
      return String.format(
          Locale.ROOT,
          "%s is %s for %s = %s (%.3f) than for the others (%.3f), p = %.3f after Holm's"
              + " correction.",
          number,
          inGroup < inRest ? "lower" : "higher",
          attribute,
          value,
          inGroup,
          inRest,
          p);
    }
  }

  /**
   * Scores every group of every attribute.
   *
   * @param classOf class per case, within which patients are swapped; all 0 where there are none
   * @param minimum groups with fewer cases are listed without numbers and not tested
   */
  public static Subgroups of(
      Scores scores,
      int[] classOf,
      Resampling patients,
      List<Attribute> attributes,
      int minimum,
      Bootstrap bootstrap) {
    Require.atLeast("minimum", minimum, 1);
    Require.that(classOf.length == scores.cases(), "classes", classOf.length, "" + scores.cases());
    List<Group> groups = new ArrayList<>();
    List<Warning> tests = new ArrayList<>();
    for (Attribute attribute : attributes) {
      int[] groupOf = attribute.groupOf();
      Require.that(groupOf.length == scores.cases(), "cases", groupOf.length, "" + scores.cases());
      for (int g = 0; g < attribute.groups().size(); g++) {
        groups.add(group(scores, patients, attribute, g, minimum, bootstrap));
      }
      tests.addAll(tests(scores, classOf, patients, attribute, minimum, bootstrap));
    }
    double alpha = 1 - bootstrap.level();
    return new Subgroups(groups, holm(tests).stream().filter(test -> test.p() < alpha).toList());
  }

  private static Group group(
      Scores scores,
      Resampling patients,
      Attribute attribute,
      int g,
      int minimum,
      Bootstrap bootstrap) {
    int cases = size(attribute, g);
    SequencedMap<String, Interval> intervals =
        cases < minimum
            ? new LinkedHashMap<>()
            : bootstrap.intervals(scores.only(attribute.marked(g)), patients).intervals();
    return new Group(attribute.name(), attribute.groups().get(g), cases, intervals);
  }

  private static int size(Attribute attribute, int g) {
    return (int) IntStream.of(attribute.groupOf()).filter(group -> group == g).count();
  }

  private static List<Warning> tests(
      Scores scores,
      int[] classOf,
      Resampling patients,
      Attribute attribute,
      int minimum,
      Bootstrap bootstrap) {
    int[] sizes =
        IntStream.range(0, attribute.groups().size()).map(g -> size(attribute, g)).toArray();
    int known = IntStream.of(sizes).sum();
    List<Warning> tests = new ArrayList<>();
    // Of two groups each is the other's rest: one test says it all.
    for (int g = 0; g < (sizes.length == 2 ? 1 : sizes.length); g++) {
      if (sizes[g] < minimum || known - sizes[g] < minimum) {
        continue;
      }
      Exchange exchange = new Exchange(scores, attribute, g);
      double[] p = exchange.p(classOf, patients, bootstrap);
      for (int m = 0; m < p.length; m++) {
        String name = scores.names().get(m);
        if (TESTED.contains(name) && !Double.isNaN(p[m])) {
          double[] both = exchange.observed(m);
          String value = attribute.groups().get(g);
          tests.add(new Warning(attribute.name(), value, name, both[0], both[1], p[m]));
        }
      }
    }
    return tests;
  }

  /** p₍ᵢ₎ ← max over j ≤ i of min(1, (n − j)·p₍ⱼ₎), smallest first, j from 0; Holm 1979. */
  static List<Warning> holm(List<Warning> tests) {
    List<Warning> rising = tests.stream().sorted(Comparator.comparingDouble(Warning::p)).toList();
    List<Warning> corrected = new ArrayList<>();
    double most = 0;
    for (int j = 0; j < rising.size(); j++) {
      Warning w = rising.get(j);
      most = Math.max(most, Math.min(1, (rising.size() - j) * w.p()));
      corrected.add(
          new Warning(w.attribute(), w.value(), w.number(), w.inGroup(), w.inRest(), most));
    }
    return corrected;
  }
}
