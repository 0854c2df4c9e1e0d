package io.osler.core.config;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * Records and maps ↔ JSON, by the same rules as {@link Config}. Keys come in the order of the
 * record (of unordered maps: sorted), so equal values give equal bytes; NaN and infinities become
 * null, because JSON has no word for them, and null read as a number is NaN.
 */
public final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Documents.MOST_DEPTH)
                  .maxDocumentLength(256L << 20)
                  .maxTokenCount(20_000_000)
                  .build())
          .build();

  private static final ObjectWriteContext INDENTED =
      new ObjectWriteContext.Base() {
        @Override
        public PrettyPrinter getPrettyPrinter() {
          // Not the platform's line separator: the same bytes everywhere.
          return new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        }
      };

  private Json() {}

  public static String write(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(INDENTED, text)) {
      write(json, Outline.of(value.getClass(), value));
    }
    return text.append("\n").toString();
  }

  public static <R> R read(Class<R> type, String json) {
    return read(type, json, "the JSON", Catalogue.sealedOnly());
  }

  public static <R> R read(Class<R> type, Path file) {
    return read(type, Config.text(file), file.getFileName().toString(), Catalogue.sealedOnly());
  }

  /** Any JSON object as nested maps, lists, texts, numbers; null becomes NaN. */
  public static Map<String, Object> read(String json) {
    return read(json, "the JSON");
  }

  /** Likewise; refusals name {@code source}. */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> read(String json, String source) {
    return read(Map.class, json, source, Catalogue.sealedOnly());
  }

  static <R> R read(Class<R> type, String json, String source, Catalogue catalogue) {
    Tree tree;
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      tree = tree(parser, parser.nextToken(), source);
      if (parser.nextToken() != null) {
        throw new InputException(source + " holds more than one value.", "", "keep one.");
      }
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      throw new InputException(
          source + ", line " + line + " is not JSON: " + e.getOriginalMessage() + ".",
          "the file may be cut off or edited by hand.",
          "correct or restore it.",
          e);
    }
    if (type == Map.class && !(tree instanceof Tree.Fields)) {
      throw new InputException(source + " is not a JSON object.", "", "wrap it in {…}.");
    }
    Class<?> bound = type == Map.class ? Object.class : type;
    return type.cast(new Binder(source, catalogue).bind(bound, tree));
  }

  private static Tree tree(JsonParser parser, @Nullable JsonToken token, String source) {
    int line = Math.max(1, parser.currentTokenLocation().getLineNr());
    if (token == null) {
      throw new InputException(source + " is empty.", "a file cut off.", "restore it.");
    }
    switch (token) {
      case START_ARRAY -> {
        List<Tree> items = new ArrayList<>();
        for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
          items.add(tree(parser, t, source));
        }
        return new Tree.Items(items, line);
      }
      case START_OBJECT -> {
        Map<String, Tree> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String key = parser.currentName();
          if (fields.put(key, tree(parser, parser.nextToken(), source)) != null) {
            throw new InputException(
                source
                    + ", line "
                    + line
                    + ": the key '"
                    + Names.shortened(key)
                    + "' stands twice.",
                "",
                "keep one of them.");
          }
        }
        return new Tree.Fields(fields, line);
      }
      default -> {
        return new Tree.Scalar(parser.getString(), token == JsonToken.VALUE_STRING, line);
      }
    }
  }

  private static void write(JsonGenerator json, Tree tree) {
    switch (tree) {
      case Tree.Scalar s when s.quoted() -> json.writeString(s.text());
      case Tree.Scalar s when s.text().endsWith(".nan") || s.text().endsWith(".inf") ->
          json.writeNull();
      case Tree.Scalar s -> json.writeRawValue(s.text());
      case Tree.Items items -> {
        json.writeStartArray();
        items.items().forEach(item -> write(json, item));
        json.writeEndArray();
      }
      case Tree.Fields fields -> {
        json.writeStartObject();
        fields
            .fields()
            .forEach(
                (key, value) -> {
                  json.writeName(key);
                  write(json, value);
                });
        json.writeEndObject();
      }
    }
  }
}
