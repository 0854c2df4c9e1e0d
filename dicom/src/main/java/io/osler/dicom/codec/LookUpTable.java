package io.osler.dicom.codec;

import io.osler.core.config.InputException;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.Tag;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/**
 * table(clamp(x − first)): a modality or VOI look-up table (PS3.3 C.11.1.1, C.11.2.1.1); values
 * before and after it take its ends.
 */
record LookUpTable(int first, int bits, int[] entries) {
  private static final Tag DESCRIPTOR = Tag.parse("LUTDescriptor");
  private static final Tag DATA = Tag.parse("LUTData");

  static Optional<LookUpTable> of(DataSet dataSet, String sequence, int index, boolean signed) {
    List<DataSet> items = dataSet.items(Tag.parse(sequence));
    return index < items.size() ? Optional.of(of(items.get(index), signed)) : Optional.empty();
  }

  private static LookUpTable of(DataSet item, boolean signed) {
    double[] descriptor = item.numbers(DESCRIPTOR);
    var bytes = item.bytes(DATA);
    if (descriptor.length != 3 || bytes.isEmpty()) {
      throw damaged("lacks its descriptor or its data");
    }
    // 0 stands for 2^16, and the sign of all three follows from the pixels, not from the table.
    int count = (int) descriptor[0] & 0xFFFF;
    count = count == 0 ? 65536 : count;
    int first = (int) descriptor[1] & 0xFFFF;
    int bits = (int) descriptor[2];
    if (bits < 8 || bits > 16) {
      throw damaged("has entries of " + bits + " bits");
    }
    long length = bytes.get().byteSize();
    boolean packed = length < 2L * count;
    if (length < count) {
      throw damaged("is shorter than its descriptor says");
    }
    var word = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(Native.order(item.isBigEndian(DATA)));
    int[] entries = new int[count];
    for (int i = 0; i < count; i++) {
      entries[i] =
          packed
              ? bytes.get().get(ValueLayout.JAVA_BYTE, i) & 0xFF
              : bytes.get().get(word, 2L * i) & 0xFFFF;
    }
    return new LookUpTable(signed ? (short) first : first, bits, entries);
  }

  double at(double value) {
    return entries[(int) Math.clamp(Math.rint(value) - first, 0, entries.length - 1)];
  }

  /** The greatest value that an entry can have. */
  double most() {
    int most = (1 << bits) - 1;
    for (int entry : entries) {
      // Some writers state fewer bits than they use.
      most = Math.max(most, entry);
    }
    return most;
  }

  private static InputException damaged(String what) {
    return new InputException(
        "A look-up table " + DESCRIPTOR + " " + what + ".",
        "a truncated or damaged file.",
        "give a window of your own.");
  }
}
