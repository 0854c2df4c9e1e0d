package io.osler.core.filter;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.parallel.Rows;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.Arrays;

/**
 * The median of the (2r + 1)ᵈ voxels around each, edges repeated (SciPy's median_filter, mode
 * nearest). An axis of one voxel does not count. Memory: two copies of a channel.
 */
@About(
    value = "Takes the middle value of each neighbourhood: spots go, edges stay.",
    source = "Tukey 1977; SciPy median_filter")
public record Median(@About("of the neighbourhood") @Unit("voxels") @Default("1") int radius)
    implements ByChannel {
  private static final int LANES = 64;

  public Median {
    Require.within("radius", radius, 0, 15);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    Padded padded = Padded.of(in, size, radius, Outside.NEAREST);
    Whole whole = Whole.of(in, size);
    float[] out = new float[in.length];
    int pieces = (size.width() + LANES - 1) / LANES;
    Rows.each(
        size,
        (j, k, at) -> {
          for (int piece = 0; piece < pieces; piece++) {
            int first = piece * LANES;
            int lanes = Math.min(LANES, size.width() - first);
            piece(padded, whole, first, lanes, j, k, out, at + first);
          }
        });
    return out;
  }

  private static void piece(
      Padded p, Whole whole, int first, int lanes, int j, int k, float[] out, int at) {
    int wide = 2 * p.ri() + 1;
    int count = wide * (2 * p.rj() + 1) * (2 * p.rk() + 1);
    MiddleKeys middle = new MiddleKeys(count, lanes);
    int[] line = new int[lanes + 2 * p.ri()];
    int q = 0;
    for (int dk = -p.rk(); dk <= p.rk(); dk++) {
      for (int dj = -p.rj(); dj <= p.rj(); dj++) {
        int from = p.offset(first - p.ri(), j + dj, k + dk);
        for (int i = 0; i < line.length; i++) {
          line[i] = whole.key(p.voxels()[from + i]);
        }
        for (int di = 0; di < wide; di++) {
          System.arraycopy(line, di, middle.row(q++), 0, lanes);
        }
      }
    }
    int[] keys = whole.bits() > 0 ? middle.of(whole.bits()) : middle.ofAny(new int[lanes]);
    for (int i = 0; i < lanes; i++) {
      out[at + i] = whole.value(keys[i]);
    }
  }

  /**
   * How values become ints of the same order: whole numbers less than 2¹⁶ apart count from the
   * lowest in few bits, others (0 bits) are taken by their representation.
   */
  private record Whole(float low, int bits) {
    static Whole of(float[] v, Size size) {
      float low = Float.POSITIVE_INFINITY;
      float high = Float.NEGATIVE_INFINITY;
      for (float x : v) {
        low = Math.min(low, x);
        high = Math.max(high, x);
      }
      float least = low;
      double broken =
          Rows.sum(
              size,
              (j, k, at) -> {
                int n = 0;
                for (int i = at; i < at + size.width(); i++) {
                  n += v[i] - least == (int) (v[i] - least) ? 0 : 1;
                }
                return n;
              });
      boolean whole = broken == 0 && low == (int) low && high - low < 1 << 16;
      int bits = whole ? Math.max(1, 32 - Integer.numberOfLeadingZeros((int) (high - low))) : 0;
      return new Whole(low, bits);
    }

    int key(float v) {
      if (bits > 0) {
        return (int) (v - low);
      }
      int raw = Float.floatToRawIntBits(v);
      return raw ^ raw >> 31 & Integer.MAX_VALUE;
    }

    float value(int key) {
      return bits > 0 ? low + key : Float.intBitsToFloat(key ^ key >> 31 & Integer.MAX_VALUE);
    }
  }

  /** The median of all values: the mean of the middle two where their number is even. */
  static double of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
