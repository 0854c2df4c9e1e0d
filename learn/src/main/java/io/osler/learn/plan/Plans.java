package io.osler.learn.plan;

import io.osler.core.config.Catalogue;
import io.osler.core.config.Config;
import io.osler.core.config.InputException;
import io.osler.core.steps.Steps;
import io.osler.learn.net.Input;
import io.osler.learn.net.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plan files, and the networks they name. */
public final class Plans {
  /** Every step that a plan may name. */
  public static final Catalogue CATALOGUE = Steps.catalogue();

  private static final Pattern FORMAT = Pattern.compile("(?m)^format: *([0-9]{1,6})\\b");

  private Plans() {}

  public static Plan read(Path file) {
    refuseNewer(file);
    return Config.read(Plan.class, file, CATALOGUE);
  }

  /**
   * A file of a newer format is refused by its number, before its unknown keys would be: both plan
   * and model files carry {@code format: N} in the first column.
   */
  public static void refuseNewer(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException | OutOfMemoryError unreadable) {
      return; // what is wrong with it is said where it is read
    }
    Matcher format = FORMAT.matcher(text);
    if (format.find() && Integer.parseInt(format.group(1)) > Plan.FORMAT) {
      throw new InputException(
          "%s has the format %s; this version of Osler reads up to %d."
              .formatted(file, format.group(1), Plan.FORMAT),
          "it was written by a newer version.",
          "use that newer version of Osler.");
    }
  }

  /** The plan's network with first values from {@code seed}. */
  public static Network network(Plan plan, long seed) {
    return plan.network().build(input(plan), seed);
  }

  static Input input(Plan plan) {
    Plan.Input in = plan.input();
    List<Integer> size =
        in.depth() == 1
            ? List.of(in.height(), in.width())
            : List.of(in.depth(), in.height(), in.width());
    int further = plan.segmentation().map(Segmentation::further).orElse(0);
    return new Input(in.channels() + further, size, plan.labels().classes().size());
  }
}
