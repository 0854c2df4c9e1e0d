package io.osler.dicom.dataset;

import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Makes a data set of an old one; values are checked against their representation (PS3.5 6.2). */
public final class DataSetBuilder {
  private final TreeMap<Tag, Element> elements = new TreeMap<>();
  private final Context context = Context.made();

  DataSetBuilder(DataSet from) {
    for (Element element : from.stored()) {
      // A stale group length would be worse than none, and all but that of group 2 are retired.
      if (!element.tag().isGroupLength()) {
        elements.put(element.tag(), element);
      }
    }
  }

  public DataSetBuilder put(Tag tag, String... values) {
    return put(tag, vr(tag), values);
  }

  /** Text, or numbers written as text, in a representation of the caller's choice. */
  public DataSetBuilder put(Tag tag, VR vr, String... values) {
    if (!vr.isText()) {
      double[] numbers = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        numbers[i] = Double.parseDouble(values[i]);
      }
      return put(tag, vr, numbers);
    }
    for (String value : values) {
      Conformance.check(tag, vr, value);
    }
    byte[] bytes = String.join("\\", values).getBytes(StandardCharsets.UTF_8);
    return set(new Element.Plain(tag, vr, padded(bytes, vr), Optional.empty(), context));
  }

  public DataSetBuilder put(Tag tag, double... values) {
    return put(tag, vr(tag), values);
  }

  public DataSetBuilder put(Tag tag, VR vr, double... values) {
    if (vr == VR.DS || vr == VR.IS) {
      String[] texts = new String[values.length];
      for (int i = 0; i < values.length; i++) {
        texts[i] = vr == VR.IS ? Long.toString((long) values[i]) : Conformance.decimal(values[i]);
      }
      return put(tag, vr, texts);
    }
    Require.that(
        vr.kind() == VR.Kind.WHOLE || vr.kind() == VR.Kind.REAL, tag.toString(), vr, "a number VR");
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * vr.unit()).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      Conformance.range(tag, vr, value);
      switch (vr) {
        case FL -> buffer.putFloat((float) value);
        case FD -> buffer.putDouble(value);
        case SS, US -> buffer.putShort((short) (int) value);
        case SL, UL -> buffer.putInt((int) (long) value);
        default -> buffer.putLong((long) value);
      }
    }
    return set(
        new Element.Plain(
            tag, vr, MemorySegment.ofArray(buffer.array()), Optional.empty(), context));
  }

  /** Bytes in little endian order; the array is taken over. */
  public DataSetBuilder put(Tag tag, VR vr, byte[] bytes) {
    return set(new Element.Plain(tag, vr, padded(bytes, vr), Optional.empty(), context));
  }

  public DataSetBuilder put(Tag tag, List<DataSet> items) {
    return set(new Element.Items(tag, VR.SQ, items, Optional.empty(), context));
  }

  /** Compressed frames, one fragment each, with a basic offset table (PS3.5 section A.4). */
  public DataSetBuilder putFrames(List<byte[]> frames) {
    return putFrames(frames, false);
  }

  /**
   * Compressed frames, one fragment each.
   *
   * @param extended whether offsets and lengths go into 64-bit tables of their own (PS3.3
   *     C.7.6.3.1.8) rather than into the basic table of 32 bits
   */
  public DataSetBuilder putFrames(List<byte[]> frames, boolean extended) {
    ByteBuffer offsets = ByteBuffer.allocate(frames.size() * 8).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer lengths = ByteBuffer.allocate(frames.size() * 8).order(ByteOrder.LITTLE_ENDIAN);
    java.util.ArrayList<MemorySegment> fragments = new java.util.ArrayList<>();
    long at = 0;
    for (byte[] frame : frames) {
      MemorySegment fragment = padded(frame, VR.OB);
      fragments.add(fragment);
      if (extended) {
        offsets.putLong(at);
        lengths.putLong(frame.length);
      } else {
        Require.within("offset of a compressed frame", at, 0, 0xFFFFFFFFL);
        offsets.putInt((int) at);
      }
      at += 8 + fragment.byteSize();
    }
    if (extended) {
      put(Tag.EXTENDED_OFFSETS, VR.OV, offsets.array());
      put(Tag.EXTENDED_LENGTHS, VR.OV, lengths.array());
    }
    byte[] basic =
        extended ? new byte[0] : java.util.Arrays.copyOf(offsets.array(), offsets.position());
    return set(
        new Element.Fragments(
            Tag.PIXELS, VR.OB, MemorySegment.ofArray(basic), fragments, Optional.empty(), context));
  }

  /** An element of another data set as it is. */
  public DataSetBuilder set(Element element) {
    elements.put(element.tag(), element);
    return this;
  }

  public DataSetBuilder remove(Tag tag) {
    elements.remove(tag);
    return this;
  }

  public DataSet build() {
    return new DataSet(List.copyOf(elements.values()));
  }

  private static VR vr(Tag tag) {
    VR vr = Dictionary.vr(tag, false);
    if (vr == VR.UN) {
      throw new InputException(
          "Element " + tag + " has no known value representation.",
          "a private or unlisted tag.",
          "name the representation when putting it.");
    }
    return vr;
  }

  private static MemorySegment padded(byte[] bytes, VR vr) {
    if (bytes.length % 2 == 0) {
      return MemorySegment.ofArray(bytes);
    }
    byte[] even = java.util.Arrays.copyOf(bytes, bytes.length + 1);
    even[bytes.length] = vr.padding();
    return MemorySegment.ofArray(even);
  }
}
