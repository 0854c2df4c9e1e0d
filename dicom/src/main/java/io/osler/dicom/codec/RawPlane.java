package io.osler.dicom.codec;

/**
 * Significance and refinement passes whose bits stand as they are, without arithmetic code (ITU-T
 * T.800 section D.6).
 *
 * @param words of flags and {@code values} as {@link BitPlanes} has them, changed in place
 */
record RawPlane(MqDecoder bits, int[] words, int[] values, int width, int height) {
  void significance(int plane, boolean causal) {
    int stride = width + 2;
    for (int stripe = 0; 4 * stripe < height; stripe++) {
      int rows = BlockContexts.rows(height, stripe);
      for (int x = 0; x < width; x++) {
        int at = (stripe + 1) * stride + 1 + x;
        int f = words[at];
        int todo = BlockContexts.candidates(f) & rows;
        while (todo != 0) {
          int shift = Integer.numberOfTrailingZeros(todo);
          f |= BlockContexts.CODED << shift;
          if (bits.raw() == 1) {
            int sign = bits.raw();
            int to = 4 * (width * stripe + x) + BlockContexts.row(shift);
            values[to] = 3 << plane - 1 | sign << 31;
            f = BlockContexts.spread(words, at, stride, f, shift, sign, causal);
          }
          todo = BlockContexts.candidates(f) & rows & -8 << shift;
        }
        words[at] = f;
      }
    }
  }

  void refinement(int plane) {
    int half = 1 << plane - 1;
    for (int stripe = 0; 4 * stripe < height; stripe++) {
      for (int x = 0; x < width; x++) {
        int at = (stripe + 1) * (width + 2) + 1 + x;
        int f = words[at];
        int todo = f >>> 4 & ~(f >>> 21) & BlockContexts.rows(height, stripe);
        words[at] = f | todo << 20;
        for (; todo != 0; todo &= todo - 1) {
          int row = BlockContexts.row(Integer.numberOfTrailingZeros(todo));
          values[4 * (width * stripe + x) + row] += bits.raw() == 0 ? -half : half;
        }
      }
    }
  }
}
