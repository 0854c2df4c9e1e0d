package io.osler.learn.train;

import io.osler.learn.loss.Loss;
import io.osler.learn.net.AuxiliaryHeads;
import io.osler.learn.net.Network;
import io.osler.learn.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Σ_i w_i · loss(head i, truth at that head's size) over all heads of a network. */
public final class Heads {
  private Heads() {}

  /** The objective of a network with one head or with several ("deep supervision"). */
  public static Objective objective(Network network, Loss loss) {
    if (!(network instanceof AuxiliaryHeads heads)) {
      return batch -> loss.of(network.forward(batch.image()), batch.truth());
    }
    List<Double> weights = heads.headWeights();
    return batch -> {
      List<Tensor> logits = heads.forwardAll(batch.image());
      Tensor sum = of(loss, logits.getFirst(), batch.truth(), weights.getFirst());
      for (int i = 1; i < logits.size(); i++) {
        if (weights.get(i) > 0) {
          sum = sum.add(of(loss, logits.get(i), batch.truth(), weights.get(i)));
        }
      }
      return sum;
    };
  }

  private static Tensor of(Loss loss, Tensor logits, Tensor truth, double weight) {
    Tensor value = loss.of(logits, atSizeOf(logits, truth));
    return weight == 1 ? value : value.mul(Tensors.scalar(weight));
  }

  /**
   * Masks (N, K, …) at the spatial size of {@code logits}: voxel i takes ⌊(i + ½)·n / m⌋ along an
   * axis that goes from n to m. Rows (N, K) stay what they are.
   */
  static Tensor atSizeOf(Tensor logits, Tensor truth) {
    Tensor small = truth;
    for (int axis = 2; axis < truth.dim(); axis++) {
      long n = small.size(axis);
      long m = logits.size(axis);
      if (n != m) {
        long[] from = new long[Math.toIntExact(m)];
        for (int i = 0; i < m; i++) {
          from[i] = (2L * i + 1) * n / (2 * m);
        }
        small = small.index_select(axis, Tensor.create(from));
      }
    }
    return small;
  }
}
