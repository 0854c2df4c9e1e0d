package io.osler.benchmarks;

import io.osler.core.config.Config;
import io.osler.core.steps.Steps;
import io.osler.core.transform.Transform;
import io.osler.core.volume.Case;
import io.osler.core.volume.Volume;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One method of the comparison and how alike the results must be.
 *
 * @param name what peers/transforms.py knows it by
 * @param sides 2 and 3, or only one of them
 * @param input the image it starts from
 * @param alike to libraries that define it as ours does
 * @param others how alike to those, by name, that only come near
 * @param compared of our result, 1 where voxels are compared: not where each library has a border
 *     of its own
 * @param regions whether values are names of regions: each of theirs stands for the one of ours
 *     that it shares most voxels with
 */
record Method(
    String name,
    int[] sides,
    Input input,
    UnaryOperator<Volume> ours,
    Alike alike,
    Map<String, Alike> others,
    UnaryOperator<Volume> compared,
    boolean regions) {
  enum Input {
    IMAGE,
    MASK,
    GRADIENT,
    SLIDE
  }

  /**
   * @param tolerance of a voxel, as a share of the largest value
   * @param share of voxels that may lie further off
   */
  record Alike(double tolerance, double share) {}

  private static final int[] BOTH = {2, 3};

  static Method of(String name, String step, double tolerance, double share) {
    return of(name, step(step), tolerance, share);
  }

  static Method of(String name, UnaryOperator<Volume> ours, double tolerance, double share) {
    Alike alike = new Alike(tolerance, share);
    return new Method(name, BOTH, Input.IMAGE, ours, alike, Map.of(), Method::everywhere, false);
  }

  private static Volume everywhere(Volume result) {
    float[] ones = new float[result.voxels().length];
    Arrays.fill(ones, 1);
    return result.with(ones);
  }

  Method on(Input other) {
    return new Method(name, sides, other, ours, alike, others, compared, regions);
  }

  Method only(int dimensions) {
    int[] one = {dimensions};
    return new Method(name, one, input, ours, alike, others, compared, regions);
  }

  Method ofRegions() {
    return new Method(name, sides, input, ours, alike, others, compared, true);
  }

  Method where(UnaryOperator<Volume> mask) {
    return new Method(name, sides, input, ours, alike, others, mask, regions);
  }

  /** A library that only comes near. */
  Method near(String library, double tolerance, double share) {
    Map<String, Alike> all = new HashMap<>(others);
    all.put(library, new Alike(tolerance, share));
    return new Method(name, sides, input, ours, alike, all, compared, regions);
  }

  Alike alike(String library) {
    return others.getOrDefault(library, alike);
  }

  /** As a pipeline would name it. */
  static UnaryOperator<Volume> step(String text) {
    Transform step = Config.read(Transform.class, "'" + text + "'", Steps.catalogue());
    return image -> step.apply(Case.of("image", image)).image();
  }
}
