package io.osler.learn.net;

import static io.osler.learn.nn.InPlace.add;
import static io.osler.learn.nn.InPlace.relu;

import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Pool;
import io.osler.learn.nn.Resize;
import io.osler.learn.nn.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Convolutional encoder with shortcuts: convolution and average pooling down, enlarging and
 * deconvolution up, where each stage's maps are convolved a second time and added.
 */
final class ShortcutNetwork {
  private ShortcutNetwork() {}

  static Network build(SegmenterSpec.EncoderWithShortcuts spec, Input input, long seed) {
    input.least("encoder-with-shortcuts", 1 << (spec.stages() - 1));
    Weights weights = new Weights(seed);
    Bricks bricks = new Bricks(weights, input.dims());
    int kernel = spec.kernel();
    int maps = spec.maps();
    List<Layer> down = new ArrayList<>();
    List<Layer> up = new ArrayList<>();
    List<Layer> shortcuts = new ArrayList<>();
    for (int s = 0; s < spec.stages(); s++) {
      down.add(bricks.convRelu("down." + s, s == 0 ? input.channels() : maps, maps, kernel));
      int out = s == 0 ? input.classes() : maps;
      up.add(bricks.conv("up." + s, maps, out, kernel));
      if (s < spec.stages() - 1) {
        shortcuts.add(bricks.conv("shortcut." + s, maps, out, kernel));
      }
    }
    List<Integer> two = Collections.nCopies(input.dims(), 2);
    return new LayerNetwork(
        weights,
        x -> {
          List<Tensor> seen = new ArrayList<>(List.of(down.getFirst().forward(x)));
          for (Layer stage : down.subList(1, down.size())) {
            seen.add(stage.forward(Pool.average(seen.getLast(), two))); // (N, 32, ½), …
          }
          Tensor y = relu(up.getLast().forward(seen.getLast()));
          for (int s = spec.stages() - 2; s >= 0; s--) {
            Tensor skip = seen.get(s);
            y = add(up.get(s).forward(Resize.nearest(y, skip)), shortcuts.get(s).forward(skip));
            y = s > 0 ? relu(y) : y;
          }
          return y; // (N, classes, …)
        });
  }
}
