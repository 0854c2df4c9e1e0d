package io.osler.learn.infer;

import io.osler.core.config.Require;
import io.osler.core.metric.Temperature;
import io.osler.core.volume.Truth;
import io.osler.learn.data.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * p = softmax(z / T + b) for exclusive classes, σ(z / T) per finding otherwise; fitted on held-out
 * cases.
 *
 * @param shift b: nothing, or the logarithm of how common each class is, for networks that learnt
 *     from as many cases of every class
 */
public record Calibration(double temperature, List<Double> shift) {
  public static final Calibration NONE = new Calibration(1, List.of());

  /** Share of the held-out cases that a shift must call right in addition to be worth having. */
  private static final double GAIN = 0.01;

  public Calibration {
    shift = List.copyOf(shift);
    Require.within("temperature", temperature, Temperature.LEAST, Temperature.MOST);
    shift.forEach(b -> Require.that(Double.isFinite(b), "shift", b, "a finite number"));
  }

  /**
   * Fitted to what the networks said of cases they had not learnt from. Networks that saw all
   * classes equally often are shifted towards the common ones only where this calls at least one
   * case in a hundred more right: a threshold that leans on how common a class was in this set
   * misleads wherever it is otherwise.
   *
   * @param balanced whether the networks saw all classes equally often
   * @param counts cases per class
   */
  public static Calibration fit(Predictions seen, boolean balanced, int[] counts) {
    if (seen.rows().isEmpty()) {
      return NONE;
    } else if (seen.labels().kind() == Labels.Kind.MULTI_LABEL) {
      return findings(seen);
    }
    double[][] logits = seen.rows().stream().map(Predictions.Row::logits).toArray(double[][]::new);
    int[] truth = seen.categories();
    var plain = new Calibration(temperature(logits, truth, new double[counts.length]), List.of());
    if (!balanced || Arrays.stream(counts).anyMatch(n -> n == 0)) {
      return plain;
    }
    double all = Arrays.stream(counts).sum();
    double[] shift = Arrays.stream(counts).mapToDouble(n -> Math.log(n / all)).toArray();
    var shifted =
        new Calibration(temperature(logits, truth, shift), Arrays.stream(shift).boxed().toList());
    double gain = shifted.right(logits, truth) - plain.right(logits, truth);
    return gain >= GAIN * truth.length ? shifted : plain;
  }

  /** σ(z / T) is softmax((0, z) / T): each finding that was read is a case of two classes. */
  private static Calibration findings(Predictions seen) {
    List<double[]> logits = new ArrayList<>();
    List<Integer> truth = new ArrayList<>();
    for (Predictions.Row row : seen.rows()) {
      List<Double> present = ((Truth.Findings) row.truth()).present();
      for (int c = 0; c < present.size(); c++) {
        if (!present.get(c).isNaN()) {
          logits.add(new double[] {0, row.logits()[c]});
          truth.add(present.get(c) > 0.5 ? 1 : 0);
        }
      }
    }
    return logits.isEmpty()
        ? NONE
        : new Calibration(
            temperature(
                logits.toArray(double[][]::new),
                truth.stream().mapToInt(Integer::intValue).toArray(),
                new double[2]),
            List.of());
  }

  /** Few cases that are all told apart would have every later one called certain, and so equal. */
  private static double temperature(double[][] logits, int[] truth, double[] shift) {
    double plain = Temperature.fit(logits, truth, shift).value();
    return plain > Temperature.LEAST ? plain : Temperature.cautious(logits, truth, shift).value();
  }

  private long right(double[][] logits, int[] truth) {
    return IntStream.range(0, truth.length)
        .filter(i -> most(probabilities(Labels.Kind.SINGLE_LABEL, logits[i])) == truth[i])
        .count();
  }

  /** The first of the likeliest classes. */
  public static int most(double[] p) {
    int best = 0;
    for (int c = 1; c < p.length; c++) {
      best = p[c] > p[best] ? c : best;
    }
    return best;
  }

  /** The probabilities of one case's classes or findings. */
  public double[] probabilities(Labels.Kind kind, double[] logits) {
    if (kind == Labels.Kind.MULTI_LABEL) {
      return Arrays.stream(logits).map(z -> 1 / (1 + Math.exp(-z / temperature))).toArray();
    }
    double[] b =
        shift.isEmpty()
            ? new double[logits.length]
            : shift.stream().mapToDouble(Double::doubleValue).toArray();
    return new Temperature(temperature).apply(logits, b);
  }
}
