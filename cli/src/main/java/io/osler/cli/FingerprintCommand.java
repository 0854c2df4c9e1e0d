package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.core.config.Json;
import io.osler.learn.data.DataSet;
import io.osler.learn.plan.Fingerprint;
import io.osler.learn.plan.OutlineFingerprint;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code osler fingerprint}. */
@Command(
    name = "fingerprint",
    description = {
      "What is in a data set, and what is wrong with it.",
      "Counts, sizes, intensities; duplicates across splits, unreadable and constant images,",
      "missing classes, imbalance; noise, sharpness, contrast, clipping, hints of motion and",
      "wrapping, images that stand out."
    },
    footer = {"", "Example: osler fingerprint breastmnist.npz"})
final class FingerprintCommand implements Callable<Integer> {
  @Mixin private final DataInput data = new DataInput();

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  @Override
  public Integer call() {
    DataSet set = data.open();
    if (set.labels().outlined()) {
      OutlineFingerprint outlines = OutlineFingerprint.of(set);
      System.out.print(json ? Json.write(outlines) : outlines.table());
      return 0;
    }
    Fingerprint fingerprint = Fingerprint.of(set);
    fingerprint.findings().stream()
        .filter(one -> one.kind().equals("unreadable") && one.count() == fingerprint.images())
        .findFirst()
        .ifPresent(
            one -> {
              throw new InputException("No image can be read. " + one.message(), "", one.fix());
            });
    System.out.print(json ? Json.write(fingerprint) : fingerprint.table());
    return 0;
  }
}
