package io.osler.core.metric;

import io.osler.core.config.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What splits the cases into groups: sex, scanner, site, age in bins.
 *
 * @param groups names of the groups, in the order to show them
 * @param groupOf index into {@code groups} per case, −1 where the value is unknown
 */
public record Attribute(String name, List<String> groups, int[] groupOf) {
  public Attribute {
    groups = List.copyOf(groups);
    for (int group : groupOf) {
      Require.within("group", group, -1, groups.size() - 1);
    }
  }

  /** One group per distinct value, in alphabetical order; a blank value is unknown. */
  public static Attribute of(String name, List<String> values) {
    TreeSet<String> distinct = new TreeSet<>(values);
    distinct.removeIf(String::isBlank);
    List<String> groups = List.copyOf(distinct);
    int[] groupOf = values.stream().mapToInt(groups::indexOf).toArray();
    return new Attribute(name, groups, groupOf);
  }

  /** Groups (−∞, e₀), [e₀, e₁), … [eₙ, ∞); NaN is unknown. */
  public static Attribute bins(String name, double[] numbers, double... edges) {
    Require.atLeast("edges", edges.length, 1);
    for (int e = 1; e < edges.length; e++) {
      Require.that(edges[e - 1] < edges[e], "edges", Arrays.toString(edges), "rising numbers");
    }
    List<String> groups = new ArrayList<>();
    groups.add("< " + shown(edges[0]));
    for (int e = 1; e < edges.length; e++) {
      groups.add(shown(edges[e - 1]) + " to < " + shown(edges[e]));
    }
    groups.add("≥ " + shown(edges[edges.length - 1]));
    int[] groupOf = new int[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      double x = numbers[i];
      groupOf[i] =
          Double.isNaN(x) ? -1 : (int) Arrays.stream(edges).filter(edge -> x >= edge).count();
    }
    return new Attribute(name, groups, groupOf);
  }

  /**
   * Three groups of about equal size, cut at the ⅓ and ⅔ quantiles of the known numbers; fewer
   * groups where many numbers are equal.
   */
  public static Attribute tertiles(String name, double[] numbers) {
    double[] rising = Arrays.stream(numbers).filter(x -> !Double.isNaN(x)).sorted().toArray();
    Require.atLeast("known values of " + name, rising.length, 3);
    double[] edges =
        IntStream.of(1, 2)
            .mapToDouble(third -> Bootstrap.quantile(rising, third / 3.0))
            .filter(edge -> edge > rising[0])
            .distinct()
            .toArray();
    return edges.length == 0
        ? new Attribute(
            name,
            List.of(shown(rising[0])),
            Arrays.stream(numbers).mapToInt(x -> Double.isNaN(x) ? -1 : 0).toArray())
        : bins(name, numbers, edges);
  }

  boolean[] marked(int group) {
    boolean[] marked = new boolean[groupOf.length];
    for (int i = 0; i < marked.length; i++) {
      marked[i] = groupOf[i] == group;
    }
    return marked;
  }

  private static String shown(double edge) {
    return edge == Math.rint(edge) && Math.abs(edge) < 1e9
        ? Long.toString((long) edge)
        : String.format(Locale.ROOT, "%.4g", edge);
  }
}
