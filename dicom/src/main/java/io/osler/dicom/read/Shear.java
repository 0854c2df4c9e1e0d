package io.osler.dicom.read;

import io.osler.core.parallel.Parts;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.Arrays;

/**
 * w(i, j, k) = v(i − k·a + a₀, j − k·b + b₀, k), linear within the plane: each slice of a tilted
 * stack moved back to where it was scanned, on a canvas that holds all of them. What no slice
 * covers takes the fill value.
 */
final class Shear {
  private Shear() {}

  /** How far all shifts together may widen the canvas: a factor. */
  private static final int WIDEST = 8;

  static Volume straightened(String series, Volume tilted, Stack stack, float fill) {
    Size size = tilted.size();
    Geometry geometry = stack.geometry();
    double across = stack.across() / geometry.spacing().x();
    double down = stack.down() / geometry.spacing().y();
    int last = size.depth() - 1;
    int wider = (int) Math.ceil(Math.abs(across * last) - 1e-6);
    int taller = (int) Math.ceil(Math.abs(down * last) - 1e-6);
    if (wider > WIDEST * size.width() || taller > WIDEST * size.height()) {
      throw Stack.refused(series, "is sheared beyond its own size", "wrong slice positions");
    }
    Size canvas = new Size(size.width() + wider, size.height() + taller, size.depth());
    double left = Math.min(0, across * last);
    double top = Math.min(0, down * last);
    Geometry straight = geometry.startingAt(new Vec3(left, top, 0));
    SeriesImage.requireMemory(series, canvas, tilted.channels());
    float[] voxels = new float[canvas.voxels() * tilted.channels()];
    Arrays.fill(voxels, fill);
    int slices = size.depth() * tilted.channels();
    Parts.each(
        slices,
        s -> {
          int k = s % size.depth();
          move(
              tilted.voxels(),
              s * size.width() * size.height(),
              size,
              voxels,
              s * canvas.width() * canvas.height(),
              canvas,
              left - k * across,
              top - k * down,
              fill);
        });
    return new Volume(canvas, tilted.channels(), straight, voxels);
  }

  /** One slice: target (i, j) samples the source at (i + x, j + y). */
  private static void move(
      float[] from,
      int start,
      Size size,
      float[] to,
      int at,
      Size canvas,
      double x,
      double y,
      float fill) {
    int w = size.width();
    int h = size.height();
    for (int j = 0; j < canvas.height(); j++) {
      double v = j + y;
      int v0 = (int) Math.floor(v);
      double fv = v - v0;
      for (int i = 0; i < canvas.width(); i++) {
        double u = i + x;
        int u0 = (int) Math.floor(u);
        double fu = u - u0;
        if (u < -1 || v < -1 || u > w || v > h) {
          continue;
        }
        double value =
            (1 - fv)
                    * ((1 - fu) * at(from, start, w, h, u0, v0, fill)
                        + fu * at(from, start, w, h, u0 + 1, v0, fill))
                + fv
                    * ((1 - fu) * at(from, start, w, h, u0, v0 + 1, fill)
                        + fu * at(from, start, w, h, u0 + 1, v0 + 1, fill));
        to[at + j * canvas.width() + i] = (float) value;
      }
    }
  }

  private static double at(float[] from, int start, int w, int h, int i, int j, float fill) {
    return i >= 0 && j >= 0 && i < w && j < h ? from[start + j * w + i] : fill;
  }
}
