package io.osler.learn.net;

import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Weights;
import org.bytedeco.pytorch.Tensor;

/** A classifier in two pieces: {@code head(body(x))}. */
record CutNetwork(Weights weights, Layer body, Layer top) implements FeatureMaps {
  @Override
  public Tensor features(Tensor x) {
    return body.forward(x);
  }

  @Override
  public Tensor head(Tensor features) {
    return top.forward(features);
  }
}
