package io.osler.core.filter;

/** The n-th smallest value without sorting all (Hoare 1961, median of three as pivot). */
final class Selection {
  private Selection() {}

  /** Reorders {@code v}. */
  static float nth(float[] v, int n) {
    int low = 0;
    int high = v.length - 1;
    while (high > low) {
      float a = v[low];
      float b = v[(low + high) >>> 1];
      float c = v[high];
      float pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
      int i = low;
      int j = high;
      while (i <= j) {
        while (v[i] < pivot) {
          i++;
        }
        while (v[j] > pivot) {
          j--;
        }
        if (i <= j) {
          float swap = v[i];
          v[i++] = v[j];
          v[j--] = swap;
        }
      }
      if (n <= j) {
        high = j;
      } else if (n >= i) {
        low = i;
      } else {
        break;
      }
    }
    return v[n];
  }
}
