package io.osler.core.transform;

import io.osler.core.config.InputException;
import io.osler.core.parallel.Parts;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;

/**
 * out(x) = in(x + u(x)), linear for intensities; inverted, out(x) = in(y) with y + u(y) = x, found
 * by fixed-point iteration. Rows are independent, so the bytes do not depend on the threads. One
 * copy of the volume, the result.
 */
record Bend(Field field, boolean inverted, Border border, float fill, LabelRule labels) {
  private static final int MOST_STEPS = 500;
  private static final double SETTLED = 1e-9;

  Volume apply(Volume image) {
    Size size = image.size();
    Sampler sampler = new Sampler(size, image.geometry(), new double[12], border, fill);
    float[] out = new float[image.voxels().length];
    int n = size.voxels();
    Parts.each(
        size.height() * size.depth(),
        line -> {
          int j = line % size.height();
          int k = line / size.height();
          int at = line * size.width();
          double[][] p = places(j, k, size.width());
          for (int c = 0; c < image.channels(); c++) {
            sampler.values(image.voxels(), c * n, size, p, out, c * n + at);
          }
        });
    return image.with(Channels.sound(image.voxels(), out));
  }

  LabelMap apply(LabelMap map) {
    Size size = map.size();
    if (labels == LabelRule.LINEAR) {
      return map.with(LabelRule.shares(map, size, this::apply));
    }
    int[] out = new int[size.voxels()];
    Parts.each(
        size.height() * size.depth(),
        line -> {
          int j = line % size.height();
          int k = line / size.height();
          double[][] p = places(j, k, size.width());
          for (int i = 0; i < size.width(); i++) {
            int x = border.index((int) Math.floor(p[0][i] + 0.5), size.width());
            int y = border.index((int) Math.floor(p[1][i] + 0.5), size.height());
            int z = border.index((int) Math.floor(p[2][i] + 0.5), size.depth());
            if (x >= 0 && y >= 0 && z >= 0) {
              out[line * size.width() + i] = map.at(x, y, z);
            }
          }
        });
    return map.with(out);
  }

  /** Where anatomy at a point of the image comes to lie: the other way round. */
  Vec3 move(Vec3 point, Volume image) {
    Vec3 index = image.geometry().toIndex(point);
    Vec3 to = inverted ? index.plus(field.at(index)) : back(index);
    return image.geometry().toPatient(to);
  }

  /** The places that a row's values come from, by component. */
  private double[][] places(int j, int k, int width) {
    double[][] p = new double[3][width];
    if (!inverted) {
      field.row(j, k).all(p[0], p[1], p[2]);
      for (int i = 0; i < width; i++) {
        p[0][i] += i;
        p[1][i] += j;
        p[2][i] += k;
      }
      return p;
    }
    for (int i = 0; i < width; i++) {
      Vec3 y = back(new Vec3(i, j, k));
      p[0][i] = y.x();
      p[1][i] = y.y();
      p[2][i] = y.z();
    }
    return p;
  }

  /** y with y + u(y) = x. */
  private Vec3 back(Vec3 x) {
    Vec3 y = x.minus(field.at(x));
    for (int step = 0; step < MOST_STEPS; step++) {
      Vec3 next = x.minus(field.at(y));
      if (next.minus(y).norm() < SETTLED) {
        return next;
      }
      y = next;
    }
    throw new InputException(
        "The bending folds at voxel " + x + ".",
        "control points are moved further than their distance allows: one place would lie twice.",
        "move them less.");
  }
}
