package io.osler.learn.infer;

import io.osler.core.segment.DenseCrf;
import io.osler.core.volume.Volume;

/** A conditional random field over a segmentation's probabilities. */
final class Fields {
  private Fields() {}

  /**
   * @param p classes are channels
   * @param image the prepared image on the same grid
   * @param regions whether every channel is a yes or no of its own: each is refined with its
   *     complement
   */
  static Volume refined(DenseCrf crf, Volume p, Volume image, boolean regions) {
    if (!regions) {
      return p.with(crf.refine(p.voxels(), image));
    }
    int n = p.size().voxels();
    float[] out = new float[p.voxels().length];
    for (int c = 0; c < p.channels(); c++) {
      float[] both = new float[2 * n];
      for (int v = 0; v < n; v++) {
        both[n + v] = p.voxels()[c * n + v];
        both[v] = 1 - both[n + v];
      }
      System.arraycopy(crf.refine(both, image), n, out, c * n, n);
    }
    return p.with(out);
  }
}
