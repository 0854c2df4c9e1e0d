package io.osler.core.filter;

/** The voxel that stands for one outside the image, along an axis of n voxels. */
public enum Outside {
  /** {@code a a | a b c | c c}. */
  NEAREST,
  /** {@code c b | a b c | b a}. */
  MIRROR,
  /** {@code b a | a b c | c b}. */
  SYMMETRIC;

  public int index(int p, int n) {
    if (p >= 0 && p < n) {
      return p;
    }
    return switch (this) {
      case NEAREST -> p < 0 ? 0 : n - 1;
      case MIRROR -> {
        int period = Math.max(1, 2 * (n - 1));
        int q = Math.floorMod(p, period);
        yield q < n ? q : period - q;
      }
      case SYMMETRIC -> {
        int q = Math.floorMod(p, 2 * n);
        yield q < n ? q : 2 * n - 1 - q;
      }
    };
  }

  /** For positions −reach … n − 1 + reach. */
  int[] table(int n, int reach) {
    int[] table = new int[n + 2 * reach];
    for (int p = 0; p < table.length; p++) {
      table[p] = index(p - reach, n);
    }
    return table;
  }
}
