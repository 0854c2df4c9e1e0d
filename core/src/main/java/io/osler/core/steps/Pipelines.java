package io.osler.core.steps;

import io.osler.core.config.Config;
import io.osler.core.config.InputException;
import io.osler.core.transform.Augmentation;
import io.osler.core.transform.Pipeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Pipelines as people write them: a YAML file, or steps on a command line.
 *
 * <p>A file is a list of steps, or {@code steps:} with that list: the YAML that stands under {@code
 * prepare:} and {@code augment:} in a training plan. Any step may carry a {@code probability};
 * {@code one-of} and {@code some-of} hold lists of their own.
 */
public final class Pipelines {
  /** A name, and perhaps brackets. */
  private static final Pattern FORM = Pattern.compile("[\\w-]+(\\(.*\\))?", Pattern.DOTALL);

  private static final long MOST_BYTES = 8L << 20;

  private Pipelines() {}

  public static Pipeline read(Path file) {
    String text = text(file);
    String whole = isList(text) ? "steps:\n" + text : text;
    try {
      return Config.read(Pipeline.class, whole, Steps.catalogue());
    } catch (InputException refused) {
      throw new InputException(file + ": " + refused.getMessage(), "", "", refused);
    }
  }

  /** The first line that says anything begins a list. */
  private static boolean isList(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.equals("---"))
        .findFirst()
        .filter(line -> line.startsWith("-"))
        .isPresent();
  }

  /** Steps in the short form, such as {@code clahe(clip=2)} or {@code z-score}. */
  public static Pipeline of(List<String> steps) {
    List<Augmentation> all = new ArrayList<>();
    for (String step : steps) {
      if (!FORM.matcher(step).matches()) {
        throw new InputException(
            "Step '" + step + "' is not written as one.",
            "",
            "write a name, or a name with parameters in brackets, such as 'median(radius=2)'.");
      }
      String quoted = "'" + step.replace("'", "''") + "'";
      try {
        all.add(Config.read(Augmentation.class, quoted, Steps.catalogue()));
      } catch (InputException refused) {
        String why =
            String.valueOf(refused.getMessage()).replaceFirst("^the YAML, line 1: (it: )?", "");
        throw new InputException("Step '" + step + "': " + why, "", "", refused);
      }
    }
    return new Pipeline(all);
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new InputException(
            file + " has " + Files.size(file) + " bytes.",
            "that is no pipeline.",
            "check that it is the right file.");
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new InputException(
          file + " cannot be read.", "it is missing, a folder, or no text.", "check the path.", e);
    }
  }
}
