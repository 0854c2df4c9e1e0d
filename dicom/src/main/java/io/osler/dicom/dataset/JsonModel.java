package io.osler.dicom.dataset;

import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * A data set in the DICOM JSON model (PS3.18 annex F): tags ascending, empty values left out,
 * binary values inline in base64, group lengths left out. Compressed pixels have no JSON form and
 * are passed over.
 */
public final class JsonModel {
  private static final String[] COMPONENTS = {"Alphabetic", "Ideographic", "Phonetic"};

  private final StringBuilder out = new StringBuilder();

  private JsonModel() {}

  public static String write(DataSet dataSet) {
    JsonModel json = new JsonModel();
    json.dataSet(dataSet);
    return json.out.toString();
  }

  private void dataSet(DataSet dataSet) {
    out.append('{');
    boolean first = true;
    for (Element element : dataSet.elements()) {
      if (element.tag().isGroupLength() || element instanceof Element.Fragments) {
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
              dataSet(sequence.items().get(i));
            }
            out.append(']');
          }
          out.append('}');
        }
        case Element.Plain plain -> plain(plain);
        case Element.Fragments _ -> {}
      }
    }
    out.append('}');
  }

  private void plain(Element.Plain element) {
    VR vr = element.effective();
    out.append(":{\"vr\":\"").append(vr).append('"');
    if (element.length() > 0) {
      if (vr.kind() == VR.Kind.BYTES) {
        out.append(",\"InlineBinary\":\"").append(base64(element, vr)).append('"');
      } else {
        values(element, vr);
      }
    }
    out.append('}');
  }

  /** Binary values are little endian in JSON whatever the file was (F.2.7). */
  private static String base64(Element.Plain element, VR vr) {
    byte[] bytes = Values.bytes(element.value());
    if (element.context().bigEndian) {
      Encoder.swap(bytes, vr == VR.UN ? 1 : vr.unit());
    }
    return Base64.getEncoder().encodeToString(bytes);
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
    return numeric && text.matches("[+-]?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
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
