package io.osler.core.transform;

import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Cutting out and padding in whole voxels: out(v) = in(v + start), outside by the border. */
final class Grid {
  private Grid() {}

  static Volume cut(Volume image, Voxel start, Size to, Border border, float fill) {
    Size from = image.size();
    float[] out = new float[Channels.length(image.channels(), to)];
    if (border == Border.CONSTANT && fill != 0) {
      Arrays.fill(out, fill);
    }
    float[] in = image.voxels();
    int[] columns = sources(start.i(), to.width(), from.width(), border);
    int[] rows = sources(start.j(), to.height(), from.height(), border);
    int[] slices = sources(start.k(), to.depth(), from.depth(), border);
    for (int c = 0; c < image.channels(); c++) {
      for (int k = 0; k < to.depth(); k++) {
        for (int j = 0; j < to.height(); j++) {
          if (slices[k] >= 0 && rows[j] >= 0) {
            int source = c * from.voxels() + from.offset(0, rows[j], slices[k]);
            int target = c * to.voxels() + to.offset(0, j, k);
            for (int i = 0; i < columns.length; i++) {
              if (columns[i] >= 0) {
                out[target + i] = in[source + columns[i]];
              }
            }
          }
        }
      }
    }
    return new Volume(to, image.channels(), moved(image.geometry(), start), out);
  }

  static LabelMap cut(LabelMap map, Voxel start, Size to, Border border) {
    Size from = map.size();
    int[] out = new int[to.voxels()];
    int[] columns = sources(start.i(), to.width(), from.width(), border);
    int[] rows = sources(start.j(), to.height(), from.height(), border);
    int[] slices = sources(start.k(), to.depth(), from.depth(), border);
    for (int k = 0; k < to.depth(); k++) {
      for (int j = 0; j < to.height(); j++) {
        for (int i = 0; i < to.width(); i++) {
          if (slices[k] >= 0 && rows[j] >= 0 && columns[i] >= 0) {
            out[to.offset(i, j, k)] = map.at(columns[i], rows[j], slices[k]);
          }
        }
      }
    }
    return new LabelMap(to, moved(map.geometry(), start), out);
  }

  /**
   * What undoes a cut of an image of size {@code from}: what was cut away comes back as 0. A single
   * slice of a volume is a 2-D image, which no padding makes a volume again.
   */
  static Optional<Transform> back(Voxel start, Size from, Size to) {
    if (to.is2d() && !from.is2d()) {
      return Optional.empty();
    }
    int[] low = new int[3];
    int[] high = new int[3];
    int[] first = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      low[axis] = Math.max(0, start.get(axis));
      high[axis] = Math.max(0, from.get(axis) - start.get(axis) - to.get(axis));
      first[axis] = Math.max(0, -start.get(axis));
    }
    Pad pad =
        new Pad(
            new Voxel(low[0], low[1], low[2]),
            new Voxel(high[0], high[1], high[2]),
            Border.CONSTANT,
            0);
    Crop crop = new Crop(new Voxel(first[0], first[1], first[2]), from);
    return Optional.of(new Chain(List.of(pad, crop)));
  }

  private static int[] sources(int start, int m, int n, Border border) {
    int[] sources = new int[m];
    for (int o = 0; o < m; o++) {
      sources[o] = border.index(start + o, n);
    }
    return sources;
  }

  private static Geometry moved(Geometry old, Voxel start) {
    return old.startingAt(new Vec3(start.i(), start.j(), start.k()));
  }
}
