package io.osler.benchmarks;

import io.osler.core.config.Config;
import io.osler.core.transform.Transform;
import io.osler.core.volume.Case;
import io.osler.core.volume.Volume;
import java.util.function.UnaryOperator;

/**
 * One method of the comparison and how alike the results must be.
 *
 * @param name what peers/transforms.py knows it by
 * @param sides 2 and 3, or only one of them
 * @param input the image it starts from
 * @param tolerance of a voxel, as a share of the largest value
 * @param share of voxels that may lie further off: ties and borders that are defined otherwise
 * @param regions whether values are names of regions: each of theirs stands for the one of ours
 *     that it shares most voxels with
 */
record Method(
    String name,
    int[] sides,
    Input input,
    UnaryOperator<Volume> ours,
    double tolerance,
    double share,
    boolean regions) {
  enum Input {
    IMAGE,
    MASK,
    GRADIENT,
    SLIDE
  }

  private static final int[] BOTH = {2, 3};

  static Method of(String name, String step, double tolerance, double share) {
    return new Method(name, BOTH, Input.IMAGE, step(step), tolerance, share, false);
  }

  static Method of(String name, UnaryOperator<Volume> ours, double tolerance, double share) {
    return new Method(name, BOTH, Input.IMAGE, ours, tolerance, share, false);
  }

  Method on(Input other) {
    return new Method(name, sides, other, ours, tolerance, share, regions);
  }

  Method only(int dimensions) {
    return new Method(name, new int[] {dimensions}, input, ours, tolerance, share, regions);
  }

  Method ofRegions() {
    return new Method(name, sides, input, ours, tolerance, share, true);
  }

  /** As a pipeline would name it. */
  static UnaryOperator<Volume> step(String text) {
    Transform step =
        Config.read(Transform.class, "'" + text + "'", io.osler.core.steps.Steps.catalogue());
    return image -> step.apply(Case.of("image", image)).image();
  }
}
