package io.osler.learn.bundle;

import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.metric.Temperature;
import io.osler.learn.infer.Calibration;
import io.osler.learn.plan.Plan;
import java.util.List;

/**
 * {@code model.yaml}: all that is needed, beside the weights, to use a model.
 *
 * @param temperature divides logits before probabilities are taken; fitted on held-out cases
 * @param shift added to logits after that, one number per class, or empty
 * @param networks how many networks are averaged, of each configuration; their weights are named
 *     {@code 0.…}, {@code 1.…}, those of further configurations {@code NAME.0.…}
 * @param compared what configurations and post-processing scored on held-out cases, the chosen
 *     first
 */
public record Model(
    @Default("1") int format,
    String osler,
    String name,
    double temperature,
    @Default("[]") List<Double> shift,
    int networks,
    List<Operating> operatingPoints,
    Plan plan,
    @Default("[]") List<Compared> compared) {
  public Model {
    compared = List.copyOf(compared);
    operatingPoints = List.copyOf(operatingPoints);
    shift = List.copyOf(shift);
    Require.that(
        shift.isEmpty() || shift.size() == plan.labels().classes().size(),
        "shift",
        shift,
        "one number per class, or none");
    Require.that(
        format == Plan.FORMAT,
        "format",
        format,
        Plan.FORMAT + " or below: a bundle from a newer Osler needs that newer Osler");
    Require.within("temperature", temperature, Temperature.LEAST, Temperature.MOST);
    Require.within("networks", networks, 1, 1000);
  }

  public Model(
      int format,
      String osler,
      String name,
      double temperature,
      List<Double> shift,
      int networks,
      List<Operating> operatingPoints,
      Plan plan) {
    this(format, osler, name, temperature, shift, networks, operatingPoints, plan, List.of());
  }

  /**
   * A way to segment that was tried.
   *
   * @param configurations one, or those whose probabilities are averaged; {@code crf} after them
   *     where a random field was tried
   * @param score mean Dice of the structures (of objects: AP) over the held-out cases
   */
  public record Compared(List<String> configurations, double score) {
    public Compared {
      configurations = List.copyOf(configurations);
    }

    @Override
    public String toString() {
      return "%s %.4f".formatted(String.join(" + ", configurations), score);
    }
  }

  /** From logits to probabilities. */
  public Calibration calibration() {
    return new Calibration(temperature, shift);
  }

  /**
   * Call positive where p ≥ threshold; chosen on held-out training cases, never on a test split.
   *
   * @param sensitivity expected, on the cases it was chosen on
   * @param specificity likewise
   */
  public record Operating(String name, double threshold, double sensitivity, double specificity) {
    public Operating {
      Require.within("threshold", threshold, 0, 1);
    }
  }
}
