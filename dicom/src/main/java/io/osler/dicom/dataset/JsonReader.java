package io.osler.dicom.dataset;

import io.osler.core.config.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** JSON text to a data set (PS3.18 annex F), as tolerant of values as the reader of files is. */
final class JsonReader {
  /** JSON nests three deep for each sequence: attribute, list of values, item. */
  private static final int NESTING = 3;

  private final Limits limits;
  private final JsonBulk.Source bulk;
  private long nodes;
  private long bytes;

  private JsonReader(Limits limits, JsonBulk.Source bulk) {
    this.limits = limits;
    this.bulk = bulk;
  }

  /** A piece of JSON. */
  private sealed interface Node {
    record Text(String text) implements Node {}

    /** As it was written: 1.0 and 1 are not the same decimal string. */
    record Digits(String text) implements Node {}

    record Nothing() implements Node {}

    record Many(List<Node> items) implements Node {}

    record Fields(Map<String, Node> fields) implements Node {}
  }

  static DataSet read(String json, Limits limits, JsonBulk.Source bulk) {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(NESTING * limits.depth() + 4)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();
    JsonReader reader = new JsonReader(limits, bulk);
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
      Node node = reader.node(parser, parser.nextToken());
      if (parser.nextToken() != null) {
        throw refused("holds more than one value", "one object is wanted");
      }
      // A search or a retrieval answers with a list (PS3.18 section 8.7.3.2): one of one will do.
      if (node instanceof Node.Many(var items) && items.size() == 1) {
        node = items.getFirst();
      }
      if (!(node instanceof Node.Fields(var fields))) {
        throw refused("is not a JSON object", "a data set is one object of attributes");
      }
      return reader.dataSet(fields, 0);
    } catch (JacksonException e) {
      throw new InputException(
          "The DICOM JSON cannot be read: " + e.getOriginalMessage(),
          "it is cut off, no JSON, or nested too deep.",
          "obtain it again from its source.",
          e);
    }
  }

  private Node node(JsonParser parser, @Nullable JsonToken token) {
    if (++nodes > 4 * limits.elements()) {
      throw refused("holds more values than the limit allows", "a hostile text");
    }
    if (token == null) {
      throw refused("is empty", "nothing was written");
    }
    return switch (token) {
      case VALUE_STRING -> new Node.Text(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Digits(parser.getString());
      case VALUE_NULL -> new Node.Nothing();
      case START_ARRAY -> {
        List<Node> items = new ArrayList<>();
        for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
          items.add(node(parser, t));
        }
        yield new Node.Many(items);
      }
      case START_OBJECT -> {
        Map<String, Node> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String key = parser.currentName();
          if (fields.put(key, node(parser, parser.nextToken())) != null) {
            throw refused("names a key twice", "the object is ambiguous");
          }
        }
        yield new Node.Fields(fields);
      }
      default -> throw refused("holds a value of no use, such as true", "PS3.18 table F.2.3-1");
    };
  }

  private DataSet dataSet(Map<String, Node> fields, int depth) {
    if (depth > limits.depth()) {
      throw refused("nests deeper than " + limits.depth() + " sequences", "a hostile text");
    }
    DataSetBuilder out = DataSet.EMPTY.edit();
    boolean foreign = false;
    for (Map.Entry<String, Node> entry : fields.entrySet()) {
      if (!entry.getKey().matches("[0-9A-Fa-f]{8}")) {
        throw refused("has a key that is no tag", "keys are eight hexadecimal digits");
      }
      Tag tag = Tag.parse(entry.getKey());
      if (!(entry.getValue() instanceof Node.Fields(var parts))) {
        throw refused(tag, "is not an object");
      }
      Element element = element(tag, parts, depth);
      foreign |= element instanceof Element.Plain plain && JsonValues.isForeign(plain);
      out.set(element);
    }
    // JSON is UTF-8: text beyond ASCII needs a set to be written in (PS3.18 section F.2.1).
    if (foreign && depth == 0 && !fields.containsKey(Tag.CHARACTER_SET.hex())) {
      out.put(Tag.CHARACTER_SET, VR.CS, "ISO_IR 192");
    }
    return out.build();
  }

  private Element element(Tag tag, Map<String, Node> parts, int depth) {
    String name = parts.get("vr") instanceof Node.Text(var text) ? text : "";
    boolean known = name.length() == 2 && VR.isKnown(name.charAt(0), name.charAt(1));
    if (!known) {
      throw refused(tag, "has no value representation");
    }
    VR vr = VR.of(name.charAt(0), name.charAt(1));
    if (parts.get("InlineBinary") instanceof Node.Text(var base64)) {
      return JsonValues.binary(tag, vr, JsonValues.decoded(tag, base64));
    }
    if (parts.get("BulkDataURI") instanceof Node.Text(var uri)) {
      byte[] found = bulk.read(uri, limits.inflatedBytes() - bytes);
      bytes += found.length;
      return JsonValues.binary(tag, vr, found);
    }
    Optional<Node> value = Optional.ofNullable(parts.get("Value"));
    if (value.isPresent() && !(value.get() instanceof Node.Many)) {
      throw refused(tag, "has a Value that is no list");
    }
    List<Node> values = value.map(node -> ((Node.Many) node).items()).orElse(List.of());
    if (vr == VR.SQ) {
      List<DataSet> items = new ArrayList<>();
      for (Node item : values) {
        switch (item) {
          case Node.Fields(var fields) -> items.add(dataSet(fields, depth + 1));
          case Node.Nothing() -> items.add(DataSet.EMPTY);
          default -> throw refused(tag, "has an item that is no object");
        }
      }
      return new Element.Items(tag, vr, items, Optional.empty(), Context.made());
    }
    return JsonValues.plain(tag, vr, values.stream().map(one -> text(tag, vr, one)).toList());
  }

  private static String text(Tag tag, VR vr, Node node) {
    return switch (node) {
      case Node.Text(var text) -> text;
      case Node.Digits(var text) -> text;
      case Node.Nothing() -> "";
      case Node.Fields(var names) when vr == VR.PN -> {
        StringBuilder all = new StringBuilder();
        for (String component : JsonModel.COMPONENTS) {
          all.append(names.get(component) instanceof Node.Text(var part) ? part : "").append('=');
        }
        yield all.toString().replaceAll("=+$", "");
      }
      default -> throw refused(tag, "has a value of the wrong kind");
    };
  }

  static InputException refused(Tag tag, String what) {
    return refused("has an attribute " + tag + " that " + what, "PS3.18 annex F asks otherwise");
  }

  private static InputException refused(String what, String why) {
    return new InputException(
        "The DICOM JSON " + what + ".", why + ".", "obtain it again from its source.");
  }
}
