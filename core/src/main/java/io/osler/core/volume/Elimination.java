package io.osler.core.volume;

/** Gauss–Jordan elimination with row pivots. */
public final class Elimination {
  private static final double SINGULAR = 1e-12;

  private Elimination() {}

  /**
   * Solves A·X = B in place for the rows [A | B]: B's columns become X. False when A is singular,
   * to 1e-12 of its largest value.
   */
  public static boolean solve(double[][] rows) {
    int n = rows.length;
    double largest = 0;
    for (double[] row : rows) {
      for (int c = 0; c < n; c++) {
        largest = Math.max(largest, Math.abs(row[c]));
      }
    }
    for (int pivot = 0; pivot < n; pivot++) {
      int best = pivot;
      for (int r = pivot + 1; r < n; r++) {
        best = Math.abs(rows[r][pivot]) > Math.abs(rows[best][pivot]) ? r : best;
      }
      double[] own = rows[best];
      rows[best] = rows[pivot];
      rows[pivot] = own;
      if (!(Math.abs(own[pivot]) > SINGULAR * largest)) {
        return false;
      }
      double by = 1 / own[pivot];
      for (int c = pivot; c < own.length; c++) {
        own[c] *= by;
      }
      for (int r = 0; r < n; r++) {
        double factor = rows[r][pivot];
        if (r != pivot && factor != 0) {
          for (int c = pivot; c < own.length; c++) {
            rows[r][c] -= factor * own[c];
          }
        }
      }
    }
    return true;
  }
}
