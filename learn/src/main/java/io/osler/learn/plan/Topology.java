package io.osler.learn.plan;

import io.osler.core.config.Require;
import io.osler.learn.net.SegmenterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Patch, strides, kernels and batch of a U-Net for a spacing and a median size, by the rules of
 * nnU-Net v2 (Isensee et al. 2021, as nnunetv2 2.8.1 computes them). Per-axis lists in tensor
 * order, [k, j, i] or [j, i].
 *
 * @param strides of each stage, {@code kernels} likewise
 * @param estimate feature-map voxels of one image, nnU-Net's proxy for memory
 */
record Topology(
    List<Integer> patch,
    List<List<Integer>> strides,
    List<List<Integer>> kernels,
    List<Integer> features,
    int batch,
    double estimate) {
  private static final int LEAST_EDGE = 4;

  /** Axes coarser than this times the finest are not pooled with it. */
  private static final double SAME_SCALE = 2;

  /**
   * How much a plan may take.
   *
   * @param reference feature-map voxels; 560e6 in 3-D and 85e6 in 2-D is what nnU-Net takes for 8
   *     GB
   * @param referenceBatch batch at the reference: 2 in 3-D, 12 in 2-D
   * @param base features of the first stage; {@code most} of any stage
   */
  record Means(double reference, int referenceBatch, int base, int most) {
    static Means nnunet(int dims) {
      return dims == 3 ? new Means(560e6, 2, 32, 320) : new Means(85e6, 12, 32, 512);
    }

    Means with(double otherReference, int otherBase) {
      return new Means(
          otherReference, referenceBatch, otherBase, Math.max(otherBase, most * otherBase / 32));
    }
  }

  private record Pooling(
      List<List<Integer>> strides, List<List<Integer>> kernels, int[] patch, int[] divisible) {}

  /**
   * @param median size of the images at this spacing
   * @param voxels of all training images together, of which a batch is to be at most 5 %
   * @param outputs of the network
   */
  static Topology of(double[] spacing, int[] median, double voxels, int outputs, Means means) {
    int dims = spacing.length;
    Require.that(dims == 2 || dims == 3, "dims", dims, "2 or 3");
    int[] patch = start(spacing, median);
    Pooling pooling = pool(spacing, patch);
    double estimate = estimate(pooling, outputs, means);
    // Two images are the least; the reference is for its own batch.
    while (estimate / means.referenceBatch * 2 > means.reference) {
      patch = pooling.patch.clone();
      int axis = longest(patch, median);
      int[] smaller = patch.clone();
      smaller[axis] -= pooling.divisible[axis];
      if (smaller[axis] < LEAST_EDGE) {
        break;
      }
      patch[axis] -= pool(spacing, smaller).divisible[axis];
      pooling = pool(spacing, patch);
      estimate = estimate(pooling, outputs, means);
    }
    double count = Arrays.stream(pooling.patch).asDoubleStream().reduce(1, (a, b) -> a * b);
    long batch = (long) Math.rint(means.reference / estimate * means.referenceBatch);
    long few = (long) Math.rint(voxels * 0.05 / count);
    return new Topology(
        Arrays.stream(pooling.patch).boxed().toList(),
        pooling.strides,
        pooling.kernels,
        features(pooling.strides.size(), means),
        (int) Math.max(2, Math.min(Math.min(batch, few), 1 << 12)),
        estimate);
  }

  /** Sides in inverse proportion to the spacing, as many voxels as 256³ or 2048², cut to size. */
  private static int[] start(double[] spacing, int[] median) {
    double product = Arrays.stream(spacing).map(s -> 1 / s).reduce(1, (a, b) -> a * b);
    double whole = spacing.length == 3 ? Math.pow(256, 3) : Math.pow(2048, 2);
    double factor = Math.pow(whole / product, 1.0 / spacing.length);
    int[] patch = new int[spacing.length];
    for (int a = 0; a < patch.length; a++) {
      patch[a] = (int) Math.min(Math.rint(factor / spacing[a]), median[a]);
    }
    return patch;
  }

  /** The axis that is largest relative to the median size; the last of equal ones. */
  private static int longest(int[] patch, int[] median) {
    int best = 0;
    for (int a = 1; a < patch.length; a++) {
      if ((double) patch[a] / median[a] >= (double) patch[best] / median[best]) {
        best = a;
      }
    }
    return best;
  }

  private static Pooling pool(double[] spacing, int[] wanted) {
    int dims = spacing.length;
    double[] now = spacing.clone();
    int[] size = wanted.clone();
    int[] pools = new int[dims];
    Integer[] kernel = new Integer[dims];
    Arrays.fill(kernel, 1);
    List<List<Integer>> strides = new ArrayList<>();
    strides.add(Collections.nCopies(dims, 1));
    List<List<Integer>> kernels = new ArrayList<>();
    while (true) {
      List<Integer> axes = new ArrayList<>();
      for (int a = 0; a < dims; a++) {
        if (size[a] >= 2 * LEAST_EDGE) {
          axes.add(a);
        }
      }
      double finest = axes.stream().mapToDouble(a -> now[a]).min().orElse(0);
      axes.removeIf(a -> !(now[a] / finest < SAME_SCALE));
      if (axes.isEmpty() || (axes.size() == 1 && size[axes.getFirst()] < 3 * LEAST_EDGE)) {
        break;
      }
      double least = Arrays.stream(now).min().orElseThrow();
      Integer[] stride = new Integer[dims];
      for (int a = 0; a < dims; a++) {
        if (now[a] / least < SAME_SCALE) {
          kernel[a] = 3;
        }
        stride[a] = axes.contains(a) ? 2 : 1;
      }
      for (int a : axes) {
        pools[a]++;
        now[a] *= 2;
        size[a] = (size[a] + 1) / 2;
      }
      strides.add(List.of(stride));
      kernels.add(List.of(kernel));
    }
    kernels.add(Collections.nCopies(dims, 3));
    int[] divisible = new int[dims];
    int[] patch = new int[dims];
    for (int a = 0; a < dims; a++) {
      divisible[a] = 1 << pools[a];
      patch[a] = (wanted[a] + divisible[a] - 1) / divisible[a] * divisible[a];
    }
    return new Pooling(strides, kernels, patch, divisible);
  }

  private static List<Integer> features(int stages, Means means) {
    List<Integer> features = new ArrayList<>();
    for (int s = 0; s < stages; s++) {
      features.add((int) Math.min(means.most, (long) means.base << s));
    }
    return features;
  }

  /** Feature-map voxels of one image: encoder, decoder, transposed convolutions, last head. */
  private static double estimate(Pooling pooling, int outputs, Means means) {
    int stages = pooling.strides.size();
    List<Integer> features = features(stages, means);
    double[] voxels = new double[stages];
    int[] size = pooling.patch.clone();
    double sum = 0;
    for (int s = 0; s < stages; s++) {
      voxels[s] = 1;
      for (int a = 0; a < size.length; a++) {
        size[a] /= pooling.strides.get(s).get(a);
        voxels[s] *= size[a];
      }
      sum += 2 * features.get(s) * voxels[s];
    }
    for (int s = 0; s < stages - 1; s++) {
      sum += (3 * features.get(s) + (s == 0 ? outputs : 0)) * voxels[s];
    }
    return sum;
  }

  /** The network; convolutions go without a bias, which the normalisation would take away. */
  SegmenterSpec.Unet network(boolean deepSupervision) {
    return new SegmenterSpec.Unet(
        features, strides, kernels, List.of(), List.of(), false, deepSupervision, false);
  }

  double voxels() {
    return patch.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b);
  }
}
