package io.osler.learn.tensor;

import io.osler.core.config.InputException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.bytedeco.pytorch.global.torch.ScalarType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** The JSON at the start of a safetensors file: what lies where behind it. */
record SafetensorsHeader(SequencedMap<String, Entry> entries, Map<String, String> metadata) {
  static final int MOST_BYTES = 100_000_000;
  private static final int MOST_AXES = 16;
  private static final String METADATA = "__metadata__";
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(4)
                  .maxNumberLength(20)
                  .maxNameLength(4096)
                  .maxDocumentLength(MOST_BYTES)
                  .build())
          .build();

  /** Number types by their name in the file. */
  enum Type {
    F64(ScalarType.Double, 8),
    F32(ScalarType.Float, 4),
    F16(ScalarType.Half, 2),
    BF16(ScalarType.BFloat16, 2),
    I64(ScalarType.Long, 8),
    I32(ScalarType.Int, 4),
    I16(ScalarType.Short, 2),
    I8(ScalarType.Char, 1),
    U8(ScalarType.Byte, 1),
    BOOL(ScalarType.Bool, 1);

    final ScalarType scalar;
    final int bytes;

    Type(ScalarType scalar, int bytes) {
      this.scalar = scalar;
      this.bytes = bytes;
    }

    boolean real() {
      return this == F64 || this == F32 || this == F16 || this == BF16;
    }

    static Type of(ScalarType scalar) {
      for (Type type : values()) {
        if (type.scalar.value == scalar.value) {
          return type;
        }
      }
      throw new IllegalArgumentException("safetensors has no type for " + scalar.intern());
    }
  }

  /** One tensor; {@code begin} to {@code end} count bytes behind the header. */
  record Entry(Type type, List<Long> shape, long begin, long end) {
    long[] lengths() {
      return shape.stream().mapToLong(Long::longValue).toArray();
    }
  }

  /** Reads and checks: {@code data} is the number of bytes behind the header. */
  static SafetensorsHeader parse(String file, byte[] json, long data) {
    SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    Map<String, String> metadata = new TreeMap<>();
    try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      expect(file, in.nextToken() == JsonToken.START_OBJECT, "its header is not a JSON object");
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = in.currentName();
        expect(file, in.nextToken() == JsonToken.START_OBJECT, "'" + name + "' is no object");
        if (name.equals(METADATA)) {
          while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = in.currentName();
            expect(
                file,
                in.nextToken() == JsonToken.VALUE_STRING,
                "metadata '" + key + "' is no text");
            metadata.put(key, in.getString());
          }
        } else {
          entries.put(name, entry(file, name, in));
        }
      }
      // Writers pad the header with spaces; nothing else may follow.
      expect(file, in.nextToken() == null, "text follows the JSON in its header");
    } catch (JacksonException e) {
      throw refused(file, "its header is no valid JSON (" + e.getOriginalMessage() + ")");
    }
    checkOffsets(file, entries, data);
    return new SafetensorsHeader(entries, metadata);
  }

  private static Entry entry(String file, String name, JsonParser in) {
    String dtype = "";
    List<Long> shape = List.of(-1L);
    List<Long> offsets = List.of();
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = in.currentName();
      JsonToken value = in.nextToken();
      switch (key) {
        case "dtype" -> {
          expect(file, value == JsonToken.VALUE_STRING, "the dtype of '" + name + "' is no text");
          dtype = in.getString();
        }
        case "shape" -> shape = longs(file, name, in);
        case "data_offsets" -> offsets = longs(file, name, in);
        default -> throw refused(file, "'" + name + "' has the unknown key '" + key + "'");
      }
    }
    Type type = null;
    for (Type known : Type.values()) {
      type = known.name().equals(dtype) ? known : type;
    }
    if (type == null) {
      throw refused(file, "'" + name + "' has the unsupported dtype '" + dtype + "'");
    }
    expect(file, offsets.size() == 2, "'" + name + "' has no pair of data_offsets");
    long bytes = type.bytes;
    for (long length : shape) {
      expect(file, length >= 0, "'" + name + "' has the shape " + shape);
      // Beyond 2^60 bytes no offsets can match; stopping there also keeps the product in range.
      bytes = length == 0 ? 0 : Math.multiplyHigh(bytes, length) == 0 ? bytes * length : -1;
      expect(file, bytes >= 0 && bytes < 1L << 60, "'" + name + "' has the shape " + shape);
    }
    Entry entry = new Entry(type, shape, offsets.get(0), offsets.get(1));
    expect(
        file,
        entry.begin >= 0 && entry.end >= entry.begin && entry.end - entry.begin == bytes,
        "'%s' of shape %s has the data_offsets %s".formatted(name, shape, offsets));
    return entry;
  }

  private static List<Long> longs(String file, String name, JsonParser in) {
    List<Long> values = new ArrayList<>();
    expect(file, in.currentToken() == JsonToken.START_ARRAY, "'" + name + "' lacks a list");
    while (in.nextToken() != JsonToken.END_ARRAY) {
      expect(
          file,
          in.currentToken() == JsonToken.VALUE_NUMBER_INT && values.size() < MOST_AXES,
          "'" + name + "' has a list that is not of a few whole numbers");
      values.add(in.getLongValue());
    }
    return List.copyOf(values);
  }

  /** The tensors must tile the data: no gap, no overlap, nothing left over. */
  private static void checkOffsets(String file, Map<String, Entry> entries, long data) {
    long at = 0;
    for (var item :
        entries.entrySet().stream()
            .sorted(
                Comparator.comparingLong((Map.Entry<String, Entry> e) -> e.getValue().begin())
                    .thenComparingLong(e -> e.getValue().end()))
            .toList()) {
      expect(
          file,
          item.getValue().begin() == at,
          "'%s' begins at byte %d, not at %d"
              .formatted(item.getKey(), item.getValue().begin(), at));
      at = item.getValue().end();
    }
    expect(file, at == data, "its header describes %d bytes and %d follow".formatted(at, data));
  }

  /** The header as bytes, padded with spaces to a multiple of eight. */
  byte[] bytes() {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      out.writeStartObject();
      if (!metadata.isEmpty()) {
        out.writeObjectPropertyStart(METADATA);
        new TreeMap<>(metadata).forEach(out::writeStringProperty);
        out.writeEndObject();
      }
      entries.forEach(
          (name, entry) -> {
            out.writeObjectPropertyStart(name);
            out.writeStringProperty("dtype", entry.type().name());
            out.writeArrayPropertyStart("shape");
            entry.shape().forEach(out::writeNumber);
            out.writeEndArray();
            out.writeArrayPropertyStart("data_offsets");
            out.writeNumber(entry.begin());
            out.writeNumber(entry.end());
            out.writeEndArray();
            out.writeEndObject();
          });
      out.writeEndObject();
    }
    int length = text.toString().getBytes(StandardCharsets.UTF_8).length;
    return (text + " ".repeat((8 - length % 8) % 8)).getBytes(StandardCharsets.UTF_8);
  }

  private static void expect(String file, boolean holds, String otherwise) {
    if (!holds) {
      throw refused(file, otherwise);
    }
  }

  static InputException refused(String file, String what) {
    return new InputException(
        file + " is no valid safetensors file: " + what + ".",
        "it is truncated, damaged or of another format.",
        "fetch or write it again.");
  }
}
