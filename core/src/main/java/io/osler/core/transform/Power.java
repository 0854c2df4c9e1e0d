package io.osler.core.transform;

/**
 * x^γ for many x from 0 to 1: Taylor's series of second order about the middles of 128 pieces of
 * each octave, right to γ³·10⁻⁸ of itself; below 2⁻²⁴ the function itself.
 */
final class Power {
  private static final int OCTAVES = 24;
  private static final int PIECES = 128;
  private static final int SHIFT = 16; // the bits of a float within a piece
  private static final int FIRST = Float.floatToRawIntBits(0x1p-24f) >>> SHIFT;

  /** Beyond it the series is not good enough. */
  private static final double STEEPEST = 4;

  private static final int MANY = 1 << 15;

  private final double gamma;
  private final double[] terms;

  /** The table pays from so many values on; without it all are computed one by one. */
  Power(double gamma, int values) {
    this.gamma = gamma;
    terms = new double[values < MANY || gamma > STEEPEST ? 0 : 4 * OCTAVES * PIECES];
    for (int piece = 0; piece < terms.length / 4; piece++) {
      double low = Float.intBitsToFloat(FIRST + piece << SHIFT);
      double middle = (low + Float.intBitsToFloat(FIRST + piece + 1 << SHIFT)) / 2;
      double value = Math.pow(middle, gamma);
      terms[4 * piece] = middle;
      terms[4 * piece + 1] = value;
      terms[4 * piece + 2] = value * gamma / middle;
      terms[4 * piece + 3] = value * gamma * (gamma - 1) / (2 * middle * middle);
    }
  }

  double of(double x) {
    int at = 4 * ((Float.floatToRawIntBits((float) x) >>> SHIFT) - FIRST);
    if (at < 0 || at >= terms.length) {
      return x == 0 ? 0 : Math.pow(x, gamma);
    }
    double t = x - terms[at];
    return terms[at + 1] + t * (terms[at + 2] + t * terms[at + 3]);
  }
}
