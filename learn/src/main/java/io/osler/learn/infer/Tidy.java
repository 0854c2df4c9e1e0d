package io.osler.learn.infer;

import io.osler.core.volume.Components;
import io.osler.core.volume.Size;

/** What masks go through after prediction. */
public final class Tidy {
  private Tidy() {}

  /** Only the largest connected piece (faces, edges and corners connect). */
  public static boolean[] largest(boolean[] mask, Size size) {
    Components pieces = Components.of(size, mask, true);
    if (pieces.count() < 2) {
      return mask;
    }
    int keep = pieces.largest();
    boolean[] out = new boolean[mask.length];
    for (int v = 0; v < out.length; v++) {
      out[v] = pieces.piece()[v] == keep;
    }
    return out;
  }

  /** Background that no way leads to from the border (through faces) becomes foreground. */
  public static boolean[] filled(boolean[] mask, Size size) {
    boolean[] outside = new boolean[mask.length];
    for (int v = 0; v < mask.length; v++) {
      outside[v] = !mask[v];
    }
    Components pieces = Components.of(size, outside, false);
    boolean[] open = new boolean[pieces.count() + 1];
    for (int k = 0; k < size.depth(); k++) {
      for (int j = 0; j < size.height(); j++) {
        for (int i = 0; i < size.width(); i++) {
          boolean rim = i == 0 || j == 0 || i == size.width() - 1 || j == size.height() - 1;
          if (rim || (!size.is2d() && (k == 0 || k == size.depth() - 1))) {
            open[pieces.piece()[size.offset(i, j, k)]] = true;
          }
        }
      }
    }
    boolean[] out = mask.clone();
    for (int v = 0; v < out.length; v++) {
      out[v] |= outside[v] && !open[pieces.piece()[v]];
    }
    return out;
  }

  /** Pieces of at least so many voxels. */
  public static boolean[] atLeast(boolean[] mask, Size size, int voxels) {
    if (voxels <= 1) {
      return mask;
    }
    Components pieces = Components.of(size, mask, true);
    boolean[] out = new boolean[mask.length];
    for (int v = 0; v < out.length; v++) {
      out[v] = mask[v] && pieces.sizes()[pieces.piece()[v]] >= voxels;
    }
    return out;
  }
}
