package io.osler.core.segment;

import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;

/**
 * A conditional random field in which every voxel is tied to every other: the mean field of −log
 * p_i(l) plus Σ_j [l_i ≠ l_j]·(a·exp(−½·|x_i − x_j|²/σ_a² − ½·|I_i − I_j|²/σ_I²) + s·exp(−½·|x_i −
 * x_j|²/σ_s²)), both kernels divided by √(row sum · column sum). Krähenbühl and Koltun 2011.
 *
 * <p>Neighbours of like brightness come to carry like labels: edges of the segmentation move to
 * edges of the image. Memory: about 60 bytes a voxel beside the probabilities.
 *
 * @param appearance a, how much likeness in place and brightness counts
 * @param reach σ_a in mm
 * @param brightness σ_I in the image's own values
 * @param smoothness s, how much place alone counts
 * @param nearness σ_s in mm
 */
public record DenseCrf(
    @Default("5") int iterations,
    @Default("4.0") double appearance,
    @Default("10.0") double reach,
    double brightness,
    @Default("2.0") double smoothness,
    @Default("2.0") double nearness) {
  private static final double LEAST = 1e-6;

  public DenseCrf {
    Require.within("iterations", iterations, 1, 100);
    Require.within("appearance", appearance, 0, 1000);
    Require.positive("reach", reach);
    Require.positive("brightness", brightness);
    Require.within("smoothness", smoothness, 0, 1000);
    Require.positive("nearness", nearness);
  }

  /** A kernel over features, normalised on both sides. */
  private record Kernel(double weight, Permutohedral lattice, float[] norm) {
    static Kernel of(double weight, float[] features, int dims) {
      Permutohedral lattice = new Permutohedral(features, dims);
      float[] ones = new float[features.length / dims];
      java.util.Arrays.fill(ones, 1);
      float[] norm = lattice.filter(ones, 1);
      for (int v = 0; v < norm.length; v++) {
        norm[v] = (float) (1 / Math.sqrt(norm[v] + 1e-20));
      }
      return new Kernel(weight, lattice, norm);
    }

    /** Adds weight · N·K·N·q of one class to {@code sum}. */
    void add(float[] q, float[] sum, int from) {
      float[] scaled = new float[norm.length];
      for (int v = 0; v < norm.length; v++) {
        scaled[v] = norm[v] * q[from + v];
      }
      float[] filtered = lattice.filter(scaled, 1);
      for (int v = 0; v < norm.length; v++) {
        sum[from + v] += (float) (weight * norm[v] * filtered[v]);
      }
    }
  }

  /**
   * @param probabilities (classes, voxels), of each voxel summing to 1
   * @param image of as many voxels; all its channels count
   * @return (classes, voxels), again summing to 1
   */
  public float[] refine(float[] probabilities, Volume image) {
    Size size = image.size();
    int voxels = size.voxels();
    int classes = probabilities.length / voxels;
    Require.that(
        classes > 0 && classes * voxels == probabilities.length,
        "probabilities",
        probabilities.length,
        "a whole number of maps of " + voxels + " voxels");
    Kernel like = Kernel.of(appearance, features(image, reach, true), dims(image, true));
    Kernel near = Kernel.of(smoothness, features(image, nearness, false), dims(image, false));
    float[] unary = new float[probabilities.length];
    for (int i = 0; i < unary.length; i++) {
      unary[i] = (float) Math.log(Math.max(LEAST, probabilities[i]));
    }
    float[] q = probabilities.clone();
    for (int i = 0; i < iterations; i++) {
      float[] sum = unary.clone();
      for (int c = 0; c < classes; c++) {
        like.add(q, sum, c * voxels);
        near.add(q, sum, c * voxels);
      }
      q = softmax(sum, classes, voxels);
    }
    return q;
  }

  private static int dims(Volume image, boolean bright) {
    return (image.is2d() ? 2 : 3) + (bright ? image.channels() : 0);
  }

  /** (voxels, dims): place in deviations, and brightness where asked for. */
  private float[] features(Volume image, double deviation, boolean bright) {
    Size size = image.size();
    Vec3 spacing = image.geometry().spacing();
    int space = image.is2d() ? 2 : 3;
    int dims = dims(image, bright);
    int voxels = size.voxels();
    float[] features = new float[Math.multiplyExact(voxels, dims)];
    for (int v = 0; v < voxels; v++) {
      int row = v / size.width();
      int[] at = {v % size.width(), row % size.height(), row / size.height()};
      for (int axis = 0; axis < space; axis++) {
        features[v * dims + axis] = (float) (at[axis] * spacing.get(axis) / deviation);
      }
      for (int k = space; k < dims; k++) {
        features[v * dims + k] = (float) (image.voxels()[(k - space) * voxels + v] / brightness);
      }
    }
    return features;
  }

  private static float[] softmax(float[] logits, int classes, int voxels) {
    float[] q = new float[logits.length];
    for (int v = 0; v < voxels; v++) {
      float most = Float.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        most = Math.max(most, logits[c * voxels + v]);
      }
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(logits[c * voxels + v] - most);
      }
      for (int c = 0; c < classes; c++) {
        q[c * voxels + v] = (float) (Math.exp(logits[c * voxels + v] - most) / sum);
      }
    }
    return q;
  }
}
