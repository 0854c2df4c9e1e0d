package io.osler.learn.net;

import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Unpool;
import io.osler.learn.nn.Weights;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * SegNet: VGG-16's convolutions with batch normalisation down, their mirror image up; each pooling
 * tells its mirror image where its maxima lay.
 */
final class SegNetwork {
  private static final int[] DEPTHS = {2, 2, 3, 3, 3};

  private SegNetwork() {}

  static Network build(SegmenterSpec.SegNet spec, Input input, long seed) {
    input.least("segnet", 32);
    Weights weights = new Weights(seed);
    Bricks bricks = new Bricks(weights, input.dims());
    List<Layer> down = bricks.vggStages("encoder.", input.channels(), spec.width(), true);
    List<Layer> up = new ArrayList<>();
    for (int s = DEPTHS.length - 1; s >= 0; s--) {
      List<Layer> steps = new ArrayList<>();
      int maps = Bricks.vggMaps(spec.width(), s);
      int below = s == 0 ? input.classes() : Bricks.vggMaps(spec.width(), s - 1);
      for (int i = 0; i < DEPTHS[s]; i++) {
        String name = "decoder." + s + "." + i;
        boolean last = i == DEPTHS[s] - 1;
        steps.add(
            s == 0 && last
                ? bricks.conv(name, maps, below, 3)
                : bricks.convNormRelu(name, maps, last ? below : maps, 3));
      }
      up.add(Layer.sequence(steps));
    }
    return new LayerNetwork(
        weights,
        x -> {
          Deque<Unpool> pools = new ArrayDeque<>();
          Tensor y = x;
          for (Layer stage : down) {
            pools.push(Unpool.pool(stage.forward(y)));
            y = pools.element().values(); // (N, 64, ½), (N, 128, ¼), …
          }
          for (Layer stage : up) {
            y = stage.forward(pools.pop().back(y));
          }
          return y; // (N, classes, …)
        });
  }
}
