package io.osler.learn.net;

import io.osler.core.config.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A {@link SegmenterSpec.Unet} for a number of axes, with what the spec leaves open filled in. */
record UnetShape(
    int dims,
    List<List<Integer>> strides,
    List<List<Integer>> kernels,
    List<Integer> depths,
    List<Integer> depthsUp) {
  private static final List<Integer> RESIDUAL_DEPTHS = List.of(1, 3, 4, 6);

  static UnetShape of(SegmenterSpec.Unet spec, int dims) {
    int stages = spec.features().size();
    List<List<Integer>> strides = new ArrayList<>(spec.strides());
    List<List<Integer>> kernels = new ArrayList<>(spec.kernels());
    List<Integer> depths = new ArrayList<>(spec.convolutions());
    List<Integer> depthsUp = new ArrayList<>(spec.convolutionsUp());
    for (int s = strides.size(); s < stages; s++) {
      strides.add(Collections.nCopies(dims, s == 0 ? 1 : 2));
    }
    for (int s = kernels.size(); s < stages; s++) {
      kernels.add(Collections.nCopies(dims, 3));
    }
    for (int s = depths.size(); s < stages; s++) {
      depths.add(spec.residual() ? RESIDUAL_DEPTHS.get(Math.min(s, 3)) : 2);
    }
    for (int s = depthsUp.size(); s < stages - 1; s++) {
      depthsUp.add(spec.residual() ? 1 : 2);
    }
    strides.forEach(
        axes -> Require.that(axes.size() == dims, "strides", axes, dims + " numbers per stage"));
    kernels.forEach(
        axes -> Require.that(axes.size() == dims, "kernels", axes, dims + " numbers per stage"));
    Require.that(
        strides.getFirst().stream().allMatch(n -> n == 1),
        "strides",
        strides,
        "ones first: the first stage works at the image's size");
    return new UnetShape(dims, strides, kernels, depths, depthsUp);
  }

  List<Integer> stride(int stage) {
    return strides.get(stage);
  }

  List<Integer> kernel(int stage) {
    return kernels.get(stage);
  }

  int depth(int stage) {
    return depths.get(stage);
  }

  int depthUp(int stage) {
    return depthsUp.get(stage);
  }

  List<Integer> ones() {
    return Collections.nCopies(dims, 1);
  }

  /** By how much each axis is smaller in the last stage. */
  List<Integer> reduction() {
    List<Integer> product = new ArrayList<>(ones());
    for (List<Integer> stride : strides) {
      for (int axis = 0; axis < dims; axis++) {
        product.set(axis, product.get(axis) * stride.get(axis));
      }
    }
    return product;
  }
}
