package io.osler.dicom.dataset;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Values of the JSON model to elements: numbers to little endian bytes, text to UTF-8. */
final class JsonValues {
  private static final int ITEM_HEADER = 8;

  private JsonValues() {}

  static byte[] decoded(Tag tag, String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw JsonReader.refused(tag, "is not base64");
    }
  }

  /** Bytes, or compressed pixels where they are a chain of items. */
  static Element binary(Tag tag, VR vr, byte[] bytes) {
    if (tag.equals(Tag.PIXELS)) {
      List<MemorySegment> items = items(bytes);
      if (!items.isEmpty()) {
        return new Element.Fragments(
            tag,
            vr,
            items.getFirst(),
            items.subList(1, items.size()),
            Optional.empty(),
            Context.made());
      }
    }
    return element(tag, vr, bytes);
  }

  /** Items that fill the bytes to the end; empty when they are something else. */
  private static List<MemorySegment> items(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    MemorySegment all = MemorySegment.ofArray(bytes);
    List<MemorySegment> items = new ArrayList<>();
    int at = 0;
    while (at + ITEM_HEADER <= bytes.length) {
      boolean item =
          buffer.getShort(at) == (short) 0xFFFE && buffer.getShort(at + 2) == (short) 0xE000;
      long length = buffer.getInt(at + 4) & 0xFFFFFFFFL;
      if (!item || at + ITEM_HEADER + length > bytes.length) {
        return List.of();
      }
      items.add(all.asSlice(at + ITEM_HEADER, length));
      at += ITEM_HEADER + (int) length;
    }
    return at == bytes.length ? items : List.of();
  }

  static Element.Plain plain(Tag tag, VR vr, List<String> values) {
    if (values.isEmpty()) {
      return element(tag, vr, new byte[0]);
    }
    try {
      return switch (vr.kind()) {
        case ASCII, TEXT -> {
          List<String> texts = new ArrayList<>();
          for (String value : values) {
            // A float that was printed with all its digits does not fit into a decimal string.
            boolean whole = vr == VR.DS && value.length() > 16;
            texts.add(whole ? Conformance.decimal(Double.parseDouble(value)) : value);
          }
          byte[] bytes = String.join("\\", texts).getBytes(StandardCharsets.UTF_8);
          yield element(tag, vr, bytes);
        }
        case WHOLE, REAL, TAGS -> element(tag, vr, numbers(vr, values));
        case BYTES, ITEMS -> throw JsonReader.refused(tag, "has a Value where bytes belong");
      };
    } catch (NumberFormatException | ArithmeticException e) {
      throw JsonReader.refused(tag, "holds no number");
    }
  }

  private static byte[] numbers(VR vr, List<String> values) {
    int unit = vr == VR.AT ? 4 : vr.unit();
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.multiplyExact(unit, values.size())).order(ByteOrder.LITTLE_ENDIAN);
    for (String value : values) {
      switch (vr) {
        case AT -> {
          int tag = Integer.parseUnsignedInt(value, 16);
          buffer.putShort((short) (tag >>> 16)).putShort((short) tag);
        }
        case FL -> buffer.putFloat(value.isEmpty() ? Float.NaN : Float.parseFloat(value));
        case FD -> buffer.putDouble(value.isEmpty() ? Double.NaN : Double.parseDouble(value));
        case SS, US -> buffer.putShort((short) whole(vr, value));
        case SL, UL -> buffer.putInt((int) whole(vr, value));
        default -> buffer.putLong(vr == VR.UV ? Long.parseUnsignedLong(value) : whole(vr, value));
      }
    }
    return buffer.array();
  }

  private static long whole(VR vr, String value) {
    long number =
        value.matches("-?\\d+")
            ? Long.parseLong(value)
            : new java.math.BigDecimal(value).longValueExact();
    boolean fits =
        switch (vr) {
          case SS -> number == (short) number;
          case US -> number >= 0 && number <= 0xFFFF;
          case SL -> number == (int) number;
          case UL -> number >= 0 && number <= 0xFFFFFFFFL;
          default -> true;
        };
    if (!fits) {
      throw new NumberFormatException("out of range");
    }
    return number;
  }

  private static Element.Plain element(Tag tag, VR vr, byte[] bytes) {
    byte[] even = bytes;
    if (bytes.length % 2 != 0) {
      even = Arrays.copyOf(bytes, bytes.length + 1);
      even[bytes.length] = vr.padding();
    }
    return new Element.Plain(
        tag, vr, MemorySegment.ofArray(even), Optional.empty(), Context.made());
  }

  /** Whether it holds text beyond ASCII. */
  static boolean isForeign(Element.Plain element) {
    if (element.vr().kind() != VR.Kind.TEXT) {
      return false;
    }
    for (byte b : Values.bytes(element.value())) {
      if (b < 0) {
        return true;
      }
    }
    return false;
  }
}
