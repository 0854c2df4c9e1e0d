package io.osler.benchmarks;

import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.util.List;
import java.util.Locale;

/**
 * {@code benchmarks/run large-volume}: a CT of 512 × 512 × 800 voxels through the steps that every
 * clinical volume passes, one after another, within the 4 GB of heap that the run has. A step that
 * held more than three copies beside each other would end it.
 */
final class LargeVolume {
  private static final List<String> STEPS =
      List.of(
          "respace(spacing=[1.1, 1.1, 0.9])",
          "respace(spacing=[1.1, 1.1, 0.9], interpolation=b-spline)",
          "clahe",
          "median(radius=1)",
          "n4(shrink=8, levels=2, iterations=5)");

  private LargeVolume() {}

  static void run() {
    Size size = new Size(512, 512, 800);
    Volume volume = volume(size);
    double copy = 4.0 * size.voxels();
    System.out.printf(
        Locale.ROOT,
        "%s voxels, %.2f GB a copy, heap of at most %.2f GB%n",
        size,
        copy * 1e-9,
        Runtime.getRuntime().maxMemory() * 1e-9);
    for (String step : STEPS) {
      long start = System.nanoTime();
      Volume out = Method.step(step).apply(volume);
      System.out.printf(
          Locale.ROOT,
          "%-60s %s in %.1f s%n",
          step,
          out.size(),
          (System.nanoTime() - start) * 1e-9);
    }
  }

  /** Shaded tissue between −1000 and 1000 in a body of air, with some noise. */
  private static Volume volume(Size size) {
    float[] v = new float[size.voxels()];
    for (int k = 0; k < size.depth(); k++) {
      for (int j = 0; j < size.height(); j++) {
        int at = size.offset(0, j, k);
        double dj = j / 256.0 - 1;
        for (int i = 0; i < size.width(); i++) {
          double di = i / 256.0 - 1;
          int noise = (i * 73 ^ j * 179 ^ k * 283) & 31;
          double inside = di * di + dj * dj < 0.8 ? 1000 + 100 * di + ((i ^ j ^ k) & 64) : 0;
          v[at + i] = (float) (inside - 1000 + noise);
        }
      }
    }
    return Volume.of(size, Geometry.UNIT, v);
  }
}
