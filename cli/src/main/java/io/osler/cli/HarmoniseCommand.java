package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.core.io.Atomic;
import io.osler.learn.data.DataSet;
import io.osler.learn.report.ShiftPage;
import io.osler.learn.task.SiteShift;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code osler harmonise}. */
@Command(
    name = "harmonise",
    description = {
      "How far sites or scanners differ, before and after the difference is taken out.",
      "With ComBat on features, ComBat on images' mean and deviation, histogram landmarks by site.",
      "Measured by MMD, Kolmogorov-Smirnov per feature, and how well a classifier tells the site."
    },
    footer = {
      "",
      "Examples:",
      "  osler harmonise manifest.csv --by scanner --report shift.html",
      "  osler harmonise images/ --by intensity --report shift.html   # two groups by brightness"
    })
final class HarmoniseCommand implements Callable<Integer> {
  @Mixin private final DataInput data = new DataInput();

  @Option(
      names = "--by",
      required = true,
      paramLabel = "COLUMN",
      description = "The manifest's column that names the site; or 'intensity'.")
  private String by = "";

  @Option(
      names = "--report",
      required = true,
      paramLabel = "FILE",
      description = "A new .html file.")
  private Path report = Path.of("shift.html");

  @Option(names = "--seed", defaultValue = "1", description = "Of the permutations (default: 1).")
  private long seed = 1;

  @Override
  public Integer call() {
    if (Files.exists(report)) {
      throw new InputException(
          report + " exists already.", "", "choose another --report, or move the old one away.");
    }
    DataSet set = data.open();
    CountBar bar = new CountBar("images", 3 * set.size());
    SiteShift shift = SiteShift.of(set, by, seed, bar::advance);
    String page =
        ShiftPage.html(
            shift.by(),
            shift.sites(),
            shift.counts(),
            shift.states(),
            shift.warning().stream().toList());
    Atomic.write(report, page.getBytes(StandardCharsets.UTF_8));
    System.out.printf("%-42s %8s %8s %8s%n", "", "site AUC", "MMD2", "p");
    for (ShiftPage.State state : shift.states()) {
      System.out.printf(
          Locale.ROOT,
          "%-42s %8.3f %8.3f %8.3f%n",
          state.name(),
          state.auc(),
          state.mmd(),
          state.mmdP());
    }
    shift.warning().ifPresent(warning -> System.err.println("warning: " + warning));
    System.out.println(report);
    return 0;
  }
}
