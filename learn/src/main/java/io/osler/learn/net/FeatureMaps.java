package io.osler.learn.net;

import org.bytedeco.pytorch.Tensor;

/** A classifier that can be cut at its last spatial layer: forward(x) = head(features(x)). */
public interface FeatureMaps extends Network {
  /** The last feature maps, (N, F, h, w) or (N, F, d, h, w). */
  Tensor features(Tensor x);

  /** Pools the feature maps and classifies: logits (N, classes). */
  Tensor head(Tensor features);

  @Override
  default Tensor forward(Tensor x) {
    return head(features(x));
  }
}
