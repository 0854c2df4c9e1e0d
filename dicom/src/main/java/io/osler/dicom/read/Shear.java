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
              top - k * down);
        });
    return new Volume(canvas, tilted.channels(), straight, voxels);
  }

  /** One slice: target (i, j) samples the source at (i + x, j + y), its rim half a voxel wide. */
  private static void move(
      float[] from, int start, Size size, float[] to, int at, Size canvas, double x, double y) {
    int w = size.width();
    int h = size.height();
    for (int j = 0; j < canvas.height(); j++) {
      double v = Math.clamp(j + y, 0, h - 1);
      int v0 = Math.min((int) v, Math.max(0, h - 2));
      int down = h > 1 ? w : 0;
      double fv = v - v0;
      for (int i = 0; i < canvas.width(); i++) {
        boolean inside = i + x >= -0.5 && j + y >= -0.5 && i + x <= w - 0.5 && j + y <= h - 0.5;
        if (inside) {
          double u = Math.clamp(i + x, 0, w - 1);
          int u0 = Math.min((int) u, Math.max(0, w - 2));
          int right = w > 1 ? 1 : 0;
          double fu = u - u0;
          int o = start + v0 * w + u0;
          double upper = (1 - fu) * from[o] + fu * from[o + right];
          double lower = (1 - fu) * from[o + down] + fu * from[o + down + right];
          to[at + j * canvas.width() + i] = (float) ((1 - fv) * upper + fv * lower);
        }
      }
    }
  }
}
