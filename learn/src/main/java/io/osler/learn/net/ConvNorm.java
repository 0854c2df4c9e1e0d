package io.osler.learn.net;

import static io.osler.learn.nn.InPlace.relu;

import io.osler.learn.nn.BatchNorm;
import io.osler.learn.nn.Conv;
import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Weights;
import org.bytedeco.pytorch.Tensor;

/** Convolution without bias, then batch normalisation; the activation is the caller's. */
record ConvNorm(Conv conv, BatchNorm norm) implements Layer {
  static ConvNorm of(Weights weights, String conv, String norm, ConvShape shape, Init init) {
    return new ConvNorm(
        new Conv(weights, conv, shape.withoutBias(), init),
        new BatchNorm(weights, norm, shape.out()));
  }

  /**
   * {@code name.conv} and {@code name.bn} with ε = 1e-3 and ReLU, as the inception family has it.
   */
  static Layer inception(Weights weights, String name, ConvShape shape, Init init) {
    ConvNorm layer =
        new ConvNorm(
            new Conv(weights, name + ".conv", shape.withoutBias(), init),
            new BatchNorm(weights, name + ".bn", shape.out(), 1e-3, 0.1));
    return x -> relu(layer.forward(x));
  }

  @Override
  public Tensor forward(Tensor x) {
    return norm.forward(conv.forward(x));
  }
}
