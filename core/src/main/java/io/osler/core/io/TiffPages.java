package io.osler.core.io;

import io.osler.core.config.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The directories of a TIFF 6.0 file, checked against the file's length before it is decoded. */
record TiffPages(List<Page> pages) {
  private static final int MAX_PAGES = 65_535;
  private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

  /**
   * One image in the file.
   *
   * @param index its place among all directories
   * @param photometric 0 white is zero, 1 black is zero, 2 RGB, 3 palette, 6 YCbCr
   * @param palette all reds, all greens, all blues, 0–255; empty unless photometric is 3
   */
  record Page(
      int index,
      int width,
      int height,
      int samples,
      int bits,
      int format,
      int photometric,
      int orientation,
      List<Integer> palette) {
    int channels() {
      return photometric == 2 || photometric == 3 || photometric == 6 ? 3 : 1;
    }

    boolean sameKind(Page other) {
      return width == other.width
          && height == other.height
          && samples == other.samples
          && bits == other.bits
          && format == other.format
          && photometric == other.photometric
          && orientation == other.orientation;
    }
  }

  static boolean is(byte[] b) {
    return b.length >= 4
        && ((b[0] == 'I' && b[1] == 'I' && (b[2] == 42 || b[2] == 43) && b[3] == 0)
            || (b[0] == 'M' && b[1] == 'M' && b[2] == 0 && (b[3] == 42 || b[3] == 43)));
  }

  static TiffPages parse(Path file, byte[] bytes, Limits limits) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    in.order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    if (bytes.length < 8) {
      throw Source.truncated(file, "no directory");
    }
    if (in.getShort(2) == 43) {
      throw new InputException(
          file + " is a BigTIFF file.", "it may exceed 4 GiB.", "convert it to an ordinary TIFF.");
    }
    List<Page> pages = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    long offset = in.getInt(4) & 0xffffffffL;
    for (int index = 0; offset != 0; index++) {
      if (!seen.add(offset) || index > MAX_PAGES) {
        throw Source.damaged(file, "its pages form a loop, or are more than " + MAX_PAGES);
      }
      if (offset > bytes.length - 6) {
        throw Source.truncated(file, "a page starts at byte " + offset);
      }
      int entries = in.getShort((int) offset) & 0xffff;
      long next = offset + 2 + entries * 12L;
      if (next > bytes.length - 4) {
        throw Source.truncated(file, "a page directory of " + entries + " entries");
      }
      Fields fields = new Fields(file, in, (int) offset + 2, entries);
      // Bit 0: a smaller copy of another page. Bit 2: a transparency mask.
      if ((fields.value(254, 0) & 5) == 0) {
        pages.add(page(file, fields, index, limits));
      }
      offset = in.getInt((int) next) & 0xffffffffL;
    }
    if (pages.isEmpty()) {
      throw Source.damaged(file, "it holds no picture");
    }
    Page first = pages.getFirst();
    for (Page page : pages) {
      if (!page.sameKind(first)) {
        throw new InputException(
            "%s holds pages of different kinds (%d×%d and %d×%d)."
                .formatted(file, first.width, first.height, page.width, page.height),
            "a pyramid or a collection instead of one stack.",
            "save the wanted pages in a file of their own.");
      }
    }
    limits.check(file, first.width, first.height, pages.size(), first.channels());
    return new TiffPages(List.copyOf(pages));
  }

  private static Page page(Path file, Fields fields, int index, Limits limits) {
    long width = fields.value(256, 0);
    long height = fields.value(257, 0);
    long samples = fields.value(277, 1);
    long photometric = fields.value(262, 1);
    long bits = fields.value(258, 1);
    long format = fields.value(339, 1);
    limits.check(file, width, height, 1, Math.max(1, samples));
    // Uncompressed is itself; LZW and deflate shrink below 2048-fold; fax coding has no such bound.
    long raw = width * height * Math.max(1, samples) * bits / 8;
    long ratio = fields.value(259, 1) == 1 ? 1 : 2048;
    if ((ratio == 1 || bits >= 8) && raw > ratio * fields.in().limit()) {
      throw Source.truncated(file, fields.in().limit() + " bytes cannot hold its pixels");
    }
    fields.checkSegments(273, 279);
    fields.checkSegments(324, 325);
    long tileWidth = fields.value(322, 16);
    long tileHeight = fields.value(323, 16);
    if (tileWidth < 1
        || tileHeight < 1
        || samples > 16
        || (double) tileWidth * tileHeight > 4.0 * width * height + (1 << 22)) {
      throw Source.damaged(file, "tiles of " + tileWidth + " × " + tileHeight + " pixels");
    }
    boolean colours = photometric == 2 || photometric == 6;
    boolean known = colours || photometric == 0 || photometric == 1 || photometric == 3;
    long needed = colours ? 3 : 1;
    boolean depth =
        switch ((int) format) {
          case 1, 2 -> bits == 8 || bits == 16 || bits == 32 || (bits < 8 && samples == 1);
          case 3 -> bits == 32 || bits == 64;
          default -> false;
        };
    if (!known || samples < needed || samples > needed + 1 || !depth) {
      throw new InputException(
          "%s holds %d samples of %d bits, sample format %d, photometric %d."
              .formatted(file, samples, bits, format, photometric),
          "only grey, palette, RGB and YCbCr of 1 to 32 bits or floats are read.",
          "convert it to a grey or RGB TIFF or PNG.");
    }
    long orientation = fields.value(274, 1);
    return new Page(
        index,
        (int) width,
        (int) height,
        (int) samples,
        (int) bits,
        (int) format,
        (int) photometric,
        orientation >= 1 && orientation <= 8 ? (int) orientation : 1,
        photometric == 3 ? palette(file, fields, (int) bits) : List.of());
  }

  /** The map holds 16 bits; like libtiff, the upper eight count unless all values fit in eight. */
  private static List<Integer> palette(Path file, Fields fields, int bits) {
    long[] map = fields.values(320);
    if (bits > 8 || map.length < 3 << bits) {
      throw Source.damaged(file, "a palette of " + map.length + " values for " + bits + " bits");
    }
    int shift = Arrays.stream(map).max().orElse(0) > 255 ? 8 : 0;
    return Arrays.stream(map, 0, 3 << bits).mapToObj(value -> (int) (value >> shift)).toList();
  }

  /** One directory's entries; each array must lie inside the file. */
  private record Fields(Path file, ByteBuffer in, int start, int entries) {
    Fields {
      for (int e = 0; e < entries; e++) {
        int entry = start + e * 12;
        int type = in.getShort(entry + 2) & 0xffff;
        long size =
            (in.getInt(entry + 4) & 0xffffffffL)
                * (type < TYPE_BYTES.length ? TYPE_BYTES[type] : 1);
        long offset = in.getInt(entry + 8) & 0xffffffffL;
        if (size > 4 && offset + size > in.limit()) {
          throw Source.truncated(file, "field " + (in.getShort(entry) & 0xffff) + " lies outside");
        }
      }
    }

    /** The first value of a whole-number field. */
    long value(int tag, long absent) {
      long[] all = values(tag);
      return all.length == 0 ? absent : all[0];
    }

    /** All values of a whole-number field; none when it is absent. */
    long[] values(int tag) {
      for (int e = 0; e < entries; e++) {
        int entry = start + e * 12;
        if ((in.getShort(entry) & 0xffff) == tag) {
          int type = in.getShort(entry + 2);
          if (type != 1 && type != 3 && type != 4) {
            throw Source.damaged(file, "field " + tag + " has type " + type);
          }
          int step = TYPE_BYTES[type];
          // The constructor has seen that longer arrays lie inside the file.
          int count = (int) Math.min(in.getInt(entry + 4) & 0xffffffffL, in.limit());
          int at = (long) count * step > 4 ? in.getInt(entry + 8) : entry + 8;
          long[] all = new long[count];
          for (int i = 0; i < count; i++, at += step) {
            all[i] =
                switch (type) {
                  case 1 -> in.get(at) & 0xff;
                  case 3 -> in.getShort(at) & 0xffff;
                  default -> in.getInt(at) & 0xffffffffL;
                };
          }
          return all;
        }
      }
      return new long[0];
    }

    /**
     * Every strip or tile must lie inside the file: the JDK's decoder reads past the end silently.
     */
    void checkSegments(int offsets, int counts) {
      long[] starts = values(offsets);
      long[] lengths = values(counts);
      if (lengths.length != 0 && lengths.length != starts.length) {
        throw Source.damaged(
            file, starts.length + " strips or tiles, " + lengths.length + " sizes");
      }
      for (int i = 0; i < starts.length; i++) {
        if (starts[i] + (lengths.length == 0 ? 1 : lengths[i]) > in.limit()) {
          throw Source.truncated(file, "strip or tile " + i + " lies outside");
        }
      }
    }
  }
}
