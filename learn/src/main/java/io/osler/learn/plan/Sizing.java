package io.osler.learn.plan;

/**
 * Topologies for one data set.
 *
 * @param spacing in tensor order, {@code median} size likewise
 * @param voxels of all images together
 */
record Sizing(double[] spacing, int[] median, double voxels, int outputs) {
  Topology at(Topology.Means means) {
    return Topology.of(spacing, median, voxels, outputs, means);
  }

  /** The largest whose patch has at most so many voxels; never under 4 voxels an axis. */
  Topology within(double patchVoxels, int base) {
    Topology.Means means = Topology.Means.nnunet(spacing.length);
    double reference = means.reference();
    Topology found = at(means.with(reference * base / 32, base));
    for (int i = 0; i < 200 && found.voxels() > patchVoxels; i++) {
      reference *= 0.9;
      Topology smaller = at(means.with(reference * base / 32, base));
      found = smaller.voxels() < found.voxels() ? smaller : found;
    }
    return found;
  }
}
