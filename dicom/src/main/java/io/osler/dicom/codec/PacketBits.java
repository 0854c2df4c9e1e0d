package io.osler.dicom.codec;

/** Bits of packet headers: after a byte FF the next one carries seven (ITU-T T.800 B.10.1). */
final class PacketBits {
  private final byte[] data;
  private final int end;
  private int at;
  private int value;
  private int count;

  PacketBits(byte[] data, int from, int to) {
    this.data = data;
    this.at = from;
    this.end = to;
  }

  int bit() {
    if (count == 0) {
      next();
    }
    count--;
    return value >> count & 1;
  }

  int read(int size) {
    int all = 0;
    for (int i = 0; i < size; i++) {
      all = all << 1 | bit();
    }
    return all;
  }

  private void next() {
    if (at >= end) {
      throw Refusal.damaged("ends before its JPEG 2000 packets are whole");
    }
    count = value == 0xFF ? 7 : 8;
    value = data[at++] & 0xFF;
  }

  /** To the next whole byte; one that only carries the bit after FF is passed. */
  void align() {
    if (value == 0xFF) {
      next();
    }
    count = 0;
    value = 0;
  }

  boolean isAtEnd() {
    return at >= end;
  }

  int position() {
    return at;
  }

  /** Passes a marker of so many bytes, if it is there. */
  void skip(int marker, int size) {
    if (at + size <= end && ((data[at] & 0xFF) << 8 | data[at + 1] & 0xFF) == marker) {
      at += size;
    }
  }

  /** Passes the bytes of code-blocks. */
  int take(int size) {
    if (size > end - at) {
      throw Refusal.damaged("ends before its JPEG 2000 packets are whole");
    }
    at += size;
    return at - size;
  }
}
