package io.osler.learn.net;

import static io.osler.learn.nn.InPlace.add;
import static io.osler.learn.nn.InPlace.elu;

import io.osler.learn.nn.BatchNorm;
import io.osler.learn.nn.ChannelDropout;
import io.osler.learn.nn.Conv;
import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.ConvTranspose;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.Join;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** V-Net: residual stages of 5×5×5 convolutions with ELU; tensor names as MONAI's VNet. */
final class VNetwork implements Network {
  private static final int[] DOWN = {1, 2, 3, 2};
  private static final int[] UP = {2, 2, 1, 1};
  private static final Init INIT = Init.heFanIn();

  private final Weights weights;
  private final int dims;
  private final Layer input;
  private final List<Layer> down = new ArrayList<>();
  private final List<Up> up = new ArrayList<>();
  private final Layer output;

  /** A step of the way back: enlarge, thin the skip out, join, convolve. */
  private record Up(Layer enlarge, ChannelDropout skip, Layer merge) {}

  static Network build(SegmenterSpec.Vnet spec, Input input, long seed) {
    input.multiple("v-net", Collections.nCopies(input.dims(), 16));
    return new VNetwork(spec, input, seed);
  }

  private VNetwork(SegmenterSpec.Vnet spec, Input in, long seed) {
    weights = new Weights(seed);
    dims = in.dims();
    int width = spec.width();
    Layer first = convNorm("in_tr.conv_block", in.channels(), width);
    // The image is repeated until it has as many maps.
    input = x -> elu(add(first.forward(x), x.repeat(times(x, width)).narrow(1, 0, width)));
    int maps = width;
    for (int s = 0; s < DOWN.length; s++) {
      down.add(down("down_tr" + 2 * maps * 16 / width, maps, DOWN[s], s < 2 ? 0 : spec.dropout()));
      maps *= 2;
    }
    for (int s = 0; s < UP.length; s++) {
      int out = s == 0 ? maps : maps / 2;
      up.add(up("up_tr" + out * 16 / width, maps, out, UP[s], s < 2 ? spec.dropout() : 0, spec));
      maps = out;
    }
    Layer last = convNorm("out_tr.conv_block", maps, in.classes());
    Layer head =
        new Conv(weights, "out_tr.conv2", ConvShape.of(dims, in.classes(), in.classes(), 1), INIT);
    output = x -> head.forward(elu(last.forward(x)));
  }

  private static long[] times(Tensor x, int width) {
    long[] times = new long[(int) x.dim()];
    java.util.Arrays.fill(times, 1);
    times[1] = (width + x.size(1) - 1) / x.size(1);
    return times;
  }

  private Layer down(String name, int in, int depth, double dropout) {
    int out = 2 * in;
    Layer conv =
        new Conv(
            weights,
            name + ".down_conv",
            ConvShape.of(dims, in, out, 2).stride(2).withoutBias(),
            INIT);
    BatchNorm norm = new BatchNorm(weights, name + ".bn1", out);
    ChannelDropout drop = new ChannelDropout(weights, dropout);
    Layer convolve = convolutions(name + ".ops.", out, depth);
    return x -> {
      Tensor small = elu(norm.forward(conv.forward(x)));
      return elu(convolve.forward(drop.forward(small)).add(small));
    };
  }

  private Up up(String name, int in, int out, int depth, double dropout, SegmenterSpec.Vnet spec) {
    List<Integer> two = Collections.nCopies(dims, 2);
    Layer conv = ConvTranspose.enlarging(weights, name + ".up_conv", in, out / 2, two, true, INIT);
    BatchNorm norm = new BatchNorm(weights, name + ".bn1", out / 2);
    ChannelDropout drop = new ChannelDropout(weights, dropout);
    Layer convolve = convolutions(name + ".ops.", out, depth);
    return new Up(
        x -> elu(norm.forward(conv.forward(drop.forward(x)))),
        new ChannelDropout(weights, spec.dropout()),
        x -> elu(convolve.forward(x).add(x)));
  }

  private Layer convolutions(String prefix, int maps, int depth) {
    List<Layer> steps = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      Layer step = convNorm(prefix + i + ".conv_block", maps, maps);
      steps.add(x -> elu(step.forward(x)));
    }
    return Layer.sequence(steps);
  }

  private Layer convNorm(String name, int in, int out) {
    ConvShape shape = ConvShape.of(dims, in, out, 5).same().withoutBias();
    Conv conv = new Conv(weights, name + ".conv", shape, INIT);
    BatchNorm norm = new BatchNorm(weights, name + ".adn.N", out);
    return x -> norm.forward(conv.forward(x));
  }

  @Override
  public Tensor forward(Tensor x) {
    List<Tensor> skips = new ArrayList<>(List.of(input.forward(x))); // (N, 16, …)
    for (Layer stage : down) {
      skips.add(stage.forward(skips.getLast())); // (N, 32, ½), (N, 64, ¼), …
    }
    Tensor y = skips.removeLast();
    for (Up step : up) {
      Tensor skip = step.skip().forward(skips.removeLast());
      y = step.merge().forward(Join.channels(step.enlarge().forward(y), skip));
    }
    return output.forward(y); // (N, classes, …)
  }

  @Override
  public Weights weights() {
    return weights;
  }
}
