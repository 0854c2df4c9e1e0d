package io.osler.dicom.dataset;

import io.osler.core.config.Require;

/**
 * What a file may ask for before it is refused: nothing is allocated on the word of a header alone.
 *
 * @param depth sequences within sequences
 * @param elements elements of the whole file, those in items included
 * @param inflatedBytes size after inflating a deflated data set
 * @param pixelBytes size of one decoded frame
 */
public record Limits(int depth, long elements, long inflatedBytes, long pixelBytes) {
  private static final long SHARE = Runtime.getRuntime().maxMemory() / 8;

  /**
   * Generous for real files: 64 levels, 5 million elements, 1 GiB inflated, 1 GiB a frame, the last
   * two at most an eighth of the memory that the JVM may take.
   */
  public static final Limits DEFAULT =
      new Limits(
          64,
          5_000_000,
          Math.max(64L << 20, Math.min(1L << 30, SHARE)),
          Math.max(64L << 20, Math.min(1L << 30, SHARE)));

  public Limits {
    Require.within("depth", depth, 1, 500);
    Require.within("elements", elements, 1, 1e9);
    Require.within("inflatedBytes", inflatedBytes, 1, Integer.MAX_VALUE - 64);
    Require.within("pixelBytes", pixelBytes, 1, Integer.MAX_VALUE - 64);
  }
}
