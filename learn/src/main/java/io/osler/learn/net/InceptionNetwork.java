package io.osler.learn.net;

import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.Dropout;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Linear;
import io.osler.learn.nn.Pool;
import io.osler.learn.nn.Weights;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Inception-v3. The auxiliary head exists where its 5×5 kernel fits, from 299 pixels on; smaller
 * images are trained without.
 */
final class InceptionNetwork implements FeatureMaps, AuxiliaryHeads {
  private final Weights weights;
  private final Layer lower; // up to 6e
  private final Layer upper;
  private final List<Layer> auxiliary;
  private final Layer top;

  static Network build(double dropout, Input input, long seed) {
    return new InceptionNetwork(dropout, input.need("inception-v3", 2, 75), seed);
  }

  private InceptionNetwork(double dropout, Input input, long seed) {
    weights = new Weights(seed);
    InceptionModules modules = new InceptionModules(weights);
    lower =
        Layer.sequence(
            modules.conv("Conv2d_1a_3x3", ConvShape.of(2, input.channels(), 32, 3).stride(2)),
            modules.conv("Conv2d_2a_3x3", ConvShape.of(2, 32, 32, 3)),
            modules.conv("Conv2d_2b_3x3", ConvShape.of(2, 32, 64, 3).padding(1)),
            x -> Pool.max(x, 3, 2, 0), // (N, 64, 73, 73) from 299×299
            modules.conv("Conv2d_3b_1x1", ConvShape.of(2, 64, 80, 1)),
            modules.conv("Conv2d_4a_3x3", ConvShape.of(2, 80, 192, 3)),
            x -> Pool.max(x, 3, 2, 0), // (N, 192, 35, 35)
            modules.a("Mixed_5b", 192, 32),
            modules.a("Mixed_5c", 256, 64),
            modules.a("Mixed_5d", 288, 64),
            modules.b("Mixed_6a", 288), // (N, 768, 17, 17)
            modules.c("Mixed_6b", 768, 128),
            modules.c("Mixed_6c", 768, 160),
            modules.c("Mixed_6d", 768, 160),
            modules.c("Mixed_6e", 768, 192));
    boolean fits = input.size().stream().allMatch(length -> length >= 299);
    auxiliary = fits ? List.of(modules.auxiliary("AuxLogits", 768, input.classes())) : List.of();
    upper =
        Layer.sequence(
            modules.d("Mixed_7a", 768), // (N, 1280, 8, 8)
            modules.e("Mixed_7b", 1280),
            modules.e("Mixed_7c", 2048));
    Dropout drop = new Dropout(weights, dropout);
    Linear fc = new Linear(weights, "fc", 2048, input.classes(), Init.truncatedNormal(0.1, 2));
    top = x -> fc.forward(drop.forward(Pool.global(x)));
  }

  @Override
  public Tensor features(Tensor x) {
    return upper.forward(lower.forward(x));
  }

  @Override
  public Tensor head(Tensor features) {
    return top.forward(features);
  }

  @Override
  public List<Tensor> forwardAll(Tensor x) {
    Tensor low = lower.forward(x);
    List<Tensor> logits = new ArrayList<>();
    logits.add(head(upper.forward(low)));
    auxiliary.forEach(head -> logits.add(head.forward(low)));
    return List.copyOf(logits);
  }

  @Override
  public List<Double> headWeights() {
    return List.of(1.0, 0.4);
  }

  @Override
  public Weights weights() {
    return weights;
  }
}
