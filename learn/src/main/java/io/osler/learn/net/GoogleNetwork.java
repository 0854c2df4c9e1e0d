package io.osler.learn.net;

import static io.osler.learn.nn.InPlace.relu;
import static org.bytedeco.pytorch.global.torch.adaptive_avg_pool2d;

import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.Dropout;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.Join;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Linear;
import io.osler.learn.nn.Pool;
import io.osler.learn.nn.Weights;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** GoogLeNet with batch normalisation; two auxiliary heads. */
final class GoogleNetwork implements FeatureMaps, AuxiliaryHeads {
  private final Weights weights;
  private final Init init = Init.truncatedNormal(0.01, 2);
  private final Layer lower; //  up to 4a
  private final Layer middle; // 4b to 4d
  private final Layer upper; //  4e to 5b
  private final Layer first;
  private final Layer second;
  private final Layer top;

  static Network build(NetSpec.GoogLeNet spec, Input input, long seed) {
    return new GoogleNetwork(spec, input.need("googlenet", 2, spec.stem().least(32, 8)), seed);
  }

  private GoogleNetwork(NetSpec.GoogLeNet spec, Input input, long seed) {
    weights = new Weights(seed);
    lower =
        Layer.sequence(
            conv(
                "conv1",
                spec.stem().first(ConvShape.of(2, input.channels(), 64, 7).stride(2).padding(3))),
            spec.stem().pools() ? x -> Pool.max(x, 3, 2, 0, true) : x -> x, // 56 of 224 pixels
            conv("conv2", ConvShape.of(2, 64, 64, 1)),
            conv("conv3", ConvShape.of(2, 64, 192, 3).padding(1)),
            x -> Pool.max(x, 3, 2, 0, true), // (N, 192, 28, 28)
            module("inception3a", 192, 64, 96, 128, 16, 32, 32),
            module("inception3b", 256, 128, 128, 192, 32, 96, 64),
            x -> Pool.max(x, 3, 2, 0, true), // (N, 480, 14, 14)
            module("inception4a", 480, 192, 96, 208, 16, 48, 64));
    middle =
        Layer.sequence(
            module("inception4b", 512, 160, 112, 224, 24, 64, 64),
            module("inception4c", 512, 128, 128, 256, 24, 64, 64),
            module("inception4d", 512, 112, 144, 288, 32, 64, 64));
    upper =
        Layer.sequence(
            module("inception4e", 528, 256, 160, 320, 32, 128, 128),
            x -> Pool.max(x, 2, 2, 0, true), // (N, 832, 7, 7)
            module("inception5a", 832, 256, 160, 320, 32, 128, 128),
            module("inception5b", 832, 384, 192, 384, 48, 128, 128));
    first = auxiliary("aux1", 512, input.classes(), spec.auxiliaryDropout());
    second = auxiliary("aux2", 528, input.classes(), spec.auxiliaryDropout());
    Dropout drop = new Dropout(weights, spec.dropout());
    Linear fc = new Linear(weights, "fc", 1024, input.classes(), init);
    top = x -> fc.forward(drop.forward(Pool.global(x)));
  }

  /** Four branches side by side; the third says 5×5 in the paper and is 3×3 in torchvision. */
  private Layer module(
      String name, int in, int one, int threeIn, int three, int fiveIn, int five, int pooled) {
    Layer direct = conv(name + ".branch1", ConvShape.of(2, in, one, 1));
    Layer square =
        Layer.sequence(
            conv(name + ".branch2.0", ConvShape.of(2, in, threeIn, 1)),
            conv(name + ".branch2.1", ConvShape.of(2, threeIn, three, 3).padding(1)));
    Layer larger =
        Layer.sequence(
            conv(name + ".branch3.0", ConvShape.of(2, in, fiveIn, 1)),
            conv(name + ".branch3.1", ConvShape.of(2, fiveIn, five, 3).padding(1)));
    Layer reduced = conv(name + ".branch4.1", ConvShape.of(2, in, pooled, 1));
    return x ->
        Join.channels(
            direct.forward(x),
            square.forward(x),
            larger.forward(x),
            reduced.forward(Pool.max(x, 3, 1, 1, true)));
  }

  private Layer auxiliary(String name, int in, int classes, double dropout) {
    Layer conv = conv(name + ".conv", ConvShape.of(2, in, 128, 1));
    Linear fc1 = new Linear(weights, name + ".fc1", 2048, 1024, init);
    Linear fc2 = new Linear(weights, name + ".fc2", 1024, classes, init);
    Dropout drop = new Dropout(weights, dropout);
    return x -> {
      Tensor y = conv.forward(adaptive_avg_pool2d(x, 4, 4)).flatten(1, -1); // (N, 2048)
      return fc2.forward(drop.forward(relu(fc1.forward(y))));
    };
  }

  private Layer conv(String name, ConvShape shape) {
    return ConvNorm.inception(weights, name, shape, init);
  }

  @Override
  public Tensor features(Tensor x) {
    return upper.forward(middle.forward(lower.forward(x)));
  }

  @Override
  public Tensor head(Tensor features) {
    return top.forward(features);
  }

  @Override
  public List<Tensor> forwardAll(Tensor x) {
    Tensor low = lower.forward(x);
    Tensor mid = middle.forward(low);
    return List.of(head(upper.forward(mid)), second.forward(mid), first.forward(low));
  }

  @Override
  public List<Double> headWeights() {
    return List.of(1.0, 0.3, 0.3);
  }

  @Override
  public Weights weights() {
    return weights;
  }
}
