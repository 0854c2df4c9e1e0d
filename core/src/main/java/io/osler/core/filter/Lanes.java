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
    float[][][] from = x;
    float[][][] to = work;
    int done = 1;
    for (int radix : radices) {
      pass(from, to, radix, done);
      done *= radix;
      float[][][] swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  /** Rows p + q·n/r become rows r·(p − p mod s) + p mod s + t·s, s what is done so far. */
  private void pass(float[][][] x, float[][][] y, int radix, int done) {
    int m = n / radix;
    for (int p = 0; p < m; p++) {
      int low = p % done;
      int to = (p - low) * radix + low;
      int turn = low * (n / (done * radix));
      switch (radix) {
        case 2 -> two(x, y, p, p + m, to, to + done, turn);
        case 4 -> four(x, y, p, m, to, done, turn);
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

  private void four(float[][][] x, float[][][] y, int p, int m, int to, int done, int turn) {
    float[] ar = y[0][to];
    float[] ai = y[1][to];
    float[] br = y[0][to + done];
    float[] bi = y[1][to + done];
    float[] cr = y[0][to + 2 * done];
    float[] ci = y[1][to + 2 * done];
    float[] dr = y[0][to + 3 * done];
    float[] di = y[1][to + 3 * done];
    sums(x[0][p], x[1][p], x[0][p + 2 * m], x[1][p + 2 * m], ar, ai, br, bi, 2 * turn);
    sums(x[0][p + m], x[1][p + m], x[0][p + 3 * m], x[1][p + 3 * m], cr, ci, dr, di, 2 * turn);
    join(ar, ai, br, bi, cr, ci, dr, di, cosines[turn], sines[turn]);
  }

  /** a ± w²·b. */
  private void sums(
      float[] xr,
      float[] xi,
      float[] yr,
      float[] yi,
      float[] ar,
      float[] ai,
      float[] br,
      float[] bi,
      int turn) {
    butterfly(xr, xi, yr, yi, ar, ai, br, bi, cosines[turn], sines[turn]);
  }

  /** (a, b, c, d) ← (a + wc, b − iwd, a − wc, b + iwd), the last three in order. */
  private static void join(
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
      float cx = wr * cr[l] - wi * ci[l];
      float cy = wr * ci[l] + wi * cr[l];
      float dx = wr * dr[l] - wi * di[l];
      float dy = wr * di[l] + wi * dr[l];
      cr[l] = ar[l] - cx;
      ci[l] = ai[l] - cy;
      ar[l] += cx;
      ai[l] += cy;
      dr[l] = br[l] - dy;
      di[l] = bi[l] + dx;
      br[l] += dy;
      bi[l] -= dx;
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
