package io.osler.learn.infer;

import io.osler.core.transform.Voxel;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.Optional;

/**
 * A grid that fills as slabs of probabilities on another arrive: each voxel is brought over once
 * the two slices that it lies between are there, so that never more than a slab is held.
 */
final class Filling {
  /** Brings probabilities onto a grid. */
  interface Onto {
    Volume apply(Volume p, Size size, Geometry geometry);
  }

  private final Onto onto;
  private final Boxes into;
  private final int most;
  private final Size prepared;
  private final Size size;
  private final Geometry geometry;
  private final int axis;
  private final double start;
  private final double step;
  private final boolean reversed;
  private Optional<Volume> carried = Optional.empty();
  private int next; // along the axis, in the order that the slabs come

  private Filling(
      Onto onto,
      Boxes into,
      int most,
      Size prepared,
      Size size,
      Geometry geometry,
      int axis,
      double[] line) {
    this.onto = onto;
    this.into = into;
    this.most = most;
    this.prepared = prepared;
    this.size = size;
    this.geometry = geometry;
    this.axis = axis;
    // From the end where the slabs begin.
    this.start = line[1] >= 0 ? line[0] : line[0] + (size.get(axis) - 1) * line[1];
    this.step = Math.abs(line[1]);
    this.reversed = line[1] < 0;
  }

  /**
   * Empty where the slices run obliquely to every axis of the grid.
   *
   * @param most values that are brought over at once, a slice at least
   */
  static Optional<Filling> of(
      Onto onto, Boxes into, int most, Size prepared, Geometry from, Size size, Geometry geometry) {
    double zero = across(from, geometry, Vec3.ZERO);
    double[] steps = new double[3];
    int axis = 0;
    for (int a = 0; a < 3; a++) {
      steps[a] = across(from, geometry, Vec3.ZERO.with(a, 1)) - zero;
      axis = Math.abs(steps[a]) > Math.abs(steps[axis]) ? a : axis;
    }
    for (int a = 0; a < 3; a++) {
      if (a != axis && Math.abs(steps[a]) * size.get(a) > 1e-3) {
        return Optional.empty();
      }
    }
    double[] line = {zero, steps[axis]};
    return Optional.of(new Filling(onto, into, most, prepared, size, geometry, axis, line));
  }

  /** The slice of the prepared grid at which a voxel of the image lies. */
  private static double across(Geometry from, Geometry geometry, Vec3 voxel) {
    return from.toIndex(geometry.toPatient(voxel)).z();
  }

  void add(Window.Slab slab) {
    Volume p = carried.map(before -> joined(before, slab.p())).orElse(slab.p());
    int first = slab.first() - (p.size().depth() - slab.p().size().depth());
    int last = first + p.size().depth() - 1;
    boolean end = last == prepared.depth() - 1;
    if (p.size().depth() > 1 || end) {
      int to = next;
      while (to < size.get(axis) && (end || start + to * step < last)) {
        to++;
      }
      fill(p, next, to);
      next = to;
    }
    carried = Optional.of(slices(p, p.size().depth() - 1));
  }

  private void fill(Volume p, int from, int to) {
    long layer = (long) p.channels() * size.voxels() / size.get(axis);
    int layers = (int) Math.max(1, most / layer);
    for (int at = from; at < to; at += layers) {
      int n = Math.min(layers, to - at);
      int low = reversed ? size.get(axis) - at - n : at;
      Size box = size.with(axis, n);
      Vec3 corner = Vec3.ZERO.with(axis, low);
      Volume there = onto.apply(p, box, geometry.startingAt(corner));
      into.add(new Voxel((int) corner.x(), (int) corner.y(), (int) corner.z()), there);
    }
  }

  private static Volume joined(Volume a, Volume b) {
    int na = a.size().voxels();
    int nb = b.size().voxels();
    float[] voxels = new float[a.channels() * (na + nb)];
    for (int c = 0; c < a.channels(); c++) {
      System.arraycopy(a.voxels(), c * na, voxels, c * (na + nb), na);
      System.arraycopy(b.voxels(), c * nb, voxels, c * (na + nb) + na, nb);
    }
    Size size = a.size().with(2, a.size().depth() + b.size().depth());
    return new Volume(size, a.channels(), a.geometry(), voxels);
  }

  /** From one slice on. */
  private static Volume slices(Volume p, int from) {
    int slice = p.size().width() * p.size().height();
    int n = (p.size().depth() - from) * slice;
    float[] voxels = new float[p.channels() * n];
    for (int c = 0; c < p.channels(); c++) {
      System.arraycopy(p.voxels(), c * p.size().voxels() + from * slice, voxels, c * n, n);
    }
    return new Volume(
        p.size().with(2, p.size().depth() - from),
        p.channels(),
        p.geometry().startingAt(new Vec3(0, 0, from)),
        voxels);
  }
}
