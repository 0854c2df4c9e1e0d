package io.osler.dicom.codec;

/**
 * A sub-band of one resolution (ITU-T T.800 B.5).
 *
 * @param orientation 0 LL, 1 HL, 2 LH, 3 HH
 * @param planes most bit-planes that its coefficients have
 * @param step of the quantiser
 */
record J2kBand(int orientation, int x0, int y0, int x1, int y1, int planes, float step) {
  boolean isEmpty() {
    return x1 <= x0 || y1 <= y0;
  }

  int width() {
    return Math.max(0, x1 - x0);
  }

  int height() {
    return Math.max(0, y1 - y0);
  }
}
