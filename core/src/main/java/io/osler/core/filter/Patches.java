package io.osler.core.filter;

import io.osler.core.volume.Size;
import java.util.Arrays;

/**
 * Some rows of one slice and the patches around their voxels, for {@link NonLocalMeans}: shift by
 * shift, squared differences are added up as boxes along k, j and i, a whole row at a time. All
 * arrays start at 0: only such loops are turned into vector instructions.
 */
final class Patches {
  private final Padded p;
  private final int width;
  private final int k;
  private final int first;
  private final int end;
  private final int pi;
  private final int pj;
  private final int pk;

  /** Rows without a shift: of each slice of a patch, from {@code first − pj} on. */
  private final float[][][] here;

  Patches(Padded p, int width, int patch, int k, int first, int end) {
    this.p = p;
    this.width = width;
    this.k = k;
    this.first = first;
    this.end = end;
    pi = Math.min(patch, p.ri());
    pj = Math.min(patch, p.rj());
    pk = Math.min(patch, p.rk());
    int rows = end - first + 2 * pj;
    here = new float[2 * pk + 1][rows][width + 2 * pi];
    for (int q = 0; q < here.length; q++) {
      for (int r = 0; r < rows; r++) {
        load(0, first - pj + r, k - pk + q, here[q][r]);
      }
    }
  }

  /** The row of a patch's left edge, shifted. */
  private void load(int di, int j, int slice, float[] row) {
    System.arraycopy(p.voxels(), p.offset(di - pi, j, slice), row, 0, row.length);
  }

  void means(double scale, double noise, float[] out, Size size) {
    int rows = end - first;
    float[][] sum = new float[rows][width];
    float[][] total = new float[rows][width];
    float[][] columns = new float[rows + 2 * pj][width + 2 * pi];
    float share = (float) (scale / ((2 * pi + 1) * (2 * pj + 1) * (2 * pk + 1)));
    Work work = new Work(width, pi);
    for (int dk = -p.rk() + pk; dk <= p.rk() - pk; dk++) {
      for (int dj = -p.rj() + pj; dj <= p.rj() - pj; dj++) {
        for (int di = -p.ri() + pi; di <= p.ri() - pi; di++) {
          squares(di, dj, dk, columns, work.shifted);
          for (int r = 0; r < rows; r++) {
            Arrays.fill(work.box, 0);
            for (int q = 0; q <= 2 * pj; q++) {
              add(columns[r + q], work.box);
            }
            Arrays.fill(work.weight, 0);
            for (int q = 0; q <= 2 * pi; q++) {
              System.arraycopy(work.box, q, work.row, 0, width);
              add(work.row, work.weight);
            }
            weights(work.weight, share, (float) noise);
            System.arraycopy(p.voxels(), p.offset(di, first + r + dj, k + dk), work.row, 0, width);
            System.arraycopy(here[pk][r + pj], pi, work.centre, 0, width);
            collect(work.weight, work.row, work.centre, sum[r], total[r]);
          }
        }
      }
    }
    for (int r = 0; r < rows; r++) {
      int at = size.offset(0, first + r, k);
      for (int i = 0; i < width; i++) {
        out[at + i] = here[pk][r + pj][pi + i] + sum[r][i] / total[r][i];
      }
    }
  }

  /** Arrays that are used again for every row. */
  private static final class Work {
    final float[] shifted;
    final float[] box;
    final float[] row;
    final float[] centre;
    final float[] weight;

    Work(int width, int pi) {
      shifted = new float[width + 2 * pi];
      box = new float[width + 2 * pi];
      row = new float[width];
      centre = new float[width];
      weight = new float[width];
    }
  }

  private void squares(int di, int dj, int dk, float[][] columns, float[] shifted) {
    for (int r = 0; r < columns.length; r++) {
      Arrays.fill(columns[r], 0);
      for (int q = 0; q < here.length; q++) {
        load(di, first - pj + r + dj, k - pk + q + dk, shifted);
        difference(here[q][r], shifted, columns[r]);
      }
    }
  }

  private static void difference(float[] a, float[] b, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      float d = a[i] - b[i];
      sum[i] += d * d;
    }
  }

  private static void add(float[] row, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += row[i];
    }
  }

  /** exp(−max(0, share·d − noise)). */
  private static void weights(float[] d, float share, float noise) {
    for (int i = 0; i < d.length; i++) {
      d[i] = Math.max(0, share * d[i] - noise);
    }
    Decay.of(d);
  }

  private static void collect(
      float[] weight, float[] row, float[] centre, float[] sum, float[] total) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight[i] * (row[i] - centre[i]);
      total[i] += weight[i];
    }
  }
}
