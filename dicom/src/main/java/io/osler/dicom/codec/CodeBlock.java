package io.osler.dicom.codec;

import java.util.Arrays;

/**
 * A rectangle of a sub-band and the pieces of its code, gathered from packet to packet.
 *
 * @see BitPlanes
 */
final class CodeBlock {
  final int x0;
  final int y0;
  private final int x1;
  private final int y1;

  /** Bit-planes that are coded, set by the first packet that holds some of it. */
  int planes;

  int lengthBits = 3;
  private boolean waiting;
  private int segments;
  private int[] passes = new int[1];
  private int[] lengths = new int[1];
  private int[] most = new int[1];
  private int pieces;
  private int[] starts = new int[1];
  private int[] sizes = new int[1];

  CodeBlock(int x0, int y0, int x1, int y1) {
    this.x0 = x0;
    this.y0 = y0;
    this.x1 = x1;
    this.y1 = y1;
  }

  int width() {
    return x1 - x0;
  }

  int height() {
    return y1 - y0;
  }

  int segments() {
    return segments;
  }

  int passes(int segment) {
    return passes[segment];
  }

  /** Bytes of a segment. */
  int length(int segment) {
    return lengths[segment];
  }

  int bytes() {
    int sum = 0;
    for (int i = 0; i < pieces; i++) {
      sum += sizes[i];
    }
    return sum;
  }

  /** Goes on with the last segment, or starts one; gives how many passes it can still take. */
  int open(int modes) {
    if (segments == 0 || passes[segments - 1] == most[segments - 1]) {
      if (segments == passes.length) {
        passes = Arrays.copyOf(passes, 2 * segments);
        lengths = Arrays.copyOf(lengths, 2 * segments);
        most = Arrays.copyOf(most, 2 * segments);
      }
      most[segments] = most(modes);
      segments++;
    }
    return most[segments - 1] - passes[segments - 1];
  }

  /** Passes up to where the coder is ended (ITU-T T.800 section D.4, table D.9). */
  private int most(int modes) {
    if ((modes & J2kStyle.TERMINATE) != 0) {
      return 1;
    }
    if ((modes & J2kStyle.BYPASS) == 0) {
      return Integer.MAX_VALUE;
    }
    return segments == 0 ? 10 : segments % 2 == 1 ? 2 : 1;
  }

  void add(int newPasses, int length) {
    passes[segments - 1] += newPasses;
    lengths[segments - 1] += length;
  }

  /** Says that the packet at hand has bytes of this block, which {@link #piece} brings. */
  void await() {
    waiting = true;
  }

  boolean isWaiting() {
    return waiting;
  }

  void piece(int start, int size) {
    waiting = false;
    if (pieces == starts.length) {
      starts = Arrays.copyOf(starts, 2 * pieces);
      sizes = Arrays.copyOf(sizes, 2 * pieces);
    }
    starts[pieces] = start;
    sizes[pieces++] = size;
  }

  void copy(byte[] from, byte[] to) {
    int at = 0;
    for (int i = 0; i < pieces; i++) {
      System.arraycopy(from, starts[i], to, at, sizes[i]);
      at += sizes[i];
    }
  }
}
