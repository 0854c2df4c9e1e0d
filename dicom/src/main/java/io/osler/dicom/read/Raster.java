package io.osler.dicom.read;

import io.osler.core.config.InputException;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** inside(v) = parity of the edges to the left of a voxel's centre: outlines as masks. */
final class Raster {
  /** How far from a slice an outline may lie, in slices: coordinates are rounded decimals. */
  private static final double OFF_PLANE = 0.1;

  private Raster() {}

  static boolean[] fill(StructureSet.Structure structure, Size size, Geometry geometry) {
    boolean[] inside = new boolean[size.voxels()];
    for (StructureSet.Outline outline : structure.outlines()) {
      if (outline.closed() && outline.points().size() > 2) {
        flip(structure, outline, size, geometry, inside);
      }
    }
    return inside;
  }

  private static void flip(
      StructureSet.Structure structure,
      StructureSet.Outline outline,
      Size size,
      Geometry geometry,
      boolean[] inside) {
    int n = outline.points().size();
    double[] x = new double[n];
    double[] y = new double[n];
    double least = Double.MAX_VALUE;
    double most = -Double.MAX_VALUE;
    for (int i = 0; i < n; i++) {
      Vec3 index = geometry.toIndex(outline.points().get(i));
      x[i] = index.x();
      y[i] = index.y();
      least = Math.min(least, index.z());
      most = Math.max(most, index.z());
    }
    long slice = Math.round((least + most) / 2);
    if (most - slice > OFF_PLANE || slice - least > OFF_PLANE) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "Structure %d has an outline at slices %.2f to %.2f.",
              structure.number(),
              least,
              most),
          "it was drawn on another image, or across its slices.",
          "give the image that the structures refer to.");
    }
    if (slice < 0 || slice >= size.depth()) {
      throw new InputException(
          "Structure %d has an outline at slice %d of %d."
              .formatted(structure.number(), slice, size.depth()),
          "it was drawn on another image, or slices are missing.",
          "give the image that the structures refer to.");
    }
    double top = Arrays.stream(y).min().orElse(0);
    double bottom = Arrays.stream(y).max().orElse(0);
    int first = (int) Math.max(0, Math.ceil(top));
    int last = (int) Math.min(size.height() - 1, Math.floor(bottom));
    for (int j = first; j <= last; j++) {
      row(x, y, j, size.offset(0, j, (int) slice), size.width(), inside);
    }
  }

  /** Edges that cross the row's centre line, the lower end of each included, the upper not. */
  private static void row(double[] x, double[] y, int j, int start, int width, boolean[] inside) {
    List<Double> crossings = new ArrayList<>();
    for (int a = 0; a < x.length; a++) {
      int b = (a + 1) % x.length;
      if (y[a] <= j != y[b] <= j) {
        crossings.add(x[a] + (j - y[a]) / (y[b] - y[a]) * (x[b] - x[a]));
      }
    }
    crossings.sort(null);
    for (int c = 0; c + 1 < crossings.size(); c += 2) {
      int from = (int) Math.max(0, Math.ceil(crossings.get(c)));
      int to = (int) Math.min(width, Math.ceil(crossings.get(c + 1)));
      for (int i = from; i < to; i++) {
        inside[start + i] = !inside[start + i];
      }
    }
  }
}
