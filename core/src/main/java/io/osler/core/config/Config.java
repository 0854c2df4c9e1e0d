package io.osler.core.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * YAML ↔ records, key for key: {@code learningRate} is {@code learning-rate}.
 *
 * <p>Components may be text, numbers, booleans, enums (kebab-case), paths, durations, instants,
 * lists, arrays, maps, other records, {@code Optional} (key absent), and interfaces: there {@code
 * kind:} names the record, {@code {kind: u-net, features: [32, 64]}}, in short {@code u-net} or
 * {@code u-net(features=[32])}. {@link Default} gives absent keys a value. An unknown key or kind
 * is refused and the nearest name suggested; what a record's own constructor refuses is reported
 * with line and path.
 */
public final class Config {
  private static final long MOST_BYTES = 256L << 20;

  private Config() {}

  public static <R> R read(Class<R> type, String yaml) {
    return read(type, yaml, Catalogue.sealedOnly());
  }

  /**
   * @param source what messages call the text, such as {@code --method}
   */
  public static <R> R read(Class<R> type, String yaml, String source) {
    return read(type, yaml, source, Catalogue.sealedOnly());
  }

  public static <R> R read(Class<R> type, String yaml, Catalogue catalogue) {
    return read(type, yaml, "the YAML", catalogue);
  }

  public static <R> R read(Class<R> type, Path file) {
    return read(type, file, Catalogue.sealedOnly());
  }

  public static <R> R read(Class<R> type, Path file, Catalogue catalogue) {
    return read(type, text(file), file.toString(), catalogue);
  }

  private static <R> R read(Class<R> type, String yaml, String source, Catalogue catalogue) {
    return new Binder(source, catalogue).bind(type, Documents.parse(yaml, source));
  }

  public static String write(Object value) {
    return write(value, Map.of());
  }

  /**
   * @param reasons comments by dotted path, such as {@code "network.features"} or {@code
   *     "augment.2"}; each stands beside its key, or above it where it is long
   */
  public static String write(Object value, Map<String, String> reasons) {
    return YamlText.write(Outline.of(value.getClass(), value), reasons);
  }

  /**
   * As one of a family: begins with its {@code kind:}, so that {@code read(family, …)} takes it.
   */
  public static <F> String writeAs(Class<F> family, F value) {
    return YamlText.write(Outline.of(family, value), Map.of());
  }

  /** A text file as UTF-8, bounded. */
  static String text(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new InputException(
            file + " has " + Files.size(file) + " bytes.",
            "that is no configuration.",
            "check that it is the right file.");
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      String why = Files.isDirectory(file) ? "it is a folder." : "it is missing or not readable.";
      throw new InputException(file + " cannot be read.", why, "check the path.", e);
    }
  }
}
