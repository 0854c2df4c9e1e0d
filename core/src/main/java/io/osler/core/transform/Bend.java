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
          double[] p = {0, j, k};
          Source source = source(j, k);
          for (int i = 0; i < size.width(); i++) {
            source.of(i, p);
            for (int c = 0; c < image.channels(); c++) {
              out[c * n + at + i] = sampler.value(image.voxels(), c * n, size, p[0], p[1], p[2]);
            }
          }
        });
    return image.with(out);
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
          double[] p = {0, j, k};
          Source source = source(j, k);
          for (int i = 0; i < size.width(); i++) {
            source.of(i, p);
            int x = border.index((int) Math.floor(p[0] + 0.5), size.width());
            int y = border.index((int) Math.floor(p[1] + 0.5), size.height());
            int z = border.index((int) Math.floor(p[2] + 0.5), size.depth());
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

  /** The place a voxel's value comes from; p keeps the last one, a start for the next. */
  private interface Source {
    void of(int i, double[] p);
  }

  private Source source(int j, int k) {
    double[] shift = new double[3];
    if (!inverted) {
      Field.Row row = field.row(j, k);
      return (i, p) -> {
        row.at(i, shift);
        p[0] = i + shift[0];
        p[1] = j + shift[1];
        p[2] = k + shift[2];
      };
    }
    return (i, p) -> {
      Vec3 y = back(new Vec3(i, j, k));
      p[0] = y.x();
      p[1] = y.y();
      p[2] = y.z();
    };
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
