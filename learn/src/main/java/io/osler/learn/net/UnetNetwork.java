package io.osler.learn.net;

import static io.osler.learn.nn.InPlace.add;
import static io.osler.learn.nn.InPlace.leakyRelu;

import io.osler.learn.nn.Conv;
import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.ConvTranspose;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.InstanceNorm;
import io.osler.learn.nn.Join;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Pool;
import io.osler.learn.nn.Weights;
import io.osler.learn.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * U-Net over two or three axes: stages of convolution, instance normalisation and leaky ReLU that
 * begin with a stride, and a way back of transposed convolutions that joins what the stages saw. A
 * head at every size of the way back. Tensor names and values as PlainConvUNet and
 * ResidualEncoderUNet of dynamic-network-architectures 0.4 have them.
 */
final class UnetNetwork implements AuxiliaryHeads {
  private static final double SLOPE = 0.01;
  private static final Init INIT = Init.heLeaky(SLOPE);

  private final Weights weights;
  private final boolean biased;
  private final boolean supervised;
  private final List<Layer> down = new ArrayList<>();
  private final List<Up> up = new ArrayList<>();

  /** A step of the way back, from below: enlarge, join the skip, convolve; and its head. */
  private record Up(Layer enlarge, Layer merge, Layer rest, Layer head) {}

  static Network build(SegmenterSpec.Unet spec, Input input, long seed) {
    UnetShape shape = UnetShape.of(spec, input.dims());
    input.multiple("unet", shape.reduction());
    return new UnetNetwork(spec, shape, input, seed);
  }

  private UnetNetwork(SegmenterSpec.Unet spec, UnetShape shape, Input input, long seed) {
    weights = new Weights(seed);
    biased = spec.bias();
    supervised = spec.deepSupervision();
    int stages = spec.features().size();
    int in = input.channels();
    Layer stem = x -> x;
    if (spec.residual()) {
      int first = spec.features().getFirst();
      stem = step("encoder.stem.convs.0", in, first, shape.kernel(0), shape.ones());
      in = first;
    }
    for (int s = 0; s < stages; s++) {
      List<Layer> steps = new ArrayList<>();
      if (s == 0 && spec.residual()) {
        steps.add(stem);
      }
      int out = spec.features().get(s);
      for (int i = 0; i < shape.depth(s); i++) {
        List<Integer> stride = i == 0 ? shape.stride(s) : shape.ones();
        steps.add(
            spec.residual()
                ? block("encoder.stages." + s + ".blocks." + i, in, out, shape.kernel(s), stride)
                : step("encoder.stages." + s + ".0.convs." + i, in, out, shape.kernel(s), stride));
        in = out;
      }
      down.add(Layer.sequence(steps));
    }
    for (int u = 0; u < stages - 1; u++) {
      int s = stages - 2 - u;
      up.add(up("decoder.", u, in, spec.features().get(s), shape, s, input.classes()));
      in = spec.features().get(s);
    }
  }

  private Up up(String prefix, int u, int below, int out, UnetShape shape, int stage, int classes) {
    Layer enlarge =
        ConvTranspose.enlarging(
            weights,
            prefix + "transpconvs." + u,
            below,
            out,
            shape.stride(stage + 1),
            biased,
            INIT);
    List<Layer> steps = new ArrayList<>();
    for (int i = 0; i < shape.depthUp(stage); i++) {
      steps.add(
          step(
              prefix + "stages." + u + ".convs." + i,
              i == 0 ? 2 * out : out,
              out,
              shape.kernel(stage),
              shape.ones()));
    }
    // Without deep supervision nothing would ever teach the heads at lower sizes.
    Layer head =
        !supervised && stage > 0
            ? y -> y
            : new Conv(
                weights,
                prefix + "seg_layers." + u,
                ConvShape.of(shape.dims(), out, classes, 1),
                INIT);
    return new Up(enlarge, steps.getFirst(), Layer.sequence(steps.subList(1, steps.size())), head);
  }

  /** Convolution, normalisation, leaky ReLU. */
  private Layer step(String name, int in, int out, List<Integer> kernel, List<Integer> stride) {
    Layer normalised = normalised(name, in, out, kernel, stride, biased, 1);
    return x -> leakyRelu(normalised.forward(x));
  }

  private Layer normalised(
      String name,
      int in,
      int out,
      List<Integer> kernel,
      List<Integer> stride,
      boolean bias,
      double gamma) {
    ConvShape shape = ConvShape.of(in, out, kernel).stride(stride).same();
    Conv conv = new Conv(weights, name + ".conv", bias ? shape : shape.withoutBias(), INIT);
    InstanceNorm norm = new InstanceNorm(weights, name + ".norm", out, gamma);
    return x -> norm.forward(conv.forward(x));
  }

  /** leaky(F(x) + shortcut(x)); the shortcut pools, then projects (ResNet-D, He et al. 2019). */
  private Layer block(String name, int in, int out, List<Integer> kernel, List<Integer> stride) {
    List<Integer> ones = stride.stream().map(_ -> 1).toList();
    boolean strided = !stride.equals(ones);
    Layer first = step(name + ".conv1", in, out, kernel, stride);
    Layer second = normalised(name + ".conv2", out, out, kernel, ones, biased, 0);
    Layer shrink = strided ? x -> Pool.average(x, stride) : x -> x;
    Layer project =
        in == out
            ? x -> x
            : normalised(name + ".skip." + (strided ? 1 : 0), in, out, ones, ones, false, 1);
    return x ->
        leakyRelu(add(second.forward(first.forward(x)), project.forward(shrink.forward(x))));
  }

  @Override
  public Tensor forward(Tensor x) {
    List<Tensor> skips = skips(x);
    Tensor y = skips.getLast(); // (N, F_last, smallest…)
    for (int u = 0; u < up.size(); u++) {
      y = climb(up.get(u), y, skips.get(skips.size() - 2 - u));
    }
    return up.getLast().head().forward(y); // (N, classes, …)
  }

  @Override
  public List<Tensor> forwardAll(Tensor x) {
    if (!supervised) {
      return List.of(forward(x));
    }
    List<Tensor> skips = skips(x);
    List<Tensor> logits = new ArrayList<>();
    Tensor y = skips.getLast();
    for (int u = 0; u < up.size(); u++) {
      y = climb(up.get(u), y, skips.get(skips.size() - 2 - u));
      logits.addFirst(up.get(u).head().forward(y)); // largest first
    }
    return logits;
  }

  private List<Tensor> skips(Tensor x) {
    List<Tensor> skips = new ArrayList<>();
    Tensor y = x;
    for (Layer stage : down) {
      y = stage.forward(y);
      skips.add(y);
    }
    return skips;
  }

  /** Frees what lies below and the skip as soon as both are read, unless gradients hold them. */
  private static Tensor climb(Up step, Tensor below, Tensor skip) {
    Tensor merged;
    try (var scope = new TensorScope()) {
      Tensor enlarged = step.enlarge().forward(below);
      below.releaseReference();
      Tensor joined = Join.channels(enlarged, skip); // (N, 2F, …)
      enlarged.releaseReference();
      skip.releaseReference();
      merged = scope.keep(step.merge().forward(joined));
    }
    return step.rest().forward(merged); // (N, F, …)
  }

  /** 1, ½, ¼, … without the smallest, scaled to a sum of one. */
  @Override
  public List<Double> headWeights() {
    int heads = supervised ? up.size() : 1;
    int heard = Math.max(1, heads - 1);
    double sum = 2 - Math.pow(2, 1 - heard);
    List<Double> list = new ArrayList<>();
    for (int i = 0; i < heads; i++) {
      list.add(i < heard ? Math.pow(2, -i) / sum : 0);
    }
    return list;
  }

  @Override
  public Weights weights() {
    return weights;
  }
}
