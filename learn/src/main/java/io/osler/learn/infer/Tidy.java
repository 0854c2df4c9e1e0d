package io.osler.learn.infer;

import io.osler.core.volume.Components;
import io.osler.core.volume.Size;
import io.osler.learn.data.OutlineCodec;
import io.osler.learn.data.Outlines;
import io.osler.learn.plan.Segmentation;
import java.util.Optional;

/** What masks go through after prediction; only the box that holds the mask is looked at. */
public final class Tidy {
  private Tidy() {}

  /**
   * Tidies an encoded map, in place: each structure that the tidying names, one after the other.
   */
  static void coded(int[] coded, Size size, OutlineCodec codec, Segmentation.Tidying tidying) {
    if (tidying.equals(Segmentation.Tidying.NONE)) {
      return;
    }
    Outlines outlines = codec.outlines();
    for (int s = 0; s < outlines.structures().size(); s++) {
      String name = outlines.structures().get(s).name();
      // What earlier structures changed became theirs or nothing: none of it is this one's.
      boolean[] before = codec.mask(coded, s);
      boolean[] after = before;
      after = tidying.largestOnly().contains(name) ? largest(after, size) : after;
      after = atLeast(after, size, tidying.smallest(name));
      after = tidying.filled().contains(name) ? filled(after, size) : after;
      int bit = outlines.regions() ? 1 << s : s + 1;
      for (int v = 0; v < coded.length; v++) {
        if (before[v] && !after[v]) {
          coded[v] = outlines.regions() ? coded[v] & ~bit : 0;
        } else if (!before[v] && after[v]) {
          coded[v] = outlines.regions() ? coded[v] | bit : coded[v] == 0 ? bit : coded[v];
        }
      }
    }
  }

  /** Only the largest connected piece (faces, edges and corners connect). */
  public static boolean[] largest(boolean[] mask, Size size) {
    return Box.around(mask, size).map(box -> box.apply(mask, size, Tidy::largestIn)).orElse(mask);
  }

  private static boolean[] largestIn(boolean[] mask, Size size) {
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
    // A mask of one slice in a volume encloses nothing.
    return Box.around(mask, size)
        .filter(box -> size.is2d() || !box.size().is2d())
        .map(box -> box.apply(mask, size, Tidy::filledIn))
        .orElse(mask);
  }

  private static boolean[] filledIn(boolean[] mask, Size size) {
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

  /** The smallest box of set voxels; what is outside it neither holds pieces nor closes holes. */
  private record Box(int[] low, Size size) {
    interface Step {
      boolean[] of(boolean[] mask, Size size);
    }

    static Optional<Box> around(boolean[] mask, Size size) {
      int[] low = {size.width(), size.height(), size.depth()};
      int[] high = {-1, -1, -1};
      int row = 0;
      for (int k = 0; k < size.depth(); k++) {
        for (int j = 0; j < size.height(); j++, row += size.width()) {
          for (int i = 0; i < size.width(); i++) {
            if (mask[row + i]) {
              low[0] = Math.min(low[0], i);
              high[0] = Math.max(high[0], i);
              low[1] = Math.min(low[1], j);
              high[1] = Math.max(high[1], j);
              low[2] = Math.min(low[2], k);
              high[2] = k;
            }
          }
        }
      }
      return high[0] < 0
          ? Optional.empty()
          : Optional.of(
              new Box(
                  low, new Size(high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1)));
    }

    boolean[] apply(boolean[] mask, Size whole, Step step) {
      boolean[] part = new boolean[size.voxels()];
      copy(mask, whole, part, true);
      boolean[] out = mask.clone();
      copy(out, whole, step.of(part, size), false);
      return out;
    }

    private void copy(boolean[] mask, Size whole, boolean[] part, boolean in) {
      for (int k = 0; k < size.depth(); k++) {
        for (int j = 0; j < size.height(); j++) {
          int there = whole.offset(low[0], low[1] + j, low[2] + k);
          int here = size.offset(0, j, k);
          if (in) {
            System.arraycopy(mask, there, part, here, size.width());
          } else {
            System.arraycopy(part, here, mask, there, size.width());
          }
        }
      }
    }
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
