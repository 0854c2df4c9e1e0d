package io.osler.core.segment;

import io.osler.core.morphology.Runs;
import io.osler.core.volume.Size;
import java.util.List;

/** The connected parts, over faces, that hold a seed: found as runs, not voxel by voxel. */
final class Grown {
  private Grown() {}

  /** 1 on low ≤ v ≤ high joined to a seed, 0 elsewhere. */
  static float[] from(float[] v, Size size, List<Seed> seeds, double low, double high) {
    Runs runs = new Runs(v, size, 1, x -> x >= low && x <= high);
    int[] components = runs.components();
    boolean[] wanted = new boolean[components.length + 1];
    for (Seed s : seeds) {
      int run = runs.at(s.i(), s.j(), s.k());
      if (run >= 0) {
        wanted[components[run]] = true;
      }
    }
    float[] values = new float[components.length];
    for (int run = 0; run < values.length; run++) {
      values[run] = wanted[components[run]] ? 1 : 0;
    }
    return runs.paint(values);
  }
}
