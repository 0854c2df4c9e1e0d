package io.osler.dicom.codec;

import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.Tag;

/** Colour spaces (PS3.3 C.7.6.3.1.2) and palettes (C.7.9). */
public final class Colour {
  private static final Tag RED = Tag.parse("RedPaletteColorLookupTableDescriptor");
  private static final Tag RED_TABLE = Tag.parse("RedPaletteColorLookupTableData");
  private static final Tag SEGMENTED = Tag.parse("SegmentedRedPaletteColorLookupTableData");

  private Colour() {}

  /** YBR_FULL to RGB, ITU-R BT.601: R = Y + 1.402·(Cr − c), and so on, in place. */
  static int[] toRgb(int[] ybr, int bits) {
    int most = (1 << bits) - 1;
    int centre = 1 << bits - 1;
    for (int i = 0; i + 2 < ybr.length; i += 3) {
      double y = ybr[i];
      double cb = ybr[i + 1] - centre;
      double cr = ybr[i + 2] - centre;
      ybr[i] = clamp(y + 1.402 * cr, most);
      ybr[i + 1] = clamp(y - 0.114 * 1.772 / 0.587 * cb - 0.299 * 1.402 / 0.587 * cr, most);
      ybr[i + 2] = clamp(y + 1.772 * cb, most);
    }
    return ybr;
  }

  private static int clamp(double value, int most) {
    return (int) Math.clamp(Math.floor(value + 0.5), 0, most);
  }

  /**
   * Indices of a PALETTE COLOR image as RGB of 8 bits, interleaved; indices outside the table take
   * its first or last entry.
   */
  public static int[] ofPalette(int[] indices, DataSet dataSet) {
    int[] rgb = new int[indices.length * 3];
    for (int channel = 0; channel < 3; channel++) {
      double[] descriptor = dataSet.numbers(new Tag(RED.value() + channel));
      if (descriptor.length != 3) {
        throw Refusal.damaged("has no palette");
      }
      int entries = descriptor[0] == 0 ? 65536 : (int) descriptor[0];
      int first = (int) descriptor[1];
      int bits = descriptor[2] == 8 ? 8 : 16;
      int[] table = table(dataSet, channel, entries, bits);
      for (int i = 0; i < indices.length; i++) {
        int at = Math.clamp((long) indices[i] - first, 0, entries - 1);
        rgb[3 * i + channel] = bits == 8 ? table[at] & 0xFF : table[at] >> 8 & 0xFF;
      }
    }
    return rgb;
  }

  private static int[] table(DataSet dataSet, int channel, int entries, int bits) {
    Tag segmented = new Tag(SEGMENTED.value() + channel);
    boolean isSegmented = dataSet.has(segmented);
    Tag tag = isSegmented ? segmented : new Tag(RED_TABLE.value() + channel);
    boolean big = dataSet.isBigEndian(tag);
    var bytes = dataSet.bytes(tag).orElseThrow(() -> Refusal.damaged("has no palette data"));
    boolean packed = !isSegmented && bits == 8 && bytes.byteSize() < 2L * entries;
    int[] words = new int[(int) (packed ? bytes.byteSize() : bytes.byteSize() / 2)];
    var word = java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(Native.order(big));
    for (int i = 0; i < words.length; i++) {
      words[i] =
          packed
              ? bytes.get(java.lang.foreign.ValueLayout.JAVA_BYTE, i) & 0xFF
              : bytes.get(word, 2L * i) & 0xFFFF;
    }
    int[] table = isSegmented ? expanded(words, entries) : words;
    if (table.length < entries) {
      throw Refusal.damaged("has a palette shorter than its descriptor says");
    }
    return table;
  }

  /** Discrete, linear and indirect segments (PS3.3 C.7.9.2). */
  private static int[] expanded(int[] words, int entries) {
    int[] table = new int[entries];
    int filled = fill(words, 0, words.length, Integer.MAX_VALUE, table, 0, true);
    if (filled != entries) {
      throw Refusal.damaged("has segments that do not fill its palette");
    }
    return table;
  }

  private static int fill(
      int[] words, int start, int end, int segments, int[] table, int from, boolean nested) {
    int to = from;
    int at = start;
    for (int s = 0; s < segments && at + 1 < end && to < table.length; s++) {
      int kind = words[at];
      int length = words[at + 1];
      at += 2;
      if (kind == 0) {
        for (int i = 0; i < length && to < table.length && at < end; i++) {
          table[to++] = words[at++];
        }
      } else if (kind == 1 && to > 0 && at < end) {
        int before = table[to - 1];
        int last = words[at++];
        for (int i = 1; i <= length && to < table.length; i++) {
          table[to++] = (int) Math.round(before + (double) (last - before) * i / length);
        }
      } else if (kind == 2 && nested && at + 1 < end) {
        int offset = words[at] | words[at + 1] << 16;
        at += 2;
        if (offset < 0 || offset / 2 >= end) {
          throw Refusal.damaged("has a palette segment outside its data");
        }
        to = fill(words, offset / 2, end, length, table, to, false);
      } else {
        throw Refusal.damaged("has an unknown kind of palette segment");
      }
    }
    return to;
  }
}
