package io.osler.learn.plan;

import java.util.Arrays;
import java.util.Optional;

/**
 * The low resolution of a cascade by nnU-Net v2's rule (Isensee et al. 2021, as nnunetv2 2.8.1 has
 * it): where a patch shows less than a quarter of the median image, the spacing grows by 3 % at a
 * time, that of fine axes first, until it shows as much; an image that is not at least halved then
 * is not worth a cascade.
 *
 * @param spacing in tensor order, {@code median} likewise
 */
record LowResolution(double[] spacing, int[] median, Topology topology) {
  private static final double SEEN = 0.25;
  private static final double STEP = 1.03;

  /** Axes finer than the coarsest by more than this grow first. */
  private static final double SAME_SCALE = 2;

  private static final double LEAST_GAIN = 2;

  /** The topology for images of a size at a spacing, {@code voxels} in all of them together. */
  @FunctionalInterface
  interface Planning {
    Topology at(double[] spacing, int[] median, double voxels);
  }

  static Optional<LowResolution> of(
      double[] full, int[] median, int cases, double patch, Planning planning) {
    double whole = product(Arrays.stream(median).asDoubleStream().toArray());
    double voxels = whole;
    double seen = patch;
    double[] spacing = full.clone();
    Optional<LowResolution> found = Optional.empty();
    while (seen / voxels < SEEN) {
      grow(spacing);
      double[] size = new double[full.length];
      int[] rounded = new int[full.length];
      for (int a = 0; a < size.length; a++) {
        size[a] = full[a] / spacing[a] * median[a];
        rounded[a] = (int) Math.rint(size[a]);
      }
      voxels = product(size);
      Topology topology = planning.at(spacing.clone(), rounded, voxels * cases);
      seen = topology.voxels();
      found = Optional.of(new LowResolution(spacing.clone(), rounded, topology));
    }
    return whole / voxels < LEAST_GAIN ? Optional.empty() : found;
  }

  private static void grow(double[] spacing) {
    double most = Arrays.stream(spacing).max().orElseThrow();
    boolean uneven = Arrays.stream(spacing).anyMatch(s -> most / s > SAME_SCALE);
    for (int a = 0; a < spacing.length; a++) {
      spacing[a] *= !uneven || most / spacing[a] > SAME_SCALE ? STEP : 1;
    }
  }

  private static double product(double[] values) {
    return Arrays.stream(values).reduce(1, (a, b) -> a * b);
  }
}
