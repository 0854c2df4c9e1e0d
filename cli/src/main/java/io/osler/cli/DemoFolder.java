package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.core.io.Atomic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a demo goes. It grows in a draft folder inside; only when it is complete do its results
 * take the places of an earlier demo's. Results that no demo made are never replaced.
 */
record DemoFolder(Path out) {
  private static final String IMAGES = "breastmnist.npz";
  private static final String LABELS = "breastmnist.labels.yaml";
  private static final List<String> RESULTS =
      List.of(IMAGES, LABELS, "model", "model.run", "evaluation.json", "report.html");

  /** Makes the draft folder, with the images that come with Osler, as a user's would lie. */
  Path begin() throws IOException {
    Atomic.probe(out);
    Optional<String> foreign =
        RESULTS.stream().filter(name -> Files.exists(out.resolve(name))).findFirst();
    if (foreign.isPresent() && !isDemo()) {
      throw new InputException(
          "%s holds '%s', which no demo made.".formatted(out, foreign.get()),
          "a demo would replace it.",
          "choose another --out.");
    }
    Atomic.remove(draft()); // of a demo that was interrupted
    Atomic.remove(earlier());
    Files.createDirectories(draft());
    Atomic.replace(images(), resource(IMAGES));
    Atomic.replace(draft().resolve(LABELS), resource(LABELS));
    return draft();
  }

  Path images() {
    return draft().resolve(IMAGES);
  }

  /** An earlier demo's results step aside all at once, and go when the new ones stand. */
  void publish() throws IOException {
    Files.createDirectories(earlier());
    for (String name : RESULTS) {
      if (Files.exists(out.resolve(name))) {
        Files.move(out.resolve(name), earlier().resolve(name));
      }
      if (Files.exists(draft().resolve(name))) {
        Files.move(draft().resolve(name), out.resolve(name));
      }
    }
    Atomic.remove(earlier());
    Atomic.remove(draft());
  }

  private boolean isDemo() throws IOException {
    Path images = out.resolve(IMAGES);
    return Files.isRegularFile(images)
        && Arrays.equals(Files.readAllBytes(images), resource(IMAGES));
  }

  private Path draft() {
    return out.resolve(".unfinished");
  }

  private Path earlier() {
    return out.resolve(".earlier");
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = DemoFolder.class.getResourceAsStream("/demo/" + name)) {
      return Objects.requireNonNull(in, name + " is not in the jar").readAllBytes();
    }
  }
}
