package io.osler.core.transform;

import io.osler.core.config.Require;
import io.osler.core.volume.Size;
import java.util.random.RandomGenerator;

/**
 * A box of each image is replaced by the same box of its partner; labels are mixed by the box's
 * share of the voxels. The sides are (1 − λ)^(1/d) of the extent, λ ~ Beta(α, α), the centre
 * uniform, the box clipped to the image (Yun et al. 2019). Acts on batches.
 */
public record CutMix(double alpha) {
  public CutMix {
    Require.positive("alpha", alpha);
  }

  /** Partners and box for a batch of n images of this size. */
  public Drawn draw(RandomGenerator random, int n, Size size) {
    Require.atLeast("batch size", n, 1);
    double side = Math.pow(1 - Mix.beta(random, alpha), size.is2d() ? 1.0 / 2 : 1.0 / 3);
    int[] partners = Mix.partners(random, n);
    int[] low = new int[3];
    int[] high = {1, 1, 1};
    for (int axis = 0; axis < (size.is2d() ? 2 : 3); axis++) {
      int length = size.get(axis);
      int cut = (int) (length * side);
      int centre = random.nextInt(length);
      low[axis] = Math.max(0, centre - cut / 2);
      high[axis] = Math.min(length, centre - cut / 2 + cut);
    }
    Voxel start = new Voxel(low[0], low[1], low[2]);
    return new Drawn(partners, size, start, new Voxel(high[0], high[1], high[2]));
  }

  /** A drawn mixture: voxels from {@code low} up to but without {@code high} are the partner's. */
  public record Drawn(int[] partner, Size size, Voxel low, Voxel high) {
    public Drawn {
      for (int axis = 0; axis < 3; axis++) {
        Require.within("low", low.get(axis), 0, size.get(axis));
        Require.within("high", high.get(axis), low.get(axis), size.get(axis));
      }
    }

    /** The share of the voxels that stay one's own: the weight of one's own label. */
    public double lambda() {
      double cut = 1;
      for (int axis = 0; axis < 3; axis++) {
        cut *= high.get(axis) - low.get(axis);
      }
      return 1 - cut / size.voxels();
    }

    /** {@code batch} (n, c, k, j, i) flat; a new array of the same shape. */
    public float[] paste(float[] batch) {
      Mix.check(batch, partner);
      int row = batch.length / partner.length;
      Require.that(row % size.voxels() == 0, "batch.length", batch.length, "whole images");
      int planes = row / size.voxels();
      float[] out = batch.clone();
      for (int b = 0; b < partner.length; b++) {
        for (int c = 0; c < planes; c++) {
          for (int k = low.k(); k < high.k(); k++) {
            for (int j = low.j(); j < high.j(); j++) {
              int at = c * size.voxels() + size.offset(low.i(), j, k);
              System.arraycopy(batch, partner[b] * row + at, out, b * row + at, high.i() - low.i());
            }
          }
        }
      }
      return out;
    }

    /** Labels (n, classes): λ·y_b + (1 − λ)·y_p(b). */
    public float[] blend(float[] labels) {
      return Mix.blend(labels, partner, lambda());
    }
  }
}
