package io.osler.dicom.read;

import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.Element;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.dataset.VR;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;

/** Private numbers whose representation an implicit syntax has lost: they come as UN. */
final class Private {
  private Private() {}

  private static boolean isUnknown(DataSet image, Tag tag) {
    return image.get(tag).map(Element::vr).filter(VR.UN::equals).isPresent();
  }

  private static Optional<MemorySegment> bytes(DataSet image, Tag tag) {
    return image.bytes(tag).filter(value -> value.byteSize() <= 1024);
  }

  /** Of a text such as IS or DS: the first of its values. */
  static OptionalDouble number(DataSet image, Tag tag) {
    if (!isUnknown(image, tag)) {
      return image.number(tag);
    }
    Optional<MemorySegment> value = bytes(image, tag);
    if (value.isEmpty()) {
      return OptionalDouble.empty();
    }
    String text =
        new String(value.get().toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
    String first = text.split("\\\\", 2)[0].replace('\0', ' ').strip();
    return first.matches("[-+0-9.eE]{1,24}") && first.matches(".*[0-9].*")
        ? parsed(first)
        : OptionalDouble.empty();
  }

  private static OptionalDouble parsed(String text) {
    try {
      return OptionalDouble.of(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  static double[] doubles(DataSet image, Tag tag) {
    if (!isUnknown(image, tag)) {
      return image.numbers(tag);
    }
    MemorySegment value = bytes(image, tag).orElse(MemorySegment.ofArray(new byte[0]));
    double[] numbers = new double[(int) (value.byteSize() / 8)];
    var layout = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(order(image, tag));
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = value.get(layout, 8L * i);
    }
    return numbers;
  }

  static float[] floats(DataSet image, Tag tag) {
    if (!isUnknown(image, tag)) {
      double[] wide = image.numbers(tag);
      float[] numbers = new float[wide.length];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) wide[i];
      }
      return numbers;
    }
    MemorySegment value = bytes(image, tag).orElse(MemorySegment.ofArray(new byte[0]));
    float[] numbers = new float[(int) (value.byteSize() / 4)];
    var layout = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order(image, tag));
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = value.get(layout, 4L * i);
    }
    return numbers;
  }

  private static ByteOrder order(DataSet image, Tag tag) {
    return image.isBigEndian(tag) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }
}
