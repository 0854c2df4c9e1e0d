package io.osler.learn.net;

import static io.osler.learn.nn.InPlace.relu;
import static org.bytedeco.pytorch.global.torch.adaptive_avg_pool2d;

import io.osler.learn.nn.Conv;
import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.Dropout;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Linear;
import io.osler.learn.nn.Pool;
import io.osler.learn.nn.Weights;

/** AlexNet as in "One weird trick for parallelizing convolutional neural networks". */
final class AlexNetwork {
  private AlexNetwork() {}

  static Network build(double dropout, Input input, long seed) {
    input.need("alexnet", 2, 63);
    Weights weights = new Weights(seed);
    Layer conv0 = conv(weights, 0, ConvShape.of(2, input.channels(), 64, 11).stride(4).padding(2));
    Layer conv3 = conv(weights, 3, ConvShape.of(2, 64, 192, 5).padding(2));
    Layer conv6 = conv(weights, 6, ConvShape.of(2, 192, 384, 3).padding(1));
    Layer conv8 = conv(weights, 8, ConvShape.of(2, 384, 256, 3).padding(1));
    Layer conv10 = conv(weights, 10, ConvShape.of(2, 256, 256, 3).padding(1));
    Layer body =
        Layer.sequence(
            conv0, // (N,  64, 55, 55) from 224×224
            x -> Pool.max(x, 3, 2, 0),
            conv3, // (N, 192, 27, 27)
            x -> Pool.max(x, 3, 2, 0),
            conv6, // (N, 384, 13, 13)
            conv8,
            conv10,
            x -> Pool.max(x, 3, 2, 0)); // (N, 256, 6, 6)
    Init init = Init.standard();
    Dropout drop = new Dropout(weights, dropout);
    Linear fc1 = new Linear(weights, "classifier.1", 256 * 6 * 6, 4096, init);
    Linear fc4 = new Linear(weights, "classifier.4", 4096, 4096, init);
    Linear fc6 = new Linear(weights, "classifier.6", 4096, input.classes(), init);
    Layer head =
        Layer.sequence(
            x -> drop.forward(adaptive_avg_pool2d(x, 6, 6).flatten(1, -1)),
            x -> drop.forward(relu(fc1.forward(x))),
            x -> relu(fc4.forward(x)),
            fc6);
    return new CutNetwork(weights, body, head);
  }

  private static Layer conv(Weights weights, int index, ConvShape shape) {
    Conv conv = new Conv(weights, "features." + index, shape, Init.standard());
    return x -> relu(conv.forward(x));
  }
}
