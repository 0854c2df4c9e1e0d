package io.osler.dicom.dataset;

import io.osler.core.config.InputException;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A data set in the DICOM JSON model (PS3.18 annex F): tags ascending, empty values left out,
 * binary values inline in base64 or beside the text, group lengths left out. Compressed pixels, for
 * which the standard has no form, are the bytes of their items (PS3.5 section A.4), offset table
 * first.
 */
public final class JsonModel {
  static final String[] COMPONENTS = {"Alphabetic", "Ideographic", "Phonetic"};

  /** Base64 of more than this does not fit into one text. */
  private static final long MOST = 1L << 30;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

  private final StringBuilder out = new StringBuilder();
  private final JsonBulk bulk;

  private JsonModel(JsonBulk bulk) {
    this.bulk = bulk;
  }

  public static String write(DataSet dataSet) {
    return write(dataSet, JsonBulk.inline());
  }

  public static String write(DataSet dataSet, JsonBulk bulk) {
    JsonModel json = new JsonModel(bulk);
    json.dataSet(dataSet, "");
    return json.out.toString();
  }

  /** The data set of a JSON object; bulk data are refused. */
  public static DataSet read(String json) {
    return read(json, Limits.DEFAULT, JsonBulk.nowhere());
  }

  public static DataSet read(String json, Limits limits, JsonBulk.Source bulk) {
    return JsonReader.read(json, limits, bulk);
  }

  private void dataSet(DataSet dataSet, String place) {
    out.append('{');
    boolean first = true;
    for (Element element : dataSet.elements()) {
      if (element.tag().isGroupLength()) {
        continue;
      }
      out.append(first ? "" : ",");
      first = false;
      string(element.tag().hex());
      switch (element) {
        case Element.Items sequence -> {
          out.append(":{\"vr\":\"SQ\"");
          if (!sequence.items().isEmpty()) {
            out.append(",\"Value\":[");
            for (int i = 0; i < sequence.items().size(); i++) {
              out.append(i == 0 ? "" : ",");
              dataSet(sequence.items().get(i), place + element.tag().hex() + "." + (i + 1) + ".");
            }
            out.append(']');
          }
          out.append('}');
        }
        case Element.Plain plain -> plain(plain, place);
        case Element.Fragments pixels -> {
          out.append(":{\"vr\":\"").append(pixels.vr()).append('"');
          binary(items(pixels), place + element.tag().hex());
          out.append('}');
        }
      }
    }
    out.append('}');
  }

  private static byte[] items(Element.Fragments pixels) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long total = pixels.offsets().byteSize() + 8;
    for (MemorySegment one : pixels.fragments()) {
      total += one.byteSize() + 8;
    }
    bounded(pixels.tag(), total);
    item(bytes, pixels.offsets());
    pixels.fragments().forEach(one -> item(bytes, one));
    return bytes.toByteArray();
  }

  private static void item(ByteArrayOutputStream bytes, MemorySegment value) {
    int length = (int) value.byteSize();
    bytes.writeBytes(new byte[] {(byte) 0xFE, (byte) 0xFF, 0, (byte) 0xE0});
    for (int shift = 0; shift < 32; shift += 8) {
      bytes.write(length >>> shift);
    }
    bytes.writeBytes(Values.bytes(value));
  }

  private static void bounded(Tag tag, long bytes) {
    if (bytes > MOST) {
      throw new InputException(
          "Element " + tag + " of " + bytes + " bytes is too long for a JSON text.",
          "",
          "leave the pixels out, or read the file itself.");
    }
  }

  private void binary(byte[] bytes, String place) {
    Optional<String> uri = bulk.uri(place, bytes);
    if (uri.isPresent()) {
      out.append(",\"BulkDataURI\":");
      string(uri.get());
    } else {
      String text = Base64.getEncoder().encodeToString(bytes);
      out.append(",\"InlineBinary\":\"").append(text).append('"');
    }
  }

  private void plain(Element.Plain element, String place) {
    VR vr = element.effective();
    out.append(":{\"vr\":\"").append(vr).append('"');
    if (element.length() > 0) {
      if (vr.kind() == VR.Kind.BYTES) {
        bounded(element.tag(), element.length());
        binary(littleEndian(element, vr), place + element.tag().hex());
      } else {
        values(element, vr);
      }
    }
    out.append('}');
  }

  /** Binary values are little endian in JSON whatever the file was (F.2.7). */
  private static byte[] littleEndian(Element.Plain element, VR vr) {
    byte[] bytes = Values.bytes(element.value());
    if (element.context().bigEndian) {
      Encoder.swap(bytes, vr == VR.UN ? 1 : vr.unit());
    }
    return bytes;
  }

  private void values(Element.Plain element, VR vr) {
    List<String> texts = Values.texts(element);
    if (texts.isEmpty()) {
      return;
    }
    out.append(",\"Value\":[");
    for (int i = 0; i < texts.size(); i++) {
      out.append(i == 0 ? "" : ",");
      String text = texts.get(i);
      if (text.isEmpty()) {
        out.append("null");
      } else if (vr == VR.PN) {
        name(text);
      } else if (isNumber(vr, text)) {
        out.append(text.startsWith("+") ? text.substring(1) : text);
      } else {
        string(text);
      }
    }
    out.append(']');
  }

  /** Numbers as JSON numbers where JSON can say them, otherwise as strings (F.2.3.1). */
  private static boolean isNumber(VR vr, String text) {
    boolean numeric =
        vr.kind() == VR.Kind.WHOLE || vr.kind() == VR.Kind.REAL || vr == VR.DS || vr == VR.IS;
    return numeric && NUMBER.matcher(text).matches();
  }

  private void name(String text) {
    String[] groups = text.split("=", 3);
    out.append('{');
    boolean first = true;
    for (int i = 0; i < groups.length; i++) {
      if (!groups[i].isEmpty()) {
        out.append(first ? "" : ",");
        first = false;
        string(COMPONENTS[i]);
        out.append(':');
        string(groups[i]);
      }
    }
    out.append('}');
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || c == 0x7F) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
