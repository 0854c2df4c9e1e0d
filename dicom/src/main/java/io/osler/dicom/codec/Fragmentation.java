package io.osler.dicom.codec;

import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.Element;
import io.osler.dicom.dataset.Tag;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Which fragments make up which frame: by offset table, count or start marker (PS3.5 section A.4).
 */
final class Fragmentation {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final List<List<MemorySegment>> frames = new ArrayList<>();

  Fragmentation(DataSet dataSet, Element.Fragments pixels, int count) {
    List<MemorySegment> fragments = pixels.fragments();
    if (count == 1) {
      frames.add(fragments);
    } else if (!byOffsets(extended(dataSet), fragments, count)
        && !byOffsets(basic(pixels.offsets()), fragments, count)) {
      if (fragments.size() == count) {
        fragments.forEach(one -> frames.add(List.of(one)));
      } else {
        byMarkers(fragments);
      }
    }
    if (frames.size() != count || frames.getFirst().isEmpty()) {
      throw Refusal.damaged(
          "holds " + fragments.size() + " fragments that do not divide into " + count + " frames");
    }
  }

  byte[] frame(int index) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (MemorySegment fragment : frames.get(index)) {
      all.writeBytes(fragment.toArray(ValueLayout.JAVA_BYTE));
    }
    return all.toByteArray();
  }

  private static long[] extended(DataSet dataSet) {
    MemorySegment table =
        dataSet.bytes(Tag.EXTENDED_OFFSETS).orElse(MemorySegment.ofArray(new byte[0]));
    long[] offsets = new long[(int) (table.byteSize() / 8)];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = table.get(LONG, i * 8L);
    }
    return offsets;
  }

  private static long[] basic(MemorySegment table) {
    long[] offsets = new long[(int) (table.byteSize() / 4)];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = table.get(INT, i * 4L) & 0xFFFFFFFFL;
    }
    return offsets;
  }

  /**
   * Offsets count from the first fragment's item tag; a table that hits no fragment is not used.
   */
  private boolean byOffsets(long[] offsets, List<MemorySegment> fragments, int count) {
    if (offsets.length != count) {
      return false;
    }
    List<List<MemorySegment>> found = new ArrayList<>();
    long at = 0;
    for (MemorySegment fragment : fragments) {
      if (found.size() < count && offsets[found.size()] == at) {
        found.add(new ArrayList<>());
      }
      if (found.isEmpty()) {
        return false;
      }
      found.getLast().add(fragment);
      at += 8 + fragment.byteSize();
    }
    if (found.size() == count) {
      frames.addAll(found);
    }
    return found.size() == count;
  }

  /** FF D8 starts a JPEG or JPEG-LS image, FF 4F a JPEG 2000 code stream. */
  private void byMarkers(List<MemorySegment> fragments) {
    for (MemorySegment fragment : fragments) {
      boolean starts =
          fragment.byteSize() >= 2
              && fragment.get(ValueLayout.JAVA_BYTE, 0) == -1
              && (fragment.get(ValueLayout.JAVA_BYTE, 1) == (byte) 0xD8
                  || fragment.get(ValueLayout.JAVA_BYTE, 1) == 0x4F);
      if (starts || frames.isEmpty()) {
        frames.add(new ArrayList<>());
      }
      frames.getLast().add(fragment);
    }
  }
}
