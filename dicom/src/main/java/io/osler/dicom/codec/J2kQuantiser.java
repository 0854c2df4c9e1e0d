package io.osler.dicom.codec;

/**
 * Δ_b = 2^(R_b − ε_b) · (1 + μ_b / 2¹¹), bit-planes G + ε_b − 1 of each sub-band: QCD and QCC
 * (ITU-T T.800 A.6.4, E.1).
 *
 * @param kind 0 none, 1 derived from the lowest sub-band, 2 one for each
 * @param guard bits
 * @param exponents of the sub-bands from LL on, likewise {@code mantissas}; owned by the record
 */
record J2kQuantiser(int kind, int guard, int[] exponents, int[] mantissas) {
  static J2kQuantiser read(byte[] data, int at, int end) {
    int kind = data[at] & 0x1F;
    if (kind > 2) {
      throw Refusal.damaged("has an unknown JPEG 2000 quantisation");
    }
    int unit = kind == 0 ? 1 : 2;
    int bands = Math.max(0, Math.min(kind == 1 ? 1 : 97, (end - at - 1) / unit));
    int[] exponents = new int[bands];
    int[] mantissas = new int[bands];
    for (int b = 0; b < bands; b++) {
      int first = data[at + 1 + unit * b] & 0xFF;
      exponents[b] = first >> 3;
      mantissas[b] = kind == 0 ? 0 : (first & 7) << 8 | data[at + 2 + unit * b] & 0xFF;
    }
    return new J2kQuantiser(kind, data[at] >> 5 & 7, exponents, mantissas);
  }

  private int index(int band) {
    int index = kind == 1 ? 0 : band;
    if (index >= exponents.length) {
      throw Refusal.damaged("lacks JPEG 2000 quantisation steps");
    }
    return index;
  }

  private int exponent(int band) {
    int exponent = exponents[index(band)];
    return kind == 1 && band > 0 ? Math.max(0, exponent - (band - 1) / 3) : exponent;
  }

  /** Bit-planes of sub-band 0 (LL), 1, 2, 3 (HL, LH, HH of the coarsest level) and so on. */
  int planes(int band) {
    return guard + exponent(band) - 1;
  }

  /** The step for samples of so many bits; the gain of the sub-band is the wavelet's matter. */
  float step(int band, int bits) {
    return (float) ((1 + mantissas[index(band)] / 2048.0) * Math.pow(2, bits - exponent(band)));
  }
}
