package io.osler.dicom.codec;

/**
 * The adaptive binary arithmetic decoder of JPEG 2000 (ITU-T T.800 annex C), and the raw bits that
 * may stand in its place (section D.6).
 *
 * <p>A and C of the standard lose the same amount at each more probable symbol, so both are kept
 * short of {@code left}, the lesser of what A may lose before it is renormalised and of C. As long
 * as that stays positive a symbol costs one subtraction, which callers do themselves:
 *
 * <pre>
 *   left -= contexts[cx] &amp; PROBABILITY;
 *   bit = left &lt; 0 ? exchange(cx, left) : contexts[cx] &amp; 1;   // then left = mq.left
 * </pre>
 */
final class MqDecoder {
  /** Bits of a context that hold its probability, at the scale of A. */
  static final int PROBABILITY = 0xFFFF00;

  private static final int LEAST = 0x800000;

  /** Probability, next state after MPS, after LPS, whether the sense is switched: table C.2. */
  private static final int[][] STATES = {
    {0x5601, 1, 1, 1}, {0x3401, 2, 6, 0}, {0x1801, 3, 9, 0}, {0x0AC1, 4, 12, 0},
    {0x0521, 5, 29, 0}, {0x0221, 38, 33, 0}, {0x5601, 7, 6, 1}, {0x5401, 8, 14, 0},
    {0x4801, 9, 14, 0}, {0x3801, 10, 14, 0}, {0x3001, 11, 17, 0}, {0x2401, 12, 18, 0},
    {0x1C01, 13, 20, 0}, {0x1601, 29, 21, 0}, {0x5601, 15, 14, 1}, {0x5401, 16, 14, 0},
    {0x5101, 17, 15, 0}, {0x4801, 18, 16, 0}, {0x3801, 19, 17, 0}, {0x3401, 20, 18, 0},
    {0x3001, 21, 19, 0}, {0x2801, 22, 19, 0}, {0x2401, 23, 20, 0}, {0x2201, 24, 21, 0},
    {0x1C01, 25, 22, 0}, {0x1801, 26, 23, 0}, {0x1601, 27, 24, 0}, {0x1401, 28, 25, 0},
    {0x1201, 29, 26, 0}, {0x1101, 30, 27, 0}, {0x0AC1, 31, 28, 0}, {0x09C1, 32, 29, 0},
    {0x08A1, 33, 30, 0}, {0x0521, 34, 31, 0}, {0x0441, 35, 32, 0}, {0x02A1, 36, 33, 0},
    {0x0221, 37, 34, 0}, {0x0141, 38, 35, 0}, {0x0111, 39, 36, 0}, {0x0085, 40, 37, 0},
    {0x0049, 41, 38, 0}, {0x0025, 42, 39, 0}, {0x0015, 43, 40, 0}, {0x0009, 44, 41, 0},
    {0x0005, 45, 42, 0}, {0x0001, 45, 43, 0}, {0x5601, 46, 46, 0}
  };

  /**
   * By the lower seven bits of a context, state and sense: the context that follows; the second
   * half is for the less probable symbol.
   */
  private static final int[] AFTER = new int[256];

  static {
    for (int state = 0; state < STATES.length; state++) {
      for (int sense = 0; sense < 2; sense++) {
        AFTER[2 * state + sense] = packed(STATES[state][1], sense);
        AFTER[128 + 2 * state + sense] = packed(STATES[state][2], sense ^ STATES[state][3]);
      }
    }
  }

  /** Probability, state and sense of each context. */
  final int[] contexts = new int[19];

  int left;
  private int a;
  private int c;
  private int held;
  private byte[] data = new byte[0];
  private int at;
  private int end;
  private int beyond;

  private static int packed(int state, int sense) {
    return STATES[state][0] << 8 | state << 1 | sense;
  }

  /** All contexts as table D.7 has them at the start. */
  void reset() {
    java.util.Arrays.fill(contexts, packed(0, 0));
    contexts[0] = packed(4, 0);
    contexts[17] = packed(3, 0);
    contexts[18] = packed(46, 0);
  }

  /** Takes up the arithmetic code in the bytes from {@code from} to {@code to}. */
  void start(byte[] bytes, int from, int to) {
    data = bytes;
    at = from;
    end = to;
    beyond = 0;
    c = byteAt(from) << 8;
    more();
    c <<= 7;
    held -= 7;
    a = LEAST;
    left = 0;
  }

  /** Takes up raw bits instead. */
  void startRaw(byte[] bytes, int from, int to) {
    data = bytes;
    at = from;
    end = to;
    beyond = 0;
    c = 0;
    held = 0;
  }

  int decode(int context) {
    int state = contexts[context];
    left -= state & PROBABILITY;
    return left < 0 ? exchange(context, left) : state & 1;
  }

  /**
   * The symbol where {@code left} has become negative, which it then no longer is. Nobody can
   * foretell which it is, so that masks of all or no bits stand in place of branches.
   */
  int exchange(int context, int negative) {
    int state = contexts[context];
    int probability = state & PROBABILITY;
    int upper = a + negative;
    int code = c + negative;
    int lower = code >> 31;
    int inverted = upper - probability >> 31 ^ lower;
    code += probability & lower;
    upper ^= (upper ^ probability) & lower;
    contexts[context] = AFTER[state & 0x7F | inverted & 0x80];
    int shift = Integer.numberOfLeadingZeros(upper) - 8;
    upper <<= shift;
    if (shift <= held) {
      code <<= shift;
      held -= shift;
    } else {
      code = refilled(code, shift);
    }
    int least = Math.min(upper - LEAST, code);
    a = upper - least;
    c = code - least;
    left = least;
    return (state ^ inverted) & 1;
  }

  private int refilled(int code, int wanted) {
    c = code;
    int shift = wanted;
    while (shift > held) {
      c <<= held;
      shift -= held;
      more();
    }
    held -= shift;
    return c << shift;
  }

  /** One byte, of seven bits after FF; ones after the last (C.3.4). */
  private void more() {
    if (at >= end) {
      beyond++;
    }
    int next = byteAt(at + 1);
    if (byteAt(at) != 0xFF) {
      at++;
      c += next;
      held = 8;
    } else if (next > 0x8F) {
      c += 0xFF;
      held = 8;
    } else {
      at++;
      c += next << 1;
      held = 7;
    }
  }

  /**
   * Whether far more was decoded than the bytes can have meant: coders leave out a few at the end.
   */
  boolean isSpent() {
    return beyond > 64;
  }

  private int byteAt(int index) {
    return index < end ? data[index] & 0xFF : 0xFF;
  }

  /** A raw bit; after a byte FF the next one carries only seven. */
  int raw() {
    if (held == 0) {
      if (at >= end) {
        beyond++;
      }
      boolean stuffed = c == 0xFF;
      int next = byteAt(at);
      if (stuffed && next > 0x8F) {
        held = 8;
      } else {
        c = next;
        at = Math.min(at + 1, end);
        held = stuffed ? 7 : 8;
      }
    }
    held--;
    return c >> held & 1;
  }
}
