package io.osler.core.parallel;

import io.osler.core.volume.Size;

/** Work row by row (all voxels of one j and k), rows in parallel. */
public final class Rows {
  private Rows() {}

  /** One row: its j and k, and the offset of its first voxel. */
  @FunctionalInterface
  public interface Work {
    void run(int j, int k, int at);
  }

  /** One row's share of a sum. */
  @FunctionalInterface
  public interface Term {
    double of(int j, int k, int at);
  }

  public static void each(Size size, Work work) {
    int height = size.height();
    Parts.each(
        height * size.depth(), row -> work.run(row % height, row / height, row * size.width()));
  }

  public static double sum(Size size, Term term) {
    int height = size.height();
    return Parts.sum(
        height * size.depth(), row -> term.of(row % height, row / height, row * size.width()));
  }
}
