package io.osler.dicom.codec;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The same JPEG 2000 code stream with each tile in one piece (ITU-T T.800 section A.4.2): the
 * library that decodes it mixes the parts of a tile up.
 */
final class TileParts {
  private static final int SOT = 0xFF90;
  private static final int SOD = 0xFF93;
  private static final int EOC = 0xFFD9;

  /** Lengths of parts (TLM) and of packets (PLM), which no longer hold. */
  private static final List<Integer> LENGTHS = List.of(0xFF55, 0xFF57);

  private final byte[] data;
  private final ByteArrayOutputStream main = new ByteArrayOutputStream();
  private final Map<Integer, Tile> tiles = new TreeMap<>();
  private boolean parted;

  private TileParts(byte[] data) {
    this.data = data;
  }

  /** Headers of the first part, and the packets of all. */
  private record Tile(byte[] header, ByteArrayOutputStream packets) {}

  /** The code stream itself when its tiles have one part each, or when it is not understood. */
  static byte[] joined(byte[] data) {
    TileParts parts = new TileParts(data);
    return parts.parse() && parts.parted ? parts.write() : data;
  }

  private boolean parse() {
    int at = 2;
    main.write(data, 0, 2);
    while (at + 4 <= data.length && int16(at) != SOT) {
      int end = at + 2 + int16(at + 2);
      if (end > data.length || end < at + 4) {
        return false;
      }
      if (!LENGTHS.contains(int16(at))) {
        main.write(data, at, end - at);
      }
      at = end;
    }
    while (at + 12 <= data.length && int16(at) == SOT) {
      long length = int16(at + 6) * 65536L + int16(at + 8);
      long end = length == 0 ? data.length : at + length;
      if (end > data.length) {
        end = data.length;
      }
      if (!part(at, (int) end)) {
        return false;
      }
      at = (int) end;
    }
    return !tiles.isEmpty();
  }

  private boolean part(int start, int end) {
    int body = start + 12;
    while (body + 2 <= end && int16(body) != SOD) {
      if (body + 4 > end) {
        return false;
      }
      body += 2 + int16(body + 2);
    }
    if (body + 2 > end) {
      return false;
    }
    int packets = body + 2;
    int last = end - packets >= 2 && end == data.length && int16(end - 2) == EOC ? end - 2 : end;
    int number = int16(start + 4);
    Tile first = tiles.get(number);
    if (first == null) {
      byte[] header = java.util.Arrays.copyOfRange(data, start + 12, body);
      first = new Tile(header, new ByteArrayOutputStream());
      tiles.put(number, first);
    } else {
      parted = true;
      if (body != start + 12) {
        // A later part with markers of its own may change the order of packets.
        throw Refusal.unsupported("has JPEG 2000 tile-parts with headers of their own");
      }
    }
    first.packets.write(data, packets, last - packets);
    return true;
  }

  private byte[] write() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(main.toByteArray());
    for (Map.Entry<Integer, Tile> entry : tiles.entrySet()) {
      int number = entry.getKey();
      Tile tile = entry.getValue();
      int length = 14 + tile.header.length + tile.packets.size();
      int16(out, SOT);
      int16(out, 10);
      int16(out, number);
      int16(out, length >>> 16);
      int16(out, length);
      out.write(0);
      out.write(1);
      out.writeBytes(tile.header);
      int16(out, SOD);
      out.writeBytes(tile.packets.toByteArray());
    }
    int16(out, EOC);
    return out.toByteArray();
  }

  private int int16(int at) {
    return (data[at] & 0xFF) << 8 | data[at + 1] & 0xFF;
  }

  private static void int16(ByteArrayOutputStream out, int value) {
    out.write(value >>> 8);
    out.write(value);
  }
}
