package io.osler.dicom.codec;

/**
 * s(y, x) = Σ c(u)·c(v)·S(v, u)·cos((2x + 1)uπ/16)·cos((2y + 1)vπ/16) / 4 (T.81 A.3.3), in whole
 * numbers by the factorisation of Loeffler, Ligtenberg and Moschytz 1989 with 13-bit constants, the
 * one that most decoders round by.
 */
final class InverseCosine {
  private static final int WRAPPED = 1 << 13;
  private static final int CONSTANT = 13;
  private static final int C0_298 = 2446;
  private static final int C0_390 = 3196;
  private static final int C0_541 = 4433;
  private static final int C0_765 = 6270;
  private static final int C0_899 = 7373;
  private static final int C1_175 = 9633;
  private static final int C1_501 = 12299;
  private static final int C1_847 = 15137;
  private static final int C1_961 = 16069;
  private static final int C2_053 = 16819;
  private static final int C2_562 = 20995;
  private static final int C3_072 = 25172;

  /** Bits kept between both passes: fewer for twelve-bit samples, so that 32 bits suffice. */
  private final int kept;

  private final int middle;
  private final int most;
  private final int[] half = new int[64];

  InverseCosine(int bits) {
    this.kept = bits > 8 ? 1 : 2;
    this.middle = 1 << bits - 1;
    this.most = (1 << bits) - 1;
  }

  /**
   * A dequantised block in rows, as samples into rows of {@code width} from {@code start} on, not
   * yet clamped.
   *
   * @param places which columns (bits 0 to 7) and rows (bits 8 to 15) hold more than zeros, the
   *     mean aside
   */
  void transform(int[] block, int places, int[] samples, int start, int width) {
    if (places == 0) {
      int value = (block[0] << kept) + (1 << kept + 2) + (middle << kept + 3) >> kept + 3;
      for (int at = start, y = 0; y < 8; y++, at += width) {
        java.util.Arrays.fill(samples, at, at + 8, value);
      }
      return;
    }
    boolean oneRow = (places & 0xFE00) == 0;
    boolean lowRows = (places & 0xF000) == 0;
    for (int x = 0; x < 8; x++) {
      if (oneRow || (places & 1 << x) == 0) {
        flat(block[x] << kept, x);
      } else if (lowRows) {
        lowColumn(block, x);
      } else {
        column(block, x);
      }
    }
    int shift = CONSTANT + kept + 3;
    int round = (1 << shift - 1) + (middle << shift);
    boolean lowColumns = (places & 0xF0) == 0;
    for (int y = 0; y < 8; y++) {
      if (lowColumns) {
        lowRow(8 * y, samples, start + y * width, shift, round);
      } else {
        row(8 * y, samples, start + y * width, shift, round);
      }
    }
  }

  /**
   * Brings samples into their range, all at once. T.81 has no cosine transform beyond twelve bits:
   * what GDCM writes of twelve bits as sixteen holds means that wrapped round at sixteen bits,
   * which is 8192 in the samples (32-bit sums wrap at multiples of it), and loss lets some lie
   * beyond either end.
   */
  void clamp(int[] samples) {
    if (most > 4095) {
      for (int i = 0; i < samples.length; i++) {
        int value = samples[i] & WRAPPED - 1;
        samples[i] = value < WRAPPED * 3 / 4 ? Math.min(4095, value) : 0;
      }
      return;
    }
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Math.min(most, Math.max(0, samples[i]));
    }
  }

  private void flat(int value, int x) {
    for (int y = 0; y < 64; y += 8) {
      half[x + y] = value;
    }
  }

  /** A column whose lower four coefficients are zero. */
  private void lowColumn(int[] in, int x) {
    int c = in[x + 24];
    int d = in[x + 8];
    int t0 = in[x] << CONSTANT;
    int t2 = in[x + 16] * C0_541;
    int t3 = t2 + in[x + 16] * C0_765;
    int z5 = (c + d) * C1_175;
    int z3 = z5 - c * C1_961;
    int z4 = z5 - d * C0_390;
    int za = -d * C0_899;
    int zb = -c * C2_562;
    int shift = CONSTANT - kept;
    int round = 1 << shift - 1;
    int e0 = t0 + t3;
    int e3 = t0 - t3;
    int e1 = t0 + t2;
    int e2 = t0 - t2;
    int o0 = za + z3;
    int o1 = zb + z4;
    int o2 = c * C3_072 + zb + z3;
    int o3 = d * C1_501 + za + z4;
    half[x] = e0 + o3 + round >> shift;
    half[x + 56] = e0 - o3 + round >> shift;
    half[x + 8] = e1 + o2 + round >> shift;
    half[x + 48] = e1 - o2 + round >> shift;
    half[x + 16] = e2 + o1 + round >> shift;
    half[x + 40] = e2 - o1 + round >> shift;
    half[x + 24] = e3 + o0 + round >> shift;
    half[x + 32] = e3 - o0 + round >> shift;
  }

  private void column(int[] in, int x) {
    int z1 = (in[x + 16] + in[x + 48]) * C0_541;
    int t2 = z1 - in[x + 48] * C1_847;
    int t3 = z1 + in[x + 16] * C0_765;
    int t0 = in[x] + in[x + 32] << CONSTANT;
    int t1 = in[x] - in[x + 32] << CONSTANT;
    int e0 = t0 + t3;
    int e3 = t0 - t3;
    int e1 = t1 + t2;
    int e2 = t1 - t2;
    int a = in[x + 56];
    int b = in[x + 40];
    int c = in[x + 24];
    int d = in[x + 8];
    int z5 = (a + c + b + d) * C1_175;
    int z3 = z5 - (a + c) * C1_961;
    int z4 = z5 - (b + d) * C0_390;
    int za = -(a + d) * C0_899;
    int zb = -(b + c) * C2_562;
    int o0 = a * C0_298 + za + z3;
    int o1 = b * C2_053 + zb + z4;
    int o2 = c * C3_072 + zb + z3;
    int o3 = d * C1_501 + za + z4;
    int shift = CONSTANT - kept;
    int round = 1 << shift - 1;
    half[x] = e0 + o3 + round >> shift;
    half[x + 56] = e0 - o3 + round >> shift;
    half[x + 8] = e1 + o2 + round >> shift;
    half[x + 48] = e1 - o2 + round >> shift;
    half[x + 16] = e2 + o1 + round >> shift;
    half[x + 40] = e2 - o1 + round >> shift;
    half[x + 24] = e3 + o0 + round >> shift;
    half[x + 32] = e3 - o0 + round >> shift;
  }

  private void row(int y, int[] samples, int start, int shift, int round) {
    int[] in = half;
    int z1 = (in[y + 2] + in[y + 6]) * C0_541;
    int t2 = z1 - in[y + 6] * C1_847;
    int t3 = z1 + in[y + 2] * C0_765;
    int t0 = (in[y] + in[y + 4] << CONSTANT) + round;
    int t1 = (in[y] - in[y + 4] << CONSTANT) + round;
    int e0 = t0 + t3;
    int e3 = t0 - t3;
    int e1 = t1 + t2;
    int e2 = t1 - t2;
    int a = in[y + 7];
    int b = in[y + 5];
    int c = in[y + 3];
    int d = in[y + 1];
    int z5 = (a + c + b + d) * C1_175;
    int z3 = z5 - (a + c) * C1_961;
    int z4 = z5 - (b + d) * C0_390;
    int za = -(a + d) * C0_899;
    int zb = -(b + c) * C2_562;
    int o0 = a * C0_298 + za + z3;
    int o1 = b * C2_053 + zb + z4;
    int o2 = c * C3_072 + zb + z3;
    int o3 = d * C1_501 + za + z4;
    samples[start] = e0 + o3 >> shift;
    samples[start + 7] = e0 - o3 >> shift;
    samples[start + 1] = e1 + o2 >> shift;
    samples[start + 6] = e1 - o2 >> shift;
    samples[start + 2] = e2 + o1 >> shift;
    samples[start + 5] = e2 - o1 >> shift;
    samples[start + 3] = e3 + o0 >> shift;
    samples[start + 4] = e3 - o0 >> shift;
  }

  /** A row whose last four coefficients are zero. */
  private void lowRow(int y, int[] samples, int start, int shift, int round) {
    int c = half[y + 3];
    int d = half[y + 1];
    int t0 = (half[y] << CONSTANT) + round;
    int t2 = half[y + 2] * C0_541;
    int t3 = t2 + half[y + 2] * C0_765;
    int z5 = (c + d) * C1_175;
    int z3 = z5 - c * C1_961;
    int z4 = z5 - d * C0_390;
    int za = -d * C0_899;
    int zb = -c * C2_562;
    int e0 = t0 + t3;
    int e3 = t0 - t3;
    int e1 = t0 + t2;
    int e2 = t0 - t2;
    int o0 = za + z3;
    int o1 = zb + z4;
    int o2 = c * C3_072 + zb + z3;
    int o3 = d * C1_501 + za + z4;
    samples[start] = e0 + o3 >> shift;
    samples[start + 7] = e0 - o3 >> shift;
    samples[start + 1] = e1 + o2 >> shift;
    samples[start + 6] = e1 - o2 >> shift;
    samples[start + 2] = e2 + o1 >> shift;
    samples[start + 5] = e2 - o1 >> shift;
    samples[start + 3] = e3 + o0 >> shift;
    samples[start + 4] = e3 - o0 >> shift;
  }
}
