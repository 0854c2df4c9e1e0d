package io.osler.core.transform;

import io.osler.core.config.Catalogue;
import io.osler.core.config.Config;
import io.osler.core.config.InputException;
import io.osler.core.config.Names;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What was done to a sample, one step a line: {@code affine(rotation=[0, 0, 12.3], …)}. Reading the
 * lines back gives equal records, and so the same bytes.
 */
public final class History {
  private History() {}

  /** The drawn steps, first to last; a chain is one line per step, the identity none. */
  public static List<String> of(Transform drawn) {
    return switch (drawn) {
      case Identity() -> List.of();
      case Chain(var steps) -> steps.stream().map(History::line).toList();
      default -> List.of(line(drawn));
    };
  }

  /** The transform that repeats it, of this room's steps. */
  public static Transform replay(List<String> lines) {
    return replay(lines, Transforms.catalogue());
  }

  /** The transform that repeats it, of the catalogue's steps. */
  public static Transform replay(List<String> lines, Catalogue catalogue) {
    List<Transform> steps = new ArrayList<>();
    for (String line : lines) {
      steps.add(Config.read(Transform.class, quoted(line), catalogue));
    }
    return steps.size() == 1 ? steps.getFirst() : new Chain(steps);
  }

  /** One step as {@code kind(key=value, …)}; Config reads it wherever a step may stand. */
  public static String line(Augmentation step) {
    if (!(step instanceof Record record)) {
      throw new InputException(
          "A step of " + step.getClass().getSimpleName() + " has no history.",
          "it is no record: a lambda's parameters cannot be printed.",
          "write it as a record in its own file.");
    }
    return Arrays.stream(record.getClass().getRecordComponents())
        .map(c -> Names.kebab(c.getName()) + "=" + text(value(c, record)))
        .collect(Collectors.joining(", ", Catalogue.kind(record.getClass()) + "(", ")"));
  }

  private static String text(Object value) {
    return switch (value) {
      case Double d when d == Math.rint(d) && Math.abs(d) < 1e15 && !isNegativeZero(d) ->
          Long.toString(d.longValue());
      case Double d -> d.toString();
      case Enum<?> e -> Names.kebab(e.name());
      case List<?> items ->
          items.stream().map(History::text).collect(Collectors.joining(", ", "[", "]"));
      case Augmentation step -> '"' + line(step).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
      case Record point ->
          Arrays.stream(point.getClass().getRecordComponents())
              .map(c -> text(value(c, point)))
              .collect(Collectors.joining(", ", "[", "]"));
      default -> value.toString();
    };
  }

  private static boolean isNegativeZero(double d) {
    return d == 0 && 1 / d < 0;
  }

  private static Object value(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("reading " + component, e);
    }
  }

  /** As one YAML scalar whatever it holds. */
  private static String quoted(String line) {
    return "'" + line.replace("'", "''") + "'";
  }
}
