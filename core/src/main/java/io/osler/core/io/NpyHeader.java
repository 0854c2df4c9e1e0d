package io.osler.core.io;

import io.osler.core.config.InputException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of a .npy file, versions 1 to 3: a Python dictionary of three keys. Read by a pattern
 * that takes nothing else, never evaluated. Source: NumPy enhancement proposal 1.
 */
record NpyHeader(SampleType type, ByteOrder order, boolean fortran, List<Integer> shape) {
  private static final int MOST_HEADER = 64 << 10;
  private static final int MOST_DIMENSIONS = 8;
  private static final Pattern FIELD =
      Pattern.compile(
          "\\G\\s*'(descr|fortran_order|shape)'\\s*:\\s*"
              + "('[^'\\\\]{0,64}'|True|False|\\([0-9,\\s]{0,200}\\))\\s*(,|(?=}))");
  private static final Pattern DESCR = Pattern.compile("'([<>|=])([a-zA-Z?])([0-9]*)'");

  /** Reads up to the first byte of data. */
  static NpyHeader read(DataInputStream in, String where) throws IOException {
    try {
      byte[] magic = in.readNBytes(8);
      if (magic.length < 8 || magic[0] != (byte) 0x93 || !text(magic, 1, 5).equals("NUMPY")) {
        throw refused(where, "does not begin as a NumPy array", "a renamed or damaged file");
      }
      int major = magic[6];
      if (major < 1 || major > 3) {
        throw refused(where, "is a NumPy file of version " + major, "a damaged or newer file");
      }
      long length = Integer.toUnsignedLong(Integer.reverseBytes(major == 1 ? 0 : in.readInt()));
      if (major == 1) {
        length = Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
      }
      if (length > MOST_HEADER) {
        throw refused(where, "claims a header of " + length + " bytes", "a damaged file");
      }
      byte[] header = in.readNBytes((int) length);
      if (header.length < length) {
        throw new EOFException();
      }
      return parse(new String(header, StandardCharsets.UTF_8).strip(), where);
    } catch (EOFException e) {
      throw refused(where, "ends inside its header", "a truncated file");
    }
  }

  private static NpyHeader parse(String text, String where) {
    if (!text.startsWith("{") || !text.endsWith("}")) {
      throw refused(where, "has a header that is no dictionary", "a damaged file");
    }
    String descr = "";
    String fortran = "";
    String shape = "";
    Matcher field = FIELD.matcher(text).region(1, text.length());
    int end = 1;
    while (field.find()) {
      switch (field.group(1)) {
        case "descr" -> descr = field.group(2);
        case "fortran_order" -> fortran = field.group(2);
        default -> shape = field.group(2);
      }
      end = field.end();
    }
    boolean whole = text.substring(end).strip().equals("}");
    boolean typed = fortran.equals("True") || fortran.equals("False");
    if (descr.isEmpty() && text.contains("[")) {
      throw refused(where, "holds records (a structured dtype)", "it is a table, not an image");
    }
    if (!whole || !typed || descr.isEmpty() || !shape.startsWith("(")) {
      throw refused(where, "has a header that is not understood", "a damaged or foreign file");
    }
    Matcher dtype = DESCR.matcher(descr);
    if (!dtype.matches()) {
      throw refused(where, "has the data type " + descr, "a damaged or foreign file");
    }
    ByteOrder order =
        switch (dtype.group(1)) {
          case ">" -> ByteOrder.BIG_ENDIAN;
          default -> ByteOrder.LITTLE_ENDIAN;
        };
    SampleType type = type(dtype.group(2) + dtype.group(3), where);
    return new NpyHeader(type, order, fortran.equals("True"), shape(shape, where));
  }

  private static SampleType type(String code, String where) {
    return switch (code) {
      case "b1", "?" -> SampleType.BOOL;
      case "u1" -> SampleType.UINT8;
      case "i1" -> SampleType.INT8;
      case "u2" -> SampleType.UINT16;
      case "i2" -> SampleType.INT16;
      case "u4" -> SampleType.UINT32;
      case "i4" -> SampleType.INT32;
      case "u8" -> SampleType.UINT64;
      case "i8" -> SampleType.INT64;
      case "f4" -> SampleType.FLOAT32;
      case "f8" -> SampleType.FLOAT64;
      case String s when s.startsWith("O") ->
          throw refused(
              where,
              "holds Python objects (pickle)",
              "reading them could run code, so they are never read");
      default -> throw refused(where, "has the data type '" + code + "'", "no image has it");
    };
  }

  private static List<Integer> shape(String tuple, String where) {
    List<Integer> shape = new ArrayList<>();
    for (String part : tuple.substring(1, tuple.length() - 1).split(",", -1)) {
      String number = part.strip();
      if (number.isEmpty()) {
        continue;
      }
      if (!number.matches("[0-9]{1,10}") || Long.parseLong(number) > Integer.MAX_VALUE) {
        throw refused(where, "claims an axis of " + number, "a damaged file");
      }
      shape.add(Integer.parseInt(number));
    }
    if (shape.size() > MOST_DIMENSIONS) {
      throw refused(where, "claims " + shape.size() + " axes", "a damaged file");
    }
    return List.copyOf(shape);
  }

  /** Elements claimed, or an exception where they cannot be counted in 63 bits. */
  long elements(String where) {
    try {
      long elements = 1;
      for (int length : shape) {
        elements = Math.multiplyExact(elements, (long) length);
      }
      return Math.multiplyExact(elements, (long) type.bytes()) / type.bytes();
    } catch (ArithmeticException e) {
      throw refused(where, "claims the shape " + shape, "a damaged header");
    }
  }

  private static String text(byte[] bytes, int from, int count) {
    return new String(bytes, from, count, StandardCharsets.ISO_8859_1);
  }

  private static InputException refused(String where, String what, String why) {
    return new InputException(
        where + " " + what + ".",
        why + ".",
        "save it again with numpy.savez as plain numbers, or fetch the file again.");
  }
}
