package io.osler.learn.net;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** A classifier with more classifiers half-way, which only training listens to. */
public interface AuxiliaryHeads extends FeatureMaps {
  /** Logits of the last head, then those of the auxiliary ones, each (N, classes). */
  List<Tensor> forwardAll(Tensor x);

  /** What an auxiliary head's loss counts beside the last head's. */
  double auxiliaryWeight();
}
