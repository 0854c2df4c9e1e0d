package io.osler.dicom.dataset;

import io.osler.core.config.InputException;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The lines that golden/dicom_values.py writes, from what this module decodes. */
public final class Canonical {
  private Canonical() {}

  public static List<String> lines(DataSet dataSet) {
    List<String> lines = new ArrayList<>();
    lines(dataSet, 0, lines);
    return lines;
  }

  public static String digest(List<String> lines) {
    return digest(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  public static String digest(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void lines(DataSet dataSet, int depth, List<String> lines) {
    for (Element element : dataSet.elements()) {
      String head = depth + " " + element.tag().hex() + " ";
      switch (element) {
        case Element.Items items -> {
          lines.add(head + "items " + items.items().size());
          items.items().forEach(item -> lines(item, depth + 1, lines));
        }
        case Element.Fragments pixels -> {
          ByteArrayOutputStream all = new ByteArrayOutputStream();
          all.writeBytes(Values.bytes(pixels.offsets()));
          for (MemorySegment fragment : pixels.fragments()) {
            all.writeBytes(Values.bytes(fragment));
          }
          lines.add(
              head + "fragments " + pixels.fragments().size() + " " + digest(all.toByteArray()));
        }
        case Element.Plain plain -> lines.add(head + value(plain));
      }
    }
  }

  private static String value(Element.Plain plain) {
    boolean open =
        plain.effective() == VR.UN
            || !plain.context().explicit
                && Dictionary.entry(plain.tag())
                    .map(e -> e.vrs().size() > 1 && e.vrs().contains(VR.OW))
                    .orElse(false);
    if (open || plain.effective().kind() == VR.Kind.BYTES) {
      return "bytes " + digest(Values.bytes(plain.value()));
    }
    try {
      return switch (plain.effective()) {
        case DS, IS, FD, FL -> {
          List<String> bits = new ArrayList<>();
          for (double v : plain.length() == 0 ? new double[0] : Values.doubles(plain)) {
            bits.add(Double.isNaN(v) ? "nan" : "%016x".formatted(Double.doubleToRawLongBits(v)));
          }
          yield "real " + String.join(" ", bits);
        }
        case AT -> "tags " + String.join(" ", Values.texts(plain));
        case SL, SS, SV, UL, US, UV -> "whole " + String.join(" ", Values.texts(plain));
        // pydicom drops the empty components at the end of a name.
        case PN -> "text " + String.join("\\", Values.texts(plain)).replaceAll("=+(?=\\\\|$)", "");
        default -> "text " + String.join("\\", Values.texts(plain));
      };
    } catch (InputException e) {
      return "?";
    }
  }
}
