package io.osler.learn.net;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A network with more heads half-way, which only training listens to: its objective is Σ_i w_i ·
 * loss(head i).
 */
public interface AuxiliaryHeads extends Network {
  /** Logits of the last head, which is {@link #forward}, then those of the auxiliary ones. */
  List<Tensor> forwardAll(Tensor x);

  /** w_i for each tensor of {@link #forwardAll}; a head that weighs 0 is not listened to. */
  List<Double> headWeights();
}
