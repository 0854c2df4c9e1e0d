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
  public Median {
    Require.within("radius", radius, 0, 15);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    Padded padded = Padded.of(in, size, radius, Outside.NEAREST);
    float[] v = padded.voxels();
    float[] out = new float[in.length];
    int wide = 2 * padded.ri() + 1;
    int column = (2 * padded.rj() + 1) * (2 * padded.rk() + 1);
    Rows.each(
        size,
        (j, k, at) -> {
          // Columns stand sorted side by side; each voxel drops one column and takes another.
          float[] window = new float[wide * column];
          float[] work = new float[window.length];
          for (int c = 0; c < wide - 1; c++) {
            gather(padded, v, c - padded.ri(), j, k, window, c * column);
          }
          for (int i = 0; i < size.width(); i++) {
            gather(padded, v, i + padded.ri(), j, k, window, (i + wide - 1) % wide * column);
            System.arraycopy(window, 0, work, 0, work.length);
            out[at + i] = Selection.nth(work, work.length / 2);
          }
        });
    return out;
  }

  private static void gather(Padded p, float[] v, int i, int j, int k, float[] window, int to) {
    int row = p.stride(1);
    for (int dk = -p.rk(); dk <= p.rk(); dk++) {
      int from = p.offset(i, j - p.rj(), k + dk);
      for (int dj = 0; dj <= 2 * p.rj(); dj++) {
        window[to++] = v[from];
        from += row;
      }
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
