package io.osler.dicom.read;

import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.Tag;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * name → texts: what Siemens keeps in (0029,xx10) of {@code SIEMENS CSA HEADER}, in both of its
 * layouts. Nothing in it is trusted: a table that does not add up counts as missing.
 */
final class SiemensHeader {
  private static final int MOST_BYTES = 4 << 20;
  private static final int MOST_TAGS = 1000;
  private static final int MARK = 77;
  private static final int OTHER_MARK = 205;

  private final Map<String, List<String>> values = new HashMap<>();

  private SiemensHeader() {}

  static Optional<SiemensHeader> of(DataSet image) {
    Optional<Tag> tag = image.privateTag(0x0029, "SIEMENS CSA HEADER", 0x10);
    return tag.flatMap(image::bytes)
        .filter(bytes -> bytes.byteSize() >= 16 && bytes.byteSize() <= MOST_BYTES)
        .flatMap(SiemensHeader::parse);
  }

  private static Optional<SiemensHeader> parse(MemorySegment bytes) {
    ByteBuffer in =
        ByteBuffer.wrap(bytes.toArray(ValueLayout.JAVA_BYTE)).order(ByteOrder.LITTLE_ENDIAN);
    try {
      boolean second = in.getInt(0) == ('S' | 'V' << 8 | '1' << 16 | '0' << 24);
      if (second) {
        in.position(8);
      }
      int tags = in.getInt();
      int mark = in.getInt();
      if (tags < 1 || tags > MOST_TAGS || mark != MARK) {
        return Optional.empty();
      }
      SiemensHeader header = new SiemensHeader();
      int shift = -1;
      for (int t = 0; t < tags; t++) {
        String name = text(in, 64);
        in.position(in.position() + 12);
        int items = in.getInt();
        int check = in.getInt();
        if (items < 0 || items > 10_000 || check != MARK && check != OTHER_MARK) {
          return Optional.empty();
        }
        shift = shift < 0 ? items : shift;
        header.values.put(name, items(in, items, second ? -1 : shift));
      }
      return Optional.of(header);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * @param shift what the first layout adds to its lengths; negative for the second layout
   */
  private static List<String> items(ByteBuffer in, int items, int shift) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      int first = in.getInt();
      int other = in.getInt();
      in.position(in.position() + 8);
      int length = shift < 0 ? other : first - shift;
      if (shift >= 0 && (length < 0 || length > in.remaining())) {
        break;
      }
      String text = text(in, length);
      in.position(Math.min(in.limit(), in.position() + (4 - length % 4) % 4));
      if (!text.isBlank()) {
        texts.add(text.strip());
      }
    }
    return texts;
  }

  private static String text(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    int end = 0;
    while (end < length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
  }

  /** Empty when absent or not all numbers. */
  double[] numbers(String name) {
    List<String> texts = values.getOrDefault(name, List.of());
    double[] numbers = new double[texts.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!texts.get(i).matches("[-+]?[0-9]{1,12}(\\.[0-9]{0,16})?([eE][-+]?[0-9]{1,3})?")) {
        return new double[0];
      }
      numbers[i] = Double.parseDouble(texts.get(i));
    }
    return numbers;
  }
}
