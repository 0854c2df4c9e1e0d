package io.osler.learn.task;

import io.osler.core.config.InputException;
import io.osler.core.config.Json;
import io.osler.core.io.Atomic;
import io.osler.learn.report.CurvePoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code learning-curves.jsonl} of a model bundle: every network's {@code log.jsonl}, ten steps to
 * a line with their mean loss, with the network's number, so that a later report can draw them.
 */
public final class Curves {
  private static final String FILE = "learning-curves.jsonl";
  private static final String OPENING = "{\"network\":";

  /** A line of {@code log.jsonl} that tells of a step: its number, its loss, the rest. */
  private static final Pattern STEP =
      Pattern.compile("\\{\"step\":(\\d+),\"loss\":([-0-9.]+)(,.*})");

  private Curves() {}

  /** Gathers the logs of a finished run's {@code networks} in the bundle's folder. */
  static void keep(Path run, int networks, Path bundle) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int n = 0; n < networks; n++) {
      Path log = run.resolve("network-" + n).resolve("log.jsonl");
      for (String line : Files.exists(log) ? tens(Files.readAllLines(log)) : List.<String>of()) {
        text.append(OPENING).append(n).append(',').append(line, 1, line.length()).append('\n');
      }
    }
    Atomic.replace(bundle.resolve(FILE), text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Validations as they are, of steps each tenth and the last, with the mean loss up to there. */
  private static List<String> tens(List<String> log) {
    List<String> kept = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < log.size(); i++) {
      Matcher step = STEP.matcher(log.get(i));
      if (!step.matches()) {
        kept.add(log.get(i));
        continue;
      }
      losses.add(Double.parseDouble(step.group(2)));
      boolean last = log.subList(i + 1, log.size()).stream().noneMatch(STEP.asMatchPredicate());
      if (last || Long.parseLong(step.group(1)) % 10 == 0) {
        double mean = losses.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        kept.add(
            String.format(
                Locale.ROOT, "{\"step\":%s,\"loss\":%.6f%s", step.group(1), mean, step.group(3)));
        losses.clear();
      }
    }
    return kept;
  }

  /** A curve for each network; none where the bundle, an older one, has not kept them. */
  public static List<List<CurvePoint>> of(Path bundle) {
    Path file = bundle.resolve(FILE);
    if (!Files.exists(file)) {
      return List.of();
    }
    Map<Integer, List<CurvePoint>> curves = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        Map<String, Object> values = Json.read(line);
        int network = (int) number(values, "network").orElseThrow();
        List<CurvePoint> curve = curves.computeIfAbsent(network, _ -> new ArrayList<>());
        curve.add(point(values));
      }
    } catch (IOException | RuntimeException e) {
      throw new InputException(
          file + " cannot be read.", "", "copy the model again, or train again.", e);
    }
    return List.copyOf(curves.values());
  }

  /** A line is of steps, or of a validation, which has neither a loss of training nor a rate. */
  private static CurvePoint point(Map<String, Object> values) {
    OptionalDouble metric =
        values.keySet().stream()
            .filter(key -> values.containsKey("validation-loss"))
            .filter(key -> !List.of("network", "step", "validation-loss").contains(key))
            .mapToDouble(key -> number(values, key).orElseThrow())
            .findFirst();
    return new CurvePoint(
        (long) number(values, "step").orElseThrow(),
        0,
        0,
        number(values, "loss"),
        number(values, "validation-loss"),
        metric,
        number(values, "learning-rate"));
  }

  private static OptionalDouble number(Map<String, Object> values, String key) {
    return values.get(key) instanceof Number n
        ? OptionalDouble.of(n.doubleValue())
        : OptionalDouble.empty();
  }
}
