package io.osler.dicom.dataset;

import io.osler.core.config.InputException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Decodes the bytes of one element into text or numbers (PS3.5 section 6.2). */
final class Values {
  private Values() {}

  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  static byte[] bytes(MemorySegment value) {
    return value.toArray(ValueLayout.JAVA_BYTE);
  }

  /** The values as text without padding; numbers in decimal, tags as eight hexadecimal digits. */
  static List<String> texts(Element.Plain element) {
    VR vr = element.effective();
    return switch (vr.kind()) {
      case ASCII, TEXT -> split(vr, whole(element, vr));
      case WHOLE -> {
        List<String> texts = new ArrayList<>();
        for (long value : longs(element)) {
          texts.add(vr == VR.UV ? Long.toUnsignedString(value) : Long.toString(value));
        }
        yield texts;
      }
      case REAL -> {
        List<String> texts = new ArrayList<>();
        for (double value : doubles(element)) {
          texts.add(vr == VR.FL ? Float.toString((float) value) : Double.toString(value));
        }
        yield texts;
      }
      case TAGS -> {
        List<String> texts = new ArrayList<>();
        for (long value : longs(element)) {
          texts.add("%08X".formatted((int) value));
        }
        yield texts;
      }
      case BYTES, ITEMS -> List.of();
    };
  }

  /** All values as one text, backslashes and inner spaces included, padding at the end left out. */
  static String whole(Element.Plain element, VR vr) {
    byte[] bytes = bytes(element.value());
    String text =
        vr.kind() == VR.Kind.TEXT
            ? element.context().characterSets().decode(bytes, delimiters(vr))
            : new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) {
      end--;
    }
    return text.substring(0, end);
  }

  static String delimiters(VR vr) {
    return vr == VR.PN ? "\\^=" : vr.isMultiple() ? "\\\r\n\f\t" : "\r\n\f\t";
  }

  private static List<String> split(VR vr, String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    if (!vr.isMultiple()) {
      return List.of(text);
    }
    List<String> parts = new ArrayList<>();
    int start = 0;
    while (true) {
      int end = text.indexOf('\\', start);
      String part = end < 0 ? text.substring(start) : text.substring(start, end);
      parts.add(vr == VR.UC || vr == VR.PN ? part.stripTrailing() : part.strip());
      if (end < 0) {
        return parts;
      }
      start = end + 1;
    }
  }

  /**
   * Whole numbers; unsigned 64-bit values keep their bits. Whole values only: a rest is dropped.
   */
  static long[] longs(Element.Plain element) {
    VR vr = element.effective();
    MemorySegment value = element.value();
    boolean big = element.context().bigEndian;
    if (vr == VR.AT) {
      long[] tags = new long[(int) (value.byteSize() / 4)];
      for (int i = 0; i < tags.length; i++) {
        int group = int16(value, i * 4L, big);
        tags[i] = (group << 16 | int16(value, i * 4L + 2, big)) & 0xFFFFFFFFL;
      }
      return tags;
    }
    int unit = vr.kind() == VR.Kind.WHOLE || vr.kind() == VR.Kind.BYTES ? vr.unit() : 0;
    if (unit == 0) {
      throw wrongKind(element, "whole numbers");
    }
    long[] numbers = new long[Math.toIntExact(value.byteSize() / unit)];
    for (int i = 0; i < numbers.length; i++) {
      long at = (long) i * unit;
      numbers[i] =
          switch (unit) {
            case 1 -> value.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
            case 2 -> vr == VR.SS ? (short) int16(value, at, big) : int16(value, at, big);
            case 4 -> vr == VR.SL ? int32(value, at, big) : int32(value, at, big) & 0xFFFFFFFFL;
            default -> int64(value, at, big);
          };
    }
    return numbers;
  }

  /** Numbers of any numeric or decimal-string representation; an empty part of a DS is NaN. */
  static double[] doubles(Element.Plain element) {
    VR vr = element.effective();
    MemorySegment value = element.value();
    boolean big = element.context().bigEndian;
    if (vr == VR.DS || vr == VR.IS) {
      List<String> parts = split(vr, whole(element, vr));
      double[] numbers = new double[parts.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = parts.get(i).isEmpty() ? Double.NaN : decimal(element, parts.get(i));
      }
      return numbers;
    }
    if (vr == VR.FD || vr == VR.OD) {
      double[] numbers = new double[(int) (value.byteSize() / 8)];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = Double.longBitsToDouble(int64(value, i * 8L, big));
      }
      return numbers;
    }
    if (vr == VR.FL || vr == VR.OF) {
      double[] numbers = new double[(int) (value.byteSize() / 4)];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = Float.intBitsToFloat(int32(value, i * 4L, big));
      }
      return numbers;
    }
    long[] whole = longs(element);
    double[] numbers = new double[whole.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = whole[i];
    }
    return numbers;
  }

  private static double decimal(Element.Plain element, String text) {
    boolean plain = text.length() <= 64;
    for (int i = 0; plain && i < text.length(); i++) {
      plain = "0123456789+-.eE".indexOf(text.charAt(i)) >= 0;
    }
    if (plain) {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        throw wrongKind(element, "a decimal number");
      }
    }
    throw wrongKind(element, "a decimal number");
  }

  private static InputException wrongKind(Element.Plain element, String wanted) {
    return new InputException(
        element.context().name
            + ": element "
            + element.tag()
            + element.offset().stream().mapToObj(at -> " at byte " + at).findFirst().orElse("")
            + " ("
            + element.vr()
            + ", "
            + element.length()
            + " bytes) does not hold "
            + wanted
            + ".",
        "a damaged or non-conformant file.",
        "correct the element, or leave the file out.");
  }

  static int int16(MemorySegment segment, long at, boolean big) {
    short bits = segment.get(SHORT, at);
    return (big ? Short.reverseBytes(bits) : bits) & 0xFFFF;
  }

  static int int32(MemorySegment segment, long at, boolean big) {
    int bits = segment.get(INT, at);
    return big ? Integer.reverseBytes(bits) : bits;
  }

  static long int64(MemorySegment segment, long at, boolean big) {
    long bits = segment.get(LONG, at);
    return big ? Long.reverseBytes(bits) : bits;
  }
}
