package io.osler.learn.net;

import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Weights;
import org.bytedeco.pytorch.Tensor;

/** A network that is one layer from end to end. */
record LayerNetwork(Weights weights, Layer layer) implements Network {
  @Override
  public Tensor forward(Tensor x) {
    return layer.forward(x);
  }
}
