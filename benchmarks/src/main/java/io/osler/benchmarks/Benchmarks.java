package io.osler.benchmarks;

import io.osler.learn.tensor.Precision;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** {@code benchmarks/run NAME}: one comparison, its table, and the line {@code ratio X}. */
public final class Benchmarks {
  private Benchmarks() {}

  /** One comparison by name; which rows it has. */
  private interface Rows {
    List<Comparison> in(Place place) throws IOException;
  }

  /**
   * @param args the repository's root, the peers' Python, the name
   */
  public static void main(String[] args) throws IOException {
    Rows rows = rows(args[2]);
    Path scratch = Files.createTempDirectory("osler-benchmark-");
    try {
      double before = load();
      List<Comparison> compared = rows.in(new Place(Path.of(args[0]), args[1], scratch));
      Comparison.print(compared, before, load());
    } finally {
      delete(scratch);
    }
  }

  private static Rows rows(String name) {
    return switch (name) {
      case "step-2d" -> place -> steps(place, "step", Work::flat);
      case "step-3d" -> place -> steps(place, "step", Work::solid);
      case "compile-2d" -> place -> steps(place, "compile", Work::flat);
      default ->
          throw new IllegalArgumentException(
              "There is no benchmark '" + name + "'; known are step-2d, step-3d, compile-2d.");
    };
  }

  private interface AtPrecision {
    Work of(Precision precision);
  }

  private static List<Comparison> steps(Place place, String kind, AtPrecision work)
      throws IOException {
    List<Comparison> rows = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      rows.add(Steps.compare(place, work.of(precision), kind));
    }
    return rows;
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> inside = Files.walk(folder)) {
      for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
