package io.osler.benchmarks;

import static java.util.Map.entry;

import io.osler.learn.tensor.Precision;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map.Entry;
import java.util.stream.Stream;

/** {@code benchmarks/run NAME}: one comparison, its table, and the line {@code ratio X}. */
public final class Benchmarks {
  /** Every comparison by name: to add one, write its file and a line here. */
  private static final List<Entry<String, Benchmark>> ALL =
      List.of(
          entry("dicom-headers", new DicomHeaders()),
          entry("dicom-decode", new DicomDecode()),
          entry("dicom-series", new DicomSeries()),
          entry("step-2d", Steps.eager(Work::flat)),
          entry("step-3d", Steps.eager(Work::solid)),
          entry("step-unet", new UnetSteps()),
          entry("window", new Windows()),
          entry("surface", new Surfaces(256)),
          entry("epoch-hippocampus", new HippocampusEpoch()),
          entry("compile-2d", Steps.compiled(Work::flat)),
          entry("epoch-2d", Epochs.of(Work.flat(Precision.BFLOAT16))),
          entry("epoch-3d", Epochs.of(Work.half())),
          entry("predict-cli", PredictCli.of(Precision.FLOAT32)),
          entry("transforms", new Transforms()),
          entry("augment-3d", Patches.of()));

  /** Not a comparison: whether memory is enough. */
  private static final String LARGE = "large-volume";

  private Benchmarks() {}

  /**
   * @param args the name, the repository's root, the peers' Python, and at most how many rounds if
   *     that is said; none to list the names
   */
  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      ALL.forEach(one -> System.out.println(one.getKey()));
      System.out.println(LARGE);
      return;
    }
    if (args[0].equals(LARGE)) {
      LargeVolume.run();
      return;
    }
    Benchmark benchmark =
        ALL.stream()
            .filter(one -> one.getKey().equals(args[0]))
            .map(Entry::getValue)
            .findFirst()
            .orElseThrow();
    int rounds = args.length > 3 ? Integer.parseInt(args[3]) : Integer.MAX_VALUE;
    run(benchmark, Path.of(args[1]), args[2], rounds);
  }

  private static void run(Benchmark benchmark, Path root, String python, int rounds)
      throws IOException {
    Path scratch = Files.createTempDirectory("osler-benchmark-");
    try {
      double before = load();
      List<Comparison> rows = benchmark.in(new Place(root, python, scratch, rounds));
      Comparison.print(rows, before, load(), benchmark.ratio(rows));
    } finally {
      delete(scratch);
    }
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
