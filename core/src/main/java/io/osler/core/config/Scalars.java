package io.osler.core.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Single values: text, numbers, truth, enums, paths, durations ({@code 20m}) and instants. */
final class Scalars {
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,19}");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]{1,3})?");
  private static final Pattern DURATION =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?)(ms|s|m|h|d)");

  private Scalars() {}

  static boolean knows(Class<?> type) {
    return type.isPrimitive()
        || type.isEnum()
        || type == String.class
        || type == Boolean.class
        || Number.class.isAssignableFrom(type)
        || type == Path.class
        || type == Duration.class
        || type == Instant.class;
  }

  static String expected(Class<?> type) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(Scalars::constant)
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    return switch (type.getSimpleName()) {
      case "int", "Integer", "long", "Long" -> "a whole number";
      case "double", "Double", "float", "Float" -> "a number";
      case "boolean", "Boolean" -> "true or false";
      case "Path" -> "a file or folder";
      case "Duration" -> "a duration such as 90s, 20m or 2h";
      case "Instant" -> "a time such as 2026-01-31T12:00:00Z";
      default -> "text";
    };
  }

  /** Empty when the text is not of this type. */
  static Optional<Object> read(Class<?> type, Tree.Scalar scalar) {
    String text = scalar.text();
    if (type == String.class) {
      return scalar.isNull() && !text.equals("null") ? Optional.empty() : Optional.of(text);
    } else if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .filter(one -> constant(one).equals(text))
          .map(Object.class::cast)
          .findFirst();
    } else if (type == Path.class) {
      return attempt(text, Path::of);
    } else if (type == Duration.class) {
      return duration(text);
    } else if (type == Instant.class) {
      return attempt(text, Instant::parse);
    }
    // A number as a map's key arrives quoted, so quotes are allowed where the type is certain.
    return switch (type.getSimpleName()) {
      case "int", "Integer" -> matching(WHOLE, text).flatMap(t -> attempt(t, Integer::parseInt));
      case "long", "Long" -> matching(WHOLE, text).flatMap(t -> attempt(t, Long::parseLong));
      case "double", "Double" -> scalar.isNull() ? Optional.of(Double.NaN) : number(text);
      case "float", "Float" ->
          scalar.isNull()
              ? Optional.of(Float.NaN)
              : number(text).map(value -> ((Double) value).floatValue());
      case "boolean", "Boolean" ->
          switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
          };
      default -> throw new IllegalArgumentException("Config cannot bind " + type);
    };
  }

  /** The value an unquoted scalar looks like: truth, whole number, number, else text. */
  static Object guess(Tree.Scalar scalar) {
    if (scalar.quoted()) {
      return scalar.text();
    }
    return read(Boolean.class, scalar)
        .or(() -> read(Long.class, scalar))
        .or(() -> read(Double.class, scalar))
        .orElse(scalar.text());
  }

  /** The scalar that reads back as {@code value}; empty when it is no single value. */
  static Optional<Tree.Scalar> write(Object value) {
    return switch (value) {
      case Double d -> Optional.of(plain(number(d, Double.toString(d))));
      case Float f -> Optional.of(plain(number(f, Float.toString(f))));
      case Number n -> Optional.of(plain(n.toString()));
      case Boolean b -> Optional.of(plain(b.toString()));
      case Enum<?> e -> Optional.of(text(constant(e)));
      case Duration d -> Optional.of(text(duration(d)));
      case String s -> Optional.of(text(s));
      case Path p -> Optional.of(text(p.toString()));
      case Instant i -> Optional.of(text(i.toString()));
      default -> Optional.empty();
    };
  }

  static boolean looksLikeNumber(String text) {
    return number(text).isPresent();
  }

  private static Tree.Scalar plain(String text) {
    return new Tree.Scalar(text, false, 0);
  }

  private static Tree.Scalar text(String text) {
    return new Tree.Scalar(text, true, 0);
  }

  private static String constant(Object constant) {
    return Names.kebab(((Enum<?>) constant).name());
  }

  private static String number(double value, String text) {
    if (Double.isNaN(value)) {
      return ".nan";
    } else if (Double.isInfinite(value)) {
      return value > 0 ? ".inf" : "-.inf";
    }
    return text.replace('E', 'e');
  }

  private static Optional<Object> number(String text) {
    return switch (text) {
      case ".nan" -> Optional.of(Double.NaN);
      case ".inf", "+.inf" -> Optional.of(Double.POSITIVE_INFINITY);
      case "-.inf" -> Optional.of(Double.NEGATIVE_INFINITY);
      default -> matching(NUMBER, text).flatMap(t -> attempt(t, Double::parseDouble));
    };
  }

  private static Optional<String> matching(Pattern pattern, String text) {
    return text.length() <= 60 && pattern.matcher(text).matches()
        ? Optional.of(text)
        : Optional.empty();
  }

  private static Optional<Object> duration(String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    double unit =
        switch (parts.group(2)) {
          case "ms" -> 1;
          case "s" -> 1e3;
          case "m" -> 60e3;
          case "h" -> 3600e3;
          default -> 86_400e3;
        };
    return Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(parts.group(1)) * unit)));
  }

  private static String duration(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 60_000 == 0) {
      return millis / 60_000 + "m";
    }
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }

  private static Optional<Object> attempt(String text, Function<String, Object> parse) {
    try {
      return Optional.of(parse.apply(text));
    } catch (IllegalArgumentException | DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
