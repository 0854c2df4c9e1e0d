package io.osler.dicom.codec;

import static io.osler.dicom.codec.J2kSize.int16;
import static io.osler.dicom.codec.J2kSize.int32;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The marker segments of a JPEG 2000 code stream, packets left as they are (T.800 annex A). */
final class J2kStream {
  private static final int SOC = 0xFF4F;
  private static final int SIZ = 0xFF51;
  private static final int POC = 0xFF5F;
  private static final int PPM = 0xFF60;
  private static final int PPT = 0xFF61;
  private static final int SOT = 0xFF90;
  private static final int SOD = 0xFF93;
  private static final int EOC = 0xFFD9;

  private final byte[] data;
  private final J2kSize size;
  private final J2kParameters main;
  private final Map<Integer, TileParts> tiles = new TreeMap<>();

  /** Packet headers of all tile-parts, where the main header has them. */
  private final TreeMap<Integer, byte[]> packed = new TreeMap<>();

  private byte[] packedAll = new byte[0];
  private int packedAt;

  /** What a tile's parts say and hold. */
  private final class TileParts {
    private final J2kParameters parameters = main.copy();
    private final List<int[]> ranges = new ArrayList<>();
    private final TreeMap<Integer, byte[]> headers = new TreeMap<>();
    private final ByteArrayOutputStream fromMain = new ByteArrayOutputStream();
    private boolean changed;
    private boolean cut;
  }

  /**
   * A tile ready to decode.
   *
   * @param packets lie in {@code data} between both offsets
   * @param headers of the packets, empty where they stand before each
   * @param cut whether the stream ends before the tile should
   */
  record Tile(
      J2kParameters parameters, byte[] data, int from, int to, byte[] headers, boolean cut) {}

  /** Reads all markers of the stream that starts at {@code start}. */
  J2kStream(byte[] data, int start) {
    this.data = data;
    if (int16(data, start) != SOC || int16(data, start + 2) != SIZ) {
      throw Refusal.damaged("is no JPEG 2000 code stream");
    }
    int body = start + 6;
    int end = body - 2 + int16(data, start + 4);
    this.size = J2kSize.read(data, body, Math.min(end, data.length));
    this.main = new J2kParameters(size.components());
    read(end);
  }

  J2kSize size() {
    return size;
  }

  private void read(int start) {
    int at = start;
    while (int16(data, at) != SOT) {
      int marker = int16(data, at);
      int end = end(at);
      if (marker == 0xFF50) {
        throw Refusal.unsupported("is High-Throughput JPEG 2000");
      }
      if (marker == PPM) {
        packed.put(data[at + 4] & 0xFF, java.util.Arrays.copyOfRange(data, at + 5, end));
      }
      main.segment(marker, data, at + 4, end);
      at = end;
    }
    packedAll = joined(packed);
    while (at + 12 <= data.length && int16(data, at) == SOT) {
      at = part(at);
    }
  }

  private int end(int at) {
    int end = at + 2 + int16(data, at + 2);
    if (end > data.length || end < at + 4 || data[at] != -1) {
      throw Refusal.damaged("ends or breaks in a JPEG 2000 header");
    }
    return end;
  }

  /** One tile-part; gives where it ends. */
  private int part(int start) {
    int number = int16(data, start + 4);
    if (number >= size.tiles()) {
      throw Refusal.damaged("has a JPEG 2000 tile outside the image");
    }
    TileParts tile = tiles.computeIfAbsent(number, _ -> new TileParts());
    long length = int32(data, start + 6) & 0xFFFFFFFFL;
    boolean open = length == 0;
    long end = open ? data.length : start + length;
    if (open && data.length - start > 14 && int16(data, data.length - 2) == EOC) {
      end -= 2;
    }
    if (end > data.length) {
      end = data.length;
      tile.cut = true;
    }
    int at = start + 12;
    while (int16(data, at) != SOD) {
      int marker = int16(data, at);
      int next = end(at);
      if (marker == PPT) {
        tile.headers.put(
            tile.headers.size() << 8 | data[at + 4] & 0xFF,
            java.util.Arrays.copyOfRange(data, at + 5, next));
      }
      if (marker == POC && !tile.changed) {
        tile.parameters.forgetChanges();
        tile.changed = true;
      }
      tile.parameters.segment(marker, data, at + 4, next);
      at = next;
    }
    at += 2;
    if (end < at) {
      throw Refusal.damaged("has a JPEG 2000 tile-part shorter than its header");
    }
    tile.ranges.add(new int[] {at, (int) end});
    if (!packed.isEmpty()) {
      int size = int32(packedAll, packedAt);
      if (size < 0 || size > packedAll.length - packedAt - 4) {
        throw Refusal.damaged("has JPEG 2000 packet headers of an impossible length");
      }
      tile.fromMain.write(packedAll, packedAt + 4, size);
      packedAt += 4 + size;
    }
    return (int) end;
  }

  private static byte[] joined(TreeMap<Integer, byte[]> pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    pieces.values().forEach(all::writeBytes);
    return all.toByteArray();
  }

  Tile tile(int number) {
    TileParts tile = tiles.get(number);
    if (tile == null) {
      throw Refusal.damaged("lacks a JPEG 2000 tile");
    }
    byte[] headers = tile.headers.isEmpty() ? tile.fromMain.toByteArray() : joined(tile.headers);
    if (tile.ranges.size() == 1) {
      int[] only = tile.ranges.getFirst();
      return new Tile(tile.parameters, data, only[0], only[1], headers, tile.cut);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    tile.ranges.forEach(range -> all.write(data, range[0], range[1] - range[0]));
    return new Tile(tile.parameters, all.toByteArray(), 0, all.size(), headers, tile.cut);
  }
}
