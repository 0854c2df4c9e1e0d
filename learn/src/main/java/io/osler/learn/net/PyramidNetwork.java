package io.osler.learn.net;

import static io.osler.learn.nn.InPlace.add;

import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Resize;
import io.osler.learn.nn.Weights;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Feature pyramid: the stages of a ResNet, from the deepest up each joined by what lies above it;
 * every level is brought to a quarter of the size and their sum tells the classes.
 */
final class PyramidNetwork {
  private PyramidNetwork() {}

  static Network build(SegmenterSpec.Fpn spec, Input input, long seed) {
    input.least("fpn", 16);
    Weights weights = new Weights(seed);
    Bricks bricks = new Bricks(weights, input.dims());
    var shape = ResidualStages.Shape.of(spec.blocks(), false, Stem.IMAGENET, spec.width());
    var body = new ResidualStages(weights, "backbone.", input.dims(), input.channels(), shape);
    int levels = spec.blocks().size();
    int maps = spec.maps();
    List<Layer> lateral = new ArrayList<>();
    List<Layer> smooth = new ArrayList<>();
    List<List<Layer>> heads = new ArrayList<>();
    for (int level = 0; level < levels; level++) {
      lateral.add(bricks.conv("lateral." + level, shape.maps(level), maps, 1));
      smooth.add(bricks.conv("smooth." + level, maps, maps, 3));
      List<Layer> steps = new ArrayList<>();
      // As many convolutions as doublings until a quarter of the size, at least one.
      for (int i = 0; i < Math.max(1, level); i++) {
        int in = i == 0 ? maps : maps / 2;
        steps.add(bricks.convNormRelu("head." + level + "." + i, in, maps / 2, 3));
      }
      heads.add(steps);
    }
    Layer last = bricks.conv("classes", maps / 2, input.classes(), 1);
    return new LayerNetwork(
        weights,
        x -> {
          List<Tensor> seen = new ArrayList<>();
          Tensor y = body.stem().forward(x); // (N, 64, ¼)
          for (Layer stage : body.stages()) {
            y = stage.forward(y);
            seen.add(y); // (N, 64, ¼), (N, 128, ⅛), (N, 256, 1/16), (N, 512, 1/32)
          }
          Tensor above = lateral.getLast().forward(seen.getLast());
          Tensor sum = risen(heads.getLast(), smooth.getLast().forward(above), seen);
          for (int level = levels - 2; level >= 0; level--) {
            Tensor side = lateral.get(level).forward(seen.get(level));
            above = add(side, Resize.nearest(above, side));
            sum = sum.add(risen(heads.get(level), smooth.get(level).forward(above), seen));
          }
          return Resize.linear(last.forward(sum), x); // (N, classes, …)
        });
  }

  /** Convolves and enlarges until the size of the first stage. */
  private static Tensor risen(List<Layer> steps, Tensor level, List<Tensor> seen) {
    Tensor y = level;
    int at = steps.size();
    for (Layer step : steps) {
      at--;
      y = Resize.linear(step.forward(y), seen.get(at));
    }
    return y;
  }
}
