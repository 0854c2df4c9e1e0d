package io.osler.core.filter;

/**
 * Discrete Fourier transforms of many lines at once: sample p of lane l at {@code re[p][l]}.
 * Radices 4, 2, 3 and 5 (Stockham's order, no bit reversal); the lanes of a row fill vector
 * instructions.
 */
final class Lanes {
  private final int n;
  private final int[] radices;
  private final float[] cosines;
  private final float[] sines;

  private Lanes(int n, int[] radices) {
    this.n = n;
    this.radices = radices;
    cosines = new float[n];
    sines = new float[n];
    for (int p = 0; p < n; p++) {
      cosines[p] = (float) Math.cos(2 * Math.PI * p / n);
      sines[p] = (float) -Math.sin(2 * Math.PI * p / n);
    }
  }

  /** Whether a length has no prime factor above 5. */
  static boolean fits(int n) {
    int rest = n;
    for (int p : new int[] {2, 3, 5}) {
      while (rest % p == 0) {
        rest /= p;
      }
    }
    return rest == 1;
  }

  static Lanes of(int n) {
    int[] found = new int[32];
    int count = 0;
    int rest = n;
    for (int p : new int[] {4, 2, 3, 5}) {
      while (rest % p == 0) {
        found[count++] = p;
        rest /= p;
      }
    }
    return new Lanes(n, java.util.Arrays.copyOf(found, count));
  }

  /**
   * F x, not scaled; the inverse is the same with both arrays in each other's place. What {@code
   * work} held is lost.
   *
   * @param x re rows, then im rows; replaced
   * @return x or work, whichever holds the result
   */
  float[][][] forward(float[][][] x, float[][][] work) {
    float[][] lanes = new float[6][x[0][0].length];
    float[][][] from = x;
    float[][][] to = work;
    int done = 1;
    for (int radix : radices) {
      pass(from, to, radix, done, lanes);
      done *= radix;
      float[][][] swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  /** Rows p + q·n/r become rows r·(p − p mod s) + p mod s + t·s, s what is done so far. */
  private void pass(float[][][] x, float[][][] y, int radix, int done, float[][] lanes) {
    int m = n / radix;
    for (int p = 0; p < m; p++) {
      int low = p % done;
      int to = (p - low) * radix + low;
      int turn = low * (n / (done * radix));
      switch (radix) {
        case 2 -> two(x, y, p, p + m, to, to + done, turn);
        case 4 -> four(x, y, p, m, to, done, turn, lanes);
        default -> any(x, y, p, m, to, done, turn, radix);
      }
    }
  }

  private void two(float[][][] x, float[][][] y, int a, int b, int c, int d, int turn) {
    butterfly(
        x[0][a],
        x[1][a],
        x[0][b],
        x[1][b],
        y[0][c],
        y[1][c],
        y[0][d],
        y[1][d],
        cosines[turn],
        sines[turn]);
  }

  private static void butterfly(
      float[] ar,
      float[] ai,
      float[] br,
      float[] bi,
      float[] cr,
      float[] ci,
      float[] dr,
      float[] di,
      float wr,
      float wi) {
    for (int l = 0; l < ar.length; l++) {
      float tr = wr * br[l] - wi * bi[l];
      float ti = wr * bi[l] + wi * br[l];
      cr[l] = ar[l] + tr;
      ci[l] = ai[l] + ti;
      dr[l] = ar[l] - tr;
      di[l] = ai[l] - ti;
    }
  }

  /** Loops of a few operations each: only such ones are unrolled into vector instructions. */
  private void four(
      float[][][] x, float[][][] y, int p, int m, int to, int done, int turn, float[][] work) {
    float[] br = x[0][p + m];
    float[] bi = x[1][p + m];
    float[] cr = x[0][p + 2 * m];
    float[] ci = x[1][p + 2 * m];
    float[] dr = x[0][p + 3 * m];
    float[] di = x[1][p + 3 * m];
    if (turn != 0) {
      turn(br, bi, cosines[turn], sines[turn], work[0], work[1]);
      turn(cr, ci, cosines[2 * turn], sines[2 * turn], work[2], work[3]);
      turn(dr, di, cosines[3 * turn], sines[3 * turn], work[4], work[5]);
      br = work[0];
      bi = work[1];
      cr = work[2];
      ci = work[3];
      dr = work[4];
      di = work[5];
    }
    sum(x[0][p], cr, br, dr, y[0][to], y[0][to + 2 * done]);
    sum(x[1][p], ci, bi, di, y[1][to], y[1][to + 2 * done]);
    difference(x[0][p], cr, bi, di, y[0][to + done], y[0][to + 3 * done]);
    difference(x[1][p], ci, dr, br, y[1][to + done], y[1][to + 3 * done]);
  }

  private static void turn(float[] xr, float[] xi, float wr, float wi, float[] yr, float[] yi) {
    for (int l = 0; l < xr.length; l++) {
      yr[l] = wr * xr[l] - wi * xi[l];
      yi[l] = wr * xi[l] + wi * xr[l];
    }
  }

  /** a + b ± (c + d). */
  private static void sum(float[] a, float[] b, float[] c, float[] d, float[] plus, float[] minus) {
    for (int l = 0; l < a.length; l++) {
      float even = a[l] + b[l];
      float odd = c[l] + d[l];
      plus[l] = even + odd;
      minus[l] = even - odd;
    }
  }

  /** a − b ± (c − d). */
  private static void difference(
      float[] a, float[] b, float[] c, float[] d, float[] plus, float[] minus) {
    for (int l = 0; l < a.length; l++) {
      float even = a[l] - b[l];
      float odd = c[l] - d[l];
      plus[l] = even + odd;
      minus[l] = even - odd;
    }
  }

  private void any(
      float[][][] x, float[][][] y, int p, int m, int to, int done, int turn, int radix) {
    for (int t = 0; t < radix; t++) {
      float[] yr = y[0][to + t * done];
      float[] yi = y[1][to + t * done];
      System.arraycopy(x[0][p], 0, yr, 0, yr.length);
      System.arraycopy(x[1][p], 0, yi, 0, yi.length);
      for (int q = 1; q < radix; q++) {
        int angle = (int) ((long) q * (turn + (long) t * m) % n);
        add(x[0][p + q * m], x[1][p + q * m], yr, yi, cosines[angle], sines[angle]);
      }
    }
  }

  private static void add(float[] xr, float[] xi, float[] yr, float[] yi, float wr, float wi) {
    for (int l = 0; l < xr.length; l++) {
      yr[l] += wr * xr[l] - wi * xi[l];
      yi[l] += wr * xi[l] + wi * xr[l];
    }
  }
}
