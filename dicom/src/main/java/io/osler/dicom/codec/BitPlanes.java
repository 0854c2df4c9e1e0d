package io.osler.dicom.codec;

import static io.osler.dicom.codec.BlockContexts.ALL_CODED;
import static io.osler.dicom.codec.BlockContexts.AROUND;
import static io.osler.dicom.codec.BlockContexts.CODED;
import static io.osler.dicom.codec.BlockContexts.REFINED;
import static io.osler.dicom.codec.BlockContexts.ROWS;
import static io.osler.dicom.codec.BlockContexts.SIGN;

/** Coefficients of a code-block out of its coding passes (ITU-T T.800 annex D). Reused. */
final class BitPlanes {
  private static final int RUN = 17;
  private static final int UNIFORM = 18;

  private final MqDecoder mq = new MqDecoder();
  private int[] words = new int[0];

  /** Sign in bit 31, below it the magnitude with half a step; four rows of a column in a run. */
  private int[] values = new int[0];

  private byte[] bytes = new byte[0];
  private byte[] zero = BlockContexts.ZERO[0];
  private int width;
  private int height;
  private int stride;
  private boolean causal;

  /** Decodes all passes of the block out of the packets of its tile. */
  void decode(CodeBlock block, byte[] packets, int orientation, int modes) {
    width = block.width();
    height = block.height();
    stride = width + 2;
    int stripes = (height + 3) / 4;
    words = cleared(words, stride * (stripes + 2));
    values = cleared(values, 4 * width * stripes);
    zero = BlockContexts.ZERO[orientation];
    causal = (modes & J2kStyle.CAUSAL) != 0;
    int total = block.bytes();
    if (bytes.length < total) {
      bytes = new byte[Math.max(total, 2 * bytes.length)];
    }
    block.copy(packets, bytes);
    mq.reset();
    int pass = 0;
    int from = 0;
    int plane = block.planes;
    for (int segment = 0; segment < block.segments(); segment++) {
      int to = from + block.length(segment);
      boolean raw = (modes & J2kStyle.BYPASS) != 0 && pass >= 10 && pass % 3 != 0;
      if (raw) {
        mq.startRaw(bytes, from, to);
      } else {
        mq.start(bytes, from, to);
      }
      for (int i = block.passes(segment); i > 0 && plane > 0; i--, pass++) {
        pass(pass % 3, raw, plane, modes);
        if (mq.isSpent()) {
          throw Refusal.damaged("has JPEG 2000 code-blocks of more passes than bytes");
        }
        if (pass % 3 == 0) {
          plane--;
        }
      }
      from = to;
    }
  }

  private static int[] cleared(int[] old, int size) {
    if (old.length < size) {
      return new int[size];
    }
    java.util.Arrays.fill(old, 0, size, 0);
    return old;
  }

  /** The first pass of a block is the third of its kind (figure D.3). */
  private void pass(int kind, boolean raw, int plane, int modes) {
    switch (kind) {
      case 1 -> {
        if (raw) {
          new RawPlane(mq, words, values, width, height).significance(plane, causal);
        } else {
          significance(plane);
        }
      }
      case 2 -> {
        if (raw) {
          new RawPlane(mq, words, values, width, height).refinement(plane);
        } else {
          refinement(plane);
        }
      }
      default -> {
        cleanUp(plane);
        if ((modes & J2kStyle.SYMBOLS) != 0) {
          int symbol = 0;
          for (int i = 0; i < 4; i++) {
            symbol = symbol << 1 | mq.decode(UNIFORM);
          }
          if (symbol != 0xA) {
            throw Refusal.damaged("has a JPEG 2000 code-block that its own check finds damaged");
          }
        }
      }
    }
    if ((modes & J2kStyle.RESET) != 0) {
      mq.reset();
    }
  }

  /** The rows that a stripe has. */
  private int rows(int stripe) {
    return BlockContexts.rows(height, stripe);
  }

  private void significance(int plane) {
    int[] flags = words;
    int[] contexts = mq.contexts;
    byte[] table = zero;
    int fresh = 3 << plane - 1;
    int left = mq.left;
    for (int stripe = 0; 4 * stripe < height; stripe++) {
      int rows = rows(stripe);
      int at = (stripe + 1) * stride + 1;
      int to = 4 * width * stripe;
      for (int last = at + width; at < last; at++, to += 4) {
        int f = flags[at];
        int todo = f == 0 ? 0 : BlockContexts.candidates(f) & rows;
        if (todo == 0) {
          continue;
        }
        do {
          int shift = Integer.numberOfTrailingZeros(todo);
          int context = table[f >>> shift & AROUND];
          int state = contexts[context];
          int bit = state & 1;
          left -= state & MqDecoder.PROBABILITY;
          if (left < 0) {
            bit = mq.exchange(context, left);
            left = mq.left;
          }
          f |= CODED << shift;
          if (bit == 0) {
            todo &= todo - 1;
            continue;
          }
          int sign = SIGN[BlockContexts.signs(flags, at, f, shift)];
          context = sign & 0x7F;
          state = contexts[context];
          bit = state & 1;
          left -= state & MqDecoder.PROBABILITY;
          if (left < 0) {
            bit = mq.exchange(context, left);
            left = mq.left;
          }
          bit ^= sign >>> 31;
          values[to + BlockContexts.row(shift)] = fresh | bit << 31;
          f = BlockContexts.spread(flags, at, stride, f, shift, bit, causal);
          todo = BlockContexts.candidates(f) & rows & -8 << shift;
        } while (todo != 0);
        flags[at] = f;
      }
    }
    mq.left = left;
  }

  private void refinement(int plane) {
    int[] flags = words;
    int[] contexts = mq.contexts;
    int[] samples = values;
    int half = 1 << plane - 1;
    int left = mq.left;
    for (int stripe = 0; 4 * stripe < height; stripe++) {
      int rows = rows(stripe);
      int at = (stripe + 1) * stride + 1;
      int to = 4 * width * stripe;
      for (int last = at + width; at < last; at++, to += 4) {
        int f = flags[at];
        int todo = f >>> 4 & ~(f >>> 21) & rows;
        if (todo == 0) {
          continue;
        }
        flags[at] = f | todo << 20;
        do {
          int shift = Integer.numberOfTrailingZeros(todo);
          int here = f >>> shift;
          int context = (here & REFINED) != 0 ? 16 : (here & AROUND) != 0 ? 15 : 14;
          int state = contexts[context];
          int bit = state & 1;
          left -= state & MqDecoder.PROBABILITY;
          if (left < 0) {
            bit = mq.exchange(context, left);
            left = mq.left;
          }
          samples[to + BlockContexts.row(shift)] += (half ^ bit - 1) - (bit - 1);
          todo &= todo - 1;
        } while (todo != 0);
      }
    }
    mq.left = left;
  }

  private void cleanUp(int plane) {
    int[] flags = words;
    int[] contexts = mq.contexts;
    byte[] table = zero;
    int fresh = 3 << plane - 1;
    int left = mq.left;
    for (int stripe = 0; 4 * stripe < height; stripe++) {
      int rows = rows(stripe);
      int at = (stripe + 1) * stride + 1;
      int to = 4 * width * stripe;
      for (int last = at + width; at < last; at++, to += 4) {
        int f = flags[at];
        int todo = ~(f >>> 4) & ~(f >>> 21) & rows;
        boolean sure = false;
        if (f == 0 && rows == ROWS) {
          int state = contexts[RUN];
          int bit = state & 1;
          left -= state & MqDecoder.PROBABILITY;
          if (left < 0) {
            bit = mq.exchange(RUN, left);
            left = mq.left;
          }
          if (bit == 0) {
            continue;
          }
          mq.left = left;
          int first = 3 * (mq.decode(UNIFORM) << 1 | mq.decode(UNIFORM));
          left = mq.left;
          todo = ROWS & -1 << first;
          sure = true;
        }
        for (; todo != 0; todo &= todo - 1, sure = false) {
          int shift = Integer.numberOfTrailingZeros(todo);
          int context;
          int state;
          int bit;
          if (!sure) {
            context = table[f >>> shift & AROUND];
            state = contexts[context];
            bit = state & 1;
            left -= state & MqDecoder.PROBABILITY;
            if (left < 0) {
              bit = mq.exchange(context, left);
              left = mq.left;
            }
            if (bit == 0) {
              continue;
            }
          }
          int sign = SIGN[BlockContexts.signs(flags, at, f, shift)];
          context = sign & 0x7F;
          state = contexts[context];
          bit = state & 1;
          left -= state & MqDecoder.PROBABILITY;
          if (left < 0) {
            bit = mq.exchange(context, left);
            left = mq.left;
          }
          bit ^= sign >>> 31;
          values[to + BlockContexts.row(shift)] = fresh | bit << 31;
          f = BlockContexts.spread(flags, at, stride, f, shift, bit, causal);
        }
        flags[at] = f & ~ALL_CODED;
      }
    }
    mq.left = left;
  }

  /**
   * Twice the coefficient at a place, half a step of the last plane added; what lies in a region of
   * interest is above {@code shift} planes and comes down by as many (T.800 H.1).
   */
  int value(int x, int y, int shift) {
    int value = values[4 * (width * (y >> 2) + x) + (y & 3)];
    int sign = value >> 31;
    int size = value & Integer.MAX_VALUE;
    if (shift > 0 && size >= 2 << shift) {
      size >>= shift;
    }
    return (size ^ sign) - sign;
  }
}
