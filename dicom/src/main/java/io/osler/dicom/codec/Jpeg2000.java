package io.osler.dicom.codec;

import java.util.function.IntUnaryOperator;

/**
 * JPEG 2000 (ITU-T T.800): every order of packets, both wavelets, all modes of the bit-plane coder,
 * tiles, regions of interest. Reversible streams come out as they went in; irreversible ones by
 * 32-bit reals, as OpenJPEG computes them.
 */
final class Jpeg2000 {
  private final J2kStream stream;
  private final J2kSize size;
  private final int width;
  private final int[] samples;
  private final BitPlanes planes = new BitPlanes();

  private Jpeg2000(J2kStream stream, PixelLayout wanted) {
    this.stream = stream;
    this.size = stream.size();
    this.width = size.x1() - size.x0();
    wanted.require(width, size.y1() - size.y0(), size.components(), Math.max(2, size.depths()[0]));
    this.samples = new int[wanted.frameSamples()];
  }

  /** Samples of one frame, interleaved by pixel. */
  static int[] decode(byte[] data, PixelLayout wanted) {
    try {
      Jpeg2000 image = new Jpeg2000(new J2kStream(data, codeStream(data)), wanted);
      for (int tile = 0; tile < image.size.tiles(); tile++) {
        image.tile(tile);
      }
      return image.samples;
    } catch (ArrayIndexOutOfBoundsException e) {
      throw Refusal.damaged("ends in the middle of a JPEG 2000 header");
    }
  }

  /** Where the SOC marker stands: at once in DICOM, after boxes in a JP2 file put there. */
  private static int codeStream(byte[] data) {
    for (int i = 0; i + 3 < Math.min(data.length, 1 << 16); i++) {
      if (J2kSize.int32(data, i) == 0xFF4FFF51) {
        return i;
      }
    }
    throw Refusal.damaged("is no JPEG 2000 code stream");
  }

  /** The bounds x0, y0, x1, y1 of a tile on the reference grid. */
  private int[] bounds(int number) {
    long left = size.tileX0() + (long) (number % size.tilesAcross()) * size.tileWidth();
    long top = size.tileY0() + (long) (number / size.tilesAcross()) * size.tileHeight();
    return new int[] {
      (int) Math.max(left, size.x0()),
      (int) Math.max(top, size.y0()),
      (int) Math.min(left + size.tileWidth(), size.x1()),
      (int) Math.min(top + size.tileHeight(), size.y1())
    };
  }

  private void tile(int number) {
    J2kStream.Tile tile = stream.tile(number);
    J2kParameters parameters = tile.parameters();
    int[] bounds = bounds(number);
    J2kComponent[] components = new J2kComponent[size.components()];
    long precincts = 0;
    for (int c = 0; c < components.length; c++) {
      if (parameters.shift(c) > 30) {
        throw Refusal.unsupported("has JPEG 2000 coefficients of more than 30 bits");
      }
      int[] own = {
        J2kSize.ceil(bounds[0], size.dx()[c]),
        J2kSize.ceil(bounds[1], size.dy()[c]),
        J2kSize.ceil(bounds[2], size.dx()[c]),
        J2kSize.ceil(bounds[3], size.dy()[c])
      };
      components[c] =
          new J2kComponent(
              parameters.style(c),
              parameters.quantiser(c),
              parameters.shift(c),
              size.depths()[c],
              own);
      precincts += components[c].precincts();
    }
    // Each packet costs a byte at least.
    if (precincts > Math.max(1 << 16, tile.to() - tile.from() + tile.headers().length)) {
      throw Refusal.damaged("has too few bytes for its JPEG 2000 precincts");
    }
    for (J2kComponent component : components) {
      component.resolutions().forEach(J2kResolution::makeRoom);
    }
    new PacketOrder(components, new PacketReader(tile), tile.cut()).read(parameters, bounds, size);
    boolean colour = parameters.isTransformed() && components.length >= 3;
    if (colour) {
      requireAlike(components);
    }
    Object[] decoded = new Object[components.length];
    for (int c = 0; c < components.length; c++) {
      J2kComponent one = components[c];
      decoded[c] =
          one.style().reversible() ? one.whole(tile.data(), planes) : one.real(tile.data(), planes);
    }
    if (colour) {
      toRgb(decoded);
    }
    for (int c = 0; c < components.length; c++) {
      store(c, bounds, components[c].whole(), decoded[c]);
    }
  }

  private static void requireAlike(J2kComponent[] components) {
    J2kResolution first = components[0].whole();
    for (int c = 1; c < 3; c++) {
      J2kResolution other = components[c].whole();
      if (components[c].style().reversible() != components[0].style().reversible()
          || other.width() != first.width()
          || other.height() != first.height()) {
        throw Refusal.damaged("mixes JPEG 2000 components that are not alike");
      }
    }
  }

  /** The inverse component transforms (T.800 annex G). */
  private static void toRgb(Object[] decoded) {
    if (decoded[0] instanceof int[][] y
        && decoded[1] instanceof int[][] u
        && decoded[2] instanceof int[][] v) {
      for (int row = 0; row < y.length; row++) {
        for (int x = 0; x < y[row].length; x++) {
          int green = y[row][x] - (u[row][x] + v[row][x] >> 2);
          y[row][x] = v[row][x] + green;
          v[row][x] = u[row][x] + green;
          u[row][x] = green;
        }
      }
    } else if (decoded[0] instanceof float[][] y
        && decoded[1] instanceof float[][] u
        && decoded[2] instanceof float[][] v) {
      for (int row = 0; row < y.length; row++) {
        for (int x = 0; x < y[row].length; x++) {
          float luma = y[row][x];
          float blue = u[row][x];
          float red = v[row][x];
          y[row][x] = luma + red * 1.402f;
          u[row][x] = luma - blue * 0.34413f - red * 0.71414f;
          v[row][x] = luma + blue * 1.772f;
        }
      }
    }
  }

  /** Level shift and clamp, into the place of the tile; subsampled components are repeated. */
  private void store(int component, int[] bounds, J2kResolution own, Object decoded) {
    int bits = size.depths()[component];
    int shift = size.signed()[component] ? 0 : 1 << bits - 1;
    int low = size.signed()[component] ? -(1 << bits - 1) : 0;
    int high = (int) (low + (1L << bits) - 1);
    int dx = size.dx()[component];
    int dy = size.dy()[component];
    int step = size.components();
    if (own.width() <= 0 || own.height() <= 0) {
      return;
    }
    for (int y = bounds[1]; y < bounds[3]; y++) {
      int row = Math.clamp(y / dy - own.y0, 0, own.height() - 1);
      IntUnaryOperator value = operator(decoded, row, shift, low, high);
      int to = ((y - size.y0()) * width + bounds[0] - size.x0()) * step + component;
      for (int x = bounds[0]; x < bounds[2]; x++, to += step) {
        int column = dx == 1 ? x - own.x0 : Math.clamp(x / dx - own.x0, 0, own.width() - 1);
        samples[to] = value.applyAsInt(column);
      }
    }
  }

  private static IntUnaryOperator operator(Object decoded, int row, int shift, int low, int high) {
    if (decoded instanceof int[][] whole) {
      int[] from = whole[row];
      return x -> Math.clamp((long) from[x] + shift, low, high);
    }
    float[] from = ((float[][]) decoded)[row];
    return x -> Math.clamp((long) Math.rint(from[x]) + shift, low, high);
  }
}
