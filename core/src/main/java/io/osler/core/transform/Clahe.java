package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;

/**
 * Contrast-limited adaptive histogram equalisation: each voxel through the clipped cumulative
 * histograms of its (up to eight) nearest tiles, linearly weighted; per channel, to its own range.
 *
 * <p>scikit-image's definition (2¹⁴ levels, reflected border, integer tile maps) but for its last
 * truncation to whole levels. A tile has ⌊n/tiles⌋ voxels along an axis, at least one. A constant
 * channel stays. A clip above 1 is in units of a bin's mean count, as Zuiderveld and OpenCV give
 * it: 2 of 256 bins is the share 2/256. Memory: two copies of the image and half of one of a
 * channel.
 */
@About(
    value = "Equalises contrast tile by tile, limiting noise.",
    source = "Zuiderveld 1994; scikit-image equalize_adapthist")
public record Clahe(
    @About("largest share of a tile in one bin; above 1, multiples of a bin's mean count")
        @Unit("fraction")
        @Default("0.01")
        double clip,
    @About("along each axis") @Default("8") int tiles,
    @About("of a histogram") @Default("256") int bins)
    implements Intensity {
  private static final int LEVELS = 1 << 14;

  public Clahe {
    Require.within("tiles", tiles, 1, 256);
    Require.within("bins", bins, 2, 4096);
    Require.within("clip", clip, 0, bins);
  }

  @Override
  public Volume apply(Volume image) {
    Size size = image.size();
    Lattice[] lattice = new Lattice[3];
    for (int axis = 0; axis < 3; axis++) {
      lattice[axis] = Lattice.of(size.get(axis), Math.max(1, size.get(axis) / tiles));
    }
    return Channels.each(
        Channels.moderate(image, "clahe"),
        (in, from, to, out) -> channel(in, from, to, out, size, lattice));
  }

  private void channel(float[] in, int from, int to, float[] out, Size size, Lattice[] lattice) {
    Spread s = Spread.range(in, from, to);
    if (s.constant()) {
      System.arraycopy(in, from, out, from, to - from);
      return;
    }
    short[] bin = new short[to - from];
    int width = 1 + LEVELS / bins;
    double toLevel = (LEVELS - 1) / s.range();
    for (int v = from; v < to; v++) {
      bin[v - from] = (short) ((int) Math.rint((in[v] - s.low()) * toLevel) / width);
    }
    int[][] maps = maps(bin, size, lattice);
    blend(bin, maps, size, lattice, out, from);
    Spread mapped = Spread.range(out, from, to);
    double factor = mapped.constant() ? 0 : s.range() / mapped.range();
    for (int v = from; v < to; v++) {
      out[v] = (float) (s.low() + (out[v] - mapped.low()) * factor);
    }
  }

  private int[][] maps(short[] bin, Size size, Lattice[] l) {
    int[][] maps = new int[l[0].count * l[1].count * l[2].count][];
    int elements = l[0].tile * l[1].tile * l[2].tile;
    double share = clip > 1 ? clip / bins : clip;
    int limit = share > 0 ? Math.max(1, (int) (share * elements)) : elements;
    for (int tile = 0; tile < maps.length; tile++) {
      int i0 = tile % l[0].count * l[0].tile;
      int j0 = tile / l[0].count % l[1].count * l[1].tile;
      int k0 = tile / (l[0].count * l[1].count) * l[2].tile;
      int[] histogram = new int[bins];
      for (int k = k0; k < k0 + l[2].tile; k++) {
        int z = Border.REFLECT.index(k, size.depth());
        for (int j = j0; j < j0 + l[1].tile; j++) {
          int row = size.offset(0, Border.REFLECT.index(j, size.height()), z);
          for (int i = i0; i < i0 + l[0].tile; i++) {
            histogram[bin[row + Border.REFLECT.index(i, size.width())]]++;
          }
        }
      }
      Clipping.clip(histogram, limit);
      long sum = 0;
      for (int b = 0; b < bins; b++) {
        sum += histogram[b];
        double level = sum * ((double) (LEVELS - 1) / elements);
        histogram[b] = (int) Math.min(LEVELS - 1, level);
      }
      maps[tile] = histogram;
    }
    return maps;
  }

  private static void blend(
      short[] bin, int[][] maps, Size size, Lattice[] l, float[] out, int from) {
    int row = l[0].count;
    int slice = row * l[1].count;
    int v = 0;
    for (int k = 0; k < size.depth(); k++) {
      float fz = l[2].weight[k];
      int near = l[2].low[k] * slice;
      int far = l[2].high[k] * slice;
      for (int j = 0; j < size.height(); j++) {
        float fy = l[1].weight[j];
        int up = l[1].low[j] * row;
        int down = l[1].high[j] * row;
        for (int i = 0; i < size.width(); i++, v++) {
          float fx = l[0].weight[i];
          int b = bin[v];
          int left = l[0].low[i];
          int right = l[0].high[i];
          float a = mix(maps[near + up + left][b], maps[near + up + right][b], fx);
          float c = mix(maps[near + down + left][b], maps[near + down + right][b], fx);
          float value = mix(a, c, fy);
          if (fz > 0) {
            float e = mix(maps[far + up + left][b], maps[far + up + right][b], fx);
            float g = mix(maps[far + down + left][b], maps[far + down + right][b], fx);
            value = mix(value, mix(e, g, fy), fz);
          }
          out[from + v] = value;
        }
      }
    }
  }

  private static float mix(float a, float b, float weight) {
    return a + weight * (b - a);
  }

  /** Along one axis: each voxel's two tiles and the weight of the second. */
  private record Lattice(int tile, int count, int[] low, int[] high, float[] weight) {
    static Lattice of(int n, int tile) {
      int padded = n + tile / 2 + Math.floorMod(-n, tile) + (tile + 1) / 2;
      int count = padded / tile - 1;
      int[] low = new int[n];
      int[] high = new int[n];
      float[] weight = new float[n];
      for (int x = 0; x < n; x++) {
        int block = (x + tile / 2) / tile;
        low[x] = Math.clamp(block - 1, 0, count - 1);
        high[x] = Math.clamp(block, 0, count - 1);
        weight[x] = (float) ((x + tile / 2) % tile) / tile;
      }
      return new Lattice(tile, count, low, high, weight);
    }
  }
}
