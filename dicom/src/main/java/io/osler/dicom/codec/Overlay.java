package io.osler.dicom.codec;

import io.osler.core.config.InputException;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.Tag;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * One bit for each pixel, drawn over the image (PS3.3 C.9.2), in an element of its own or in an
 * unused bit of the pixels.
 *
 * @param group 6000, 6002, … 601E
 * @param top row of the image, from 0, at which the overlay's first row lies; may be negative
 * @param first image frame, from 0, that the overlay's first frame belongs to
 * @param bit of the pixels in which it lies; −1 with bits of its own
 * @param graphics whether it marks a drawing (G) rather than a region of interest (R)
 */
public record Overlay(
    int group,
    int rows,
    int columns,
    int frames,
    int top,
    int left,
    int first,
    int bit,
    boolean graphics,
    MemorySegment bits) {

  /** All sixteen groups; one whose header makes no sense is refused. */
  public static List<Overlay> of(DataSet dataSet) {
    List<Overlay> found = new ArrayList<>();
    for (int group = 0x6000; group <= 0x601E; group += 2) {
      int rows = dataSet.integer(Tag.of(group, 0x0010)).orElse(0);
      int columns = dataSet.integer(Tag.of(group, 0x0011)).orElse(0);
      MemorySegment bits =
          dataSet.bytes(Tag.of(group, 0x3000)).orElse(MemorySegment.ofArray(new byte[0]));
      int bit = dataSet.integer(Tag.of(group, 0x0102)).orElse(0);
      boolean own = bits.byteSize() > 0;
      if (rows < 1 || columns < 1 || !own && bit == 0) {
        continue;
      }
      int frames = Math.max(1, dataSet.integer(Tag.of(group, 0x0015)).orElse(1));
      double[] origin = dataSet.numbers(Tag.of(group, 0x0050));
      boolean placed = origin.length == 2;
      if (own && (long) rows * columns * frames > bits.byteSize() * 8) {
        throw new InputException(
            "Overlay " + Tag.of(group, 0x3000) + " is shorter than its header says.",
            "a truncated or damaged file.",
            "view the image without overlays.");
      }
      found.add(
          new Overlay(
              group,
              rows,
              columns,
              frames,
              placed ? (int) origin[0] - 1 : 0,
              placed ? (int) origin[1] - 1 : 0,
              dataSet.integer(Tag.of(group, 0x0051)).orElse(1) - 1,
              own ? -1 : bit,
              !dataSet.text(Tag.of(group, 0x0040)).orElse("G").equals("R"),
              bits));
    }
    return found;
  }

  public boolean isEmbedded() {
    return bit >= 0;
  }

  Tag tag(int element) {
    return Tag.of(group, element);
  }

  /** Whether each pixel of an image frame is marked, row by row. */
  public boolean[] mask(PixelData pixels, int frame) {
    PixelLayout layout = pixels.layout();
    boolean[] mask = new boolean[layout.rows() * layout.columns()];
    if (isEmbedded()) {
      int[] raw = pixels.raw(frame);
      for (int i = 0; i < mask.length && raw.length == mask.length; i++) {
        mask[i] = (raw[i] >>> bit & 1) == 1;
      }
      return mask;
    }
    int own = frame - first;
    if (own < 0 || own >= frames) {
      return mask;
    }
    long start = (long) own * rows * columns;
    for (int y = Math.max(0, -top); y < rows && y + top < layout.rows(); y++) {
      for (int x = Math.max(0, -left); x < columns && x + left < layout.columns(); x++) {
        long at = start + (long) y * columns + x;
        boolean set = (bits.get(ValueLayout.JAVA_BYTE, at >> 3) >> (at & 7) & 1) == 1;
        mask[(y + top) * layout.columns() + x + left] = set;
      }
    }
    return mask;
  }

  /** An embedded overlay of all frames as packed bits, least significant first. */
  byte[] packed(PixelData pixels) {
    PixelLayout layout = pixels.layout();
    int n = layout.rows() * layout.columns();
    byte[] out = new byte[(int) (((long) n * layout.frames() + 7) / 8)];
    for (int f = 0; f < layout.frames(); f++) {
      boolean[] mask = mask(pixels, f);
      for (int i = 0; i < n; i++) {
        long at = (long) f * n + i;
        if (mask[i]) {
          out[(int) (at >> 3)] |= (byte) (1 << (at & 7));
        }
      }
    }
    return out;
  }
}
