package io.osler.dicom.codec;

/** Packets: which code-blocks go on, by how many passes and bytes (ITU-T T.800 B.9, B.10). */
final class PacketReader {
  private static final int SOP = 0xFF91;
  private static final int EPH = 0xFF92;

  /** Whether headers stand apart from the bodies. */
  private final boolean apart;

  private final PacketBits body;
  private final PacketBits header;

  PacketReader(J2kStream.Tile tile) {
    this.body = new PacketBits(tile.data(), tile.from(), tile.to());
    this.apart = tile.headers().length > 0;
    this.header = apart ? new PacketBits(tile.headers(), 0, tile.headers().length) : body;
  }

  /** Whether nothing is left of the packets. */
  boolean isAtEnd() {
    return header.isAtEnd();
  }

  /** The next packet, which is of the precinct's next layer. */
  void read(Precinct precinct, int modes) {
    body.skip(SOP, 6);
    int layer = precinct.layer++;
    boolean any = header.bit() == 1;
    int[] news = new int[0];
    int count = 0;
    if (any) {
      for (Precinct.Share share : precinct.shares) {
        for (int y = 0; y < share.height; y++) {
          for (int x = 0; x < share.width; x++) {
            int size = contribution(share, x, y, layer, modes);
            if (size >= 0) {
              if (count + 1 > news.length) {
                news = java.util.Arrays.copyOf(news, Math.max(16, 2 * count));
              }
              news[count++] = size;
            }
          }
        }
      }
    }
    header.align();
    header.skip(EPH, 2);
    if (count > 0) {
      bodies(precinct, news);
    }
  }

  private void bodies(Precinct precinct, int[] sizes) {
    int next = 0;
    for (Precinct.Share share : precinct.shares) {
      for (int y = 0; y < share.height; y++) {
        for (int x = 0; x < share.width; x++) {
          if (share.has(x, y) && share.block(x, y).isWaiting()) {
            int size = sizes[next++];
            share.block(x, y).piece(body.take(size), size);
          }
        }
      }
    }
  }

  /** Bytes of the block in this packet, −1 if it has no part in it. */
  private int contribution(Precinct.Share share, int x, int y, int layer, int modes) {
    boolean before = share.has(x, y);
    boolean included =
        before ? header.bit() == 1 : share.inclusion.isBelow(x, y, layer + 1, header);
    if (!included) {
      return -1;
    }
    CodeBlock block = share.block(x, y);
    if (!before) {
      int empty = 1;
      while (!share.zeroPlanes.isBelow(x, y, empty, header)) {
        if (++empty > 80) {
          throw Refusal.damaged("has a JPEG 2000 code-block of no bit-planes");
        }
      }
      block.planes = share.band.planes() + 1 - empty;
    }
    int passes = passes();
    while (header.bit() == 1) {
      if (++block.lengthBits > 31) {
        throw Refusal.damaged("has an impossible JPEG 2000 code-block length");
      }
    }
    long total = 0;
    while (passes > 0) {
      int here = Math.min(passes, block.open(modes));
      int bits = block.lengthBits + 31 - Integer.numberOfLeadingZeros(here);
      if (bits > 31) {
        throw Refusal.damaged("has an impossible JPEG 2000 code-block length");
      }
      int length = header.read(bits);
      block.add(here, length);
      total += length;
      passes -= here;
    }
    if (total > Integer.MAX_VALUE - 8) {
      throw Refusal.damaged("has an impossible JPEG 2000 code-block length");
    }
    block.await();
    return (int) total;
  }

  /** Table B.4. */
  private int passes() {
    if (header.bit() == 0) {
      return 1;
    }
    if (header.bit() == 0) {
      return 2;
    }
    int two = header.read(2);
    if (two < 3) {
      return 3 + two;
    }
    int five = header.read(5);
    return five < 31 ? 6 + five : 37 + header.read(7);
  }
}
