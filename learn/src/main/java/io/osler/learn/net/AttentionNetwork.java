package io.osler.learn.net;

import static io.osler.learn.nn.InPlace.add;
import static io.osler.learn.nn.InPlace.relu;

import io.osler.learn.nn.BatchNorm;
import io.osler.learn.nn.Conv;
import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.ConvTranspose;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.InstanceNorm;
import io.osler.learn.nn.Join;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Prelu;
import io.osler.learn.nn.Weights;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * Attention U-Net: what lies below decides, voxel by voxel, how much of a skip is let through.
 * Tensor names as MONAI's AttentionUnet.
 */
final class AttentionNetwork {
  private static final Init INIT = Init.heFanIn();
  private final Weights weights;
  private final int dims;
  private final List<Integer> features;

  private AttentionNetwork(List<Integer> features, Weights weights, int dims) {
    this.features = features;
    this.weights = weights;
    this.dims = dims;
  }

  static Network build(SegmenterSpec.AttentionUnet spec, Input input, long seed) {
    int reduction = 1 << (spec.features().size() - 1);
    input.multiple("attention-unet", Collections.nCopies(input.dims(), reduction));
    var net = new AttentionNetwork(spec.features(), new Weights(seed), input.dims());
    int first = spec.features().getFirst();
    Layer top = net.stage("model.0.conv.", input.channels(), first, 1);
    Layer rest = net.level("model.1.", 0);
    Layer head =
        new Conv(
            net.weights, "model.2.conv", ConvShape.of(net.dims, first, input.classes(), 1), INIT);
    return new LayerNetwork(net.weights, Layer.sequence(top, rest, head));
  }

  /** From the maps of one size to maps of the same size that know what lies below. */
  private Layer level(String name, int depth) {
    int maps = features.get(depth);
    int below = features.get(depth + 1);
    BinaryOperator<Tensor> gate = gate(name + "attention.", maps);
    Layer enlarge = enlarge(name + "upconv.up.", below, maps);
    Layer merge = merge(name + "merge.", maps);
    boolean bottom = depth + 2 == features.size();
    Layer lower =
        bottom
            ? stage(name + "submodule.conv.", maps, below, 2)
            : Layer.sequence(
                stage(name + "submodule.0.conv.", maps, below, 2),
                level(name + "submodule.1.", depth + 1));
    return x -> {
      Tensor up = enlarge.forward(lower.forward(x)); // (N, maps, …)
      Tensor admitted = x.mul(gate.apply(up, x));
      return merge.forward(Join.channels(admitted, up));
    };
  }

  /** σ(ψ(relu(W_g·g + W_x·x))), (N, 1, …). */
  private BinaryOperator<Tensor> gate(String name, int maps) {
    Layer signal = convNorm(name + "W_g.", maps, maps / 2);
    Layer skip = convNorm(name + "W_x.", maps, maps / 2);
    Layer psi = convNorm(name + "psi.", maps / 2, 1);
    return (g, x) -> psi.forward(relu(add(signal.forward(g), skip.forward(x)))).sigmoid();
  }

  private Layer convNorm(String name, int in, int out) {
    Conv conv = new Conv(weights, name + "0.conv", ConvShape.of(dims, in, out, 1), INIT);
    BatchNorm norm = new BatchNorm(weights, name + "1", out);
    return x -> norm.forward(conv.forward(x));
  }

  private Layer stage(String name, int in, int out, int stride) {
    ConvShape first = ConvShape.of(dims, in, out, 3).stride(stride).same();
    return Layer.sequence(
        step(name + "0.", first), step(name + "1.", ConvShape.of(dims, out, out, 3).same()));
  }

  private Layer step(String name, ConvShape shape) {
    Conv conv = new Conv(weights, name + "conv", shape, INIT);
    BatchNorm norm = new BatchNorm(weights, name + "adn.N", shape.out());
    return x -> relu(norm.forward(conv.forward(x)));
  }

  private Layer enlarge(String name, int in, int out) {
    ConvShape shape = ConvShape.of(dims, in, out, 3).stride(2).padding(1);
    ConvTranspose conv = new ConvTranspose(weights, name + "conv", shape, 1, INIT);
    BatchNorm norm = new BatchNorm(weights, name + "adn.N", out);
    return x -> relu(norm.forward(conv.forward(x)));
  }

  private Layer merge(String name, int maps) {
    Conv conv =
        new Conv(weights, name + "conv", ConvShape.of(dims, 2 * maps, maps, 3).same(), INIT);
    InstanceNorm norm = InstanceNorm.plain(weights, maps);
    Prelu prelu = new Prelu(weights, name + "adn.A", 1);
    return x -> prelu.forward(norm.forward(conv.forward(x)));
  }
}
