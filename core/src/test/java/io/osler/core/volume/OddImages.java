package io.osler.core.volume;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Small images on which fast code goes wrong before plain code does: odd sizes, axes of one voxel,
 * rows longer than a vector, values below nought, ties, constants and a single bright voxel.
 */
public record OddImages(String name, Size size, float[] voxels) {
  private static final List<Size> SIZES =
      List.of(
          new Size(1, 1, 1),
          new Size(7, 1, 1),
          new Size(1, 9, 1),
          new Size(1, 1, 5),
          new Size(67, 3, 1),
          new Size(13, 11, 1),
          new Size(9, 1, 4),
          new Size(1, 6, 5),
          new Size(7, 6, 5));

  /** Every size with every content. */
  public static Stream<OddImages> all() {
    List<OddImages> all = new ArrayList<>();
    for (Size size : SIZES) {
      float[] noise = new float[size.voxels()];
      float[] whole = new float[size.voxels()];
      float[] flat = new float[size.voxels()];
      SplittableRandom random = new SplittableRandom(size.voxels());
      for (int v = 0; v < noise.length; v++) {
        noise[v] = (float) (40 * random.nextGaussian() - 3);
        whole[v] = random.nextInt(-4, 5);
      }
      Arrays.fill(flat, -3.5f);
      float[] spot = flat.clone();
      spot[spot.length / 2] = 100;
      all.add(new OddImages("noise", size, noise));
      all.add(new OddImages("whole", size, whole));
      all.add(new OddImages("flat", size, flat));
      all.add(new OddImages("spot", size, spot));
    }
    return all.stream();
  }

  @Override
  public String toString() {
    return name + " " + size;
  }
}
