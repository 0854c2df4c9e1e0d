package io.osler.learn.loss;

import io.osler.learn.tensor.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What losses over voxels compare: probabilities p and truths y, both (N, C, …) float32, and where
 * the truth is known, 1 or 0, (N, 1 or C, …). A negative truth is not known ("ignore label").
 *
 * @param known means nothing unless {@code partial}
 */
record Voxels(Tensor truths, Tensor known, boolean partial) {

  /** Labels (N, 1, …) as one map per class, (N, classes, …). */
  static Voxels ofLabels(Tensor labels, long classes) {
    long[] shape = new long[(int) labels.dim()];
    java.util.Arrays.fill(shape, 1);
    shape[1] = classes;
    Tensor each = torch.arange(new Scalar((double) classes)).to(labels.scalar_type()).view(shape);
    // An unknown label equals no class: all its maps are 0.
    return of(labels, labels.eq(each).to(torch.ScalarType.Float));
  }

  /** Regions (N, R, …), which may overlap: 1 inside, 0 outside. */
  static Voxels ofRegions(Tensor regions) {
    return of(regions, torch.relu(regions.to(torch.ScalarType.Float)));
  }

  private static Voxels of(Tensor truth, Tensor truths) {
    Tensor unknown = truth.lt(Tensors.scalar(0));
    boolean partial = unknown.any().item_bool();
    return new Voxels(
        truths, partial ? unknown.logical_not().to(torch.ScalarType.Float) : unknown, partial);
  }

  /** x where the truth is known, 0 elsewhere. */
  Tensor mask(Tensor x) {
    return partial ? x.mul(known) : x;
  }

  /** Number of entries of {@code x} whose truth is known, at least 1. */
  Tensor count(Tensor x) {
    return (partial ? known.expand_as(x).sum() : torch.full(new long[0], new Scalar(x.numel())))
        .clamp_min(Tensors.scalar(1));
  }

  /** Sums over voxels, (N, C), or over the whole batch as well, (C). */
  static Tensor sum(Tensor x, boolean batch) {
    long[] axes = new long[(int) x.dim() - (batch ? 1 : 2)];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = batch ? (i == 0 ? 0 : i + 1) : i + 2;
    }
    return x.sum(axes);
  }

  /** Without the first class, the background. */
  Voxels foreground() {
    boolean each = partial && known.size(1) > 1;
    return new Voxels(foreground(truths), each ? foreground(known) : known, partial);
  }

  static Tensor foreground(Tensor x) {
    return x.narrow(1, 1, x.size(1) - 1);
  }
}
