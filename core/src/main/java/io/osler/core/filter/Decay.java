package io.osler.core.filter;

/** exp(−x) of many x ≥ 0 at once: right to 3·10⁻⁵ of itself up to 24, beyond 40 all alike. */
public final class Decay {
  /** exp(−x) beyond this is far below what a float sum shows. */
  private static final float NONE = 40;

  private Decay() {}

  /** In place: Taylor's series of the 64th part, squared six times; loops become vector ones. */
  public static void of(float[] x) {
    for (int i = 0; i < x.length; i++) {
      float t = Math.min(NONE, x[i]) * (-1f / 64);
      x[i] = 1 + t * (1 + t * (1 / 2f + t * (1 / 6f + t * (1 / 24f + t * (1 / 120f + t / 720)))));
    }
    for (int i = 0; i < x.length; i++) {
      float y = x[i] * x[i];
      y *= y;
      y *= y;
      y *= y;
      y *= y;
      x[i] = y * y;
    }
  }
}
