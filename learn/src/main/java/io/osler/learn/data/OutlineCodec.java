package io.osler.learn.data;

import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Label maps as files hold them ↔ what a network learns: a class per voxel, or for regions one bit
 * per region; −1 where nothing is known. Of instances the classes are background, inside and rim: a
 * voxel of an object that touches, by a corner even, another object or the background.
 */
public record OutlineCodec(Outlines outlines) {
  /** What stands for "not known" in an encoded map. */
  public static final int UNKNOWN = -1;

  /** Regions are kept as bits of a whole number. */
  static final int MOST_REGIONS = 30;

  public OutlineCodec {
    io.osler.core.config.Require.that(
        !outlines.regions() || outlines.structures().size() <= MOST_REGIONS,
        "regions",
        outlines.structures().size(),
        "at most " + MOST_REGIONS);
  }

  /** The encoded map on the same grid. */
  public LabelMap encode(LabelMap map) {
    return outlines.instances() ? rims(map) : map.with(coded(map.labels()));
  }

  private int[] coded(int[] labels) {
    Map<Integer, List<Integer>> membership = outlines.membership();
    int most = 0;
    for (int label : labels) {
      most = Math.max(most, label);
    }
    int[] table = new int[Math.min(most, 1 << 24) + 1];
    membership.forEach(
        (label, structures) -> {
          if (label >= 0 && label < table.length) {
            for (int s : structures) {
              table[label] = outlines.regions() ? table[label] | 1 << s : s + 1;
            }
          }
        });
    outlines.ignore().filter(label -> label < table.length).ifPresent(l -> table[l] = UNKNOWN);
    int[] out = new int[labels.length];
    for (int v = 0; v < out.length; v++) {
      out[v] = labels[v] <= 0 ? 0 : table[labels[v]];
    }
    return out;
  }

  private static LabelMap rims(LabelMap map) {
    Size size = map.size();
    int[] labels = map.labels();
    int[] out = new int[labels.length];
    for (int k = 0; k < size.depth(); k++) {
      for (int j = 0; j < size.height(); j++) {
        for (int i = 0; i < size.width(); i++) {
          int v = size.offset(i, j, k);
          if (labels[v] > 0) {
            out[v] = onRim(labels, size, i, j, k) ? 2 : 1;
          }
        }
      }
    }
    return map.with(out);
  }

  private static boolean onRim(int[] labels, Size size, int i, int j, int k) {
    int own = labels[size.offset(i, j, k)];
    for (int z = Math.max(0, k - 1); z <= Math.min(size.depth() - 1, k + 1); z++) {
      for (int y = Math.max(0, j - 1); y <= Math.min(size.height() - 1, j + 1); y++) {
        for (int x = Math.max(0, i - 1); x <= Math.min(size.width() - 1, i + 1); x++) {
          if (labels[size.offset(x, y, z)] != own) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Which voxels of an encoded map belong to a structure. */
  public boolean[] mask(int[] coded, int structure) {
    boolean[] mask = new boolean[coded.length];
    for (int v = 0; v < coded.length; v++) {
      mask[v] =
          coded[v] > 0
              && (outlines.regions()
                  ? (coded[v] >> structure & 1) == 1
                  : outlines.instances() || coded[v] == structure + 1);
    }
    return mask;
  }

  /**
   * An image with each structure of an encoded map as a further channel of zeros and ones.
   *
   * @param coded of as many voxels as the image
   */
  public Volume append(Volume image, int[] coded) {
    int n = image.size().voxels();
    int structures = outlines.structures().size();
    float[] voxels =
        Arrays.copyOf(image.voxels(), Math.multiplyExact(n, image.channels() + structures));
    for (int s = 0; s < structures; s++) {
      boolean[] mask = mask(coded, s);
      int at = n * (image.channels() + s);
      for (int v = 0; v < n; v++) {
        voxels[at + v] = mask[v] ? 1 : 0;
      }
    }
    return new Volume(image.size(), image.channels() + structures, image.geometry(), voxels);
  }

  /** Encoded back to the label values that predictions are written in; of regions the last wins. */
  public int[] decode(int[] coded) {
    List<Outlines.Structure> structures = outlines.structures();
    if (written(structures)) {
      return coded;
    }
    int[] out = new int[coded.length];
    int[] last = {0, 0};
    for (int v = 0; v < coded.length; v++) {
      int code = coded[v];
      if (code > 0 && code != last[0]) {
        int s = outlines.regions() ? 31 - Integer.numberOfLeadingZeros(code) : code - 1;
        last = new int[] {code, structures.get(s).written()};
      }
      out[v] = code > 0 ? last[1] : 0;
    }
    return out;
  }

  /** Whether structures are written as they are encoded: 1, 2, 3, … */
  private boolean written(List<Outlines.Structure> structures) {
    for (int s = 0; s < structures.size(); s++) {
      if (outlines.regions() || structures.get(s).written() != s + 1) {
        return false;
      }
    }
    return true;
  }

  /**
   * The most likely class of each voxel, or the regions above one half.
   *
   * @param p (classes, voxels) probabilities or anything that rises with them; regions need
   *     probabilities
   */
  public int[] choose(float[] p, int voxels) {
    int classes = p.length / voxels;
    int[] coded = new int[voxels];
    if (outlines.regions()) {
      for (int c = 0; c < classes; c++) {
        for (int v = 0; v < voxels; v++) {
          coded[v] |= p[c * voxels + v] > 0.5f ? 1 << c : 0;
        }
      }
      return coded;
    }
    float[] best = Arrays.copyOf(p, voxels);
    for (int c = 1; c < classes; c++) {
      for (int v = 0; v < voxels; v++) {
        float q = p[c * voxels + v];
        if (q > best[v]) {
          best[v] = q;
          coded[v] = c;
        }
      }
    }
    return coded;
  }
}
