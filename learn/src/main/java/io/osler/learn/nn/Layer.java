package io.osler.learn.nn;

import io.osler.learn.tensor.TensorScope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** y = f(x): a step of a network, with whatever weights it registered when it was made. */
@FunctionalInterface
public interface Layer {
  Tensor forward(Tensor x);

  /**
   * One after the other. Each runs in a scope of its own, so that without gradients an activation
   * is freed as soon as the next layer has read it.
   */
  static Layer sequence(List<? extends Layer> layers) {
    List<Layer> steps = List.copyOf(layers);
    return x -> {
      Tensor y = x;
      for (Layer step : steps) {
        Tensor before = y;
        try (var scope = new TensorScope()) {
          y = scope.keep(step.forward(before));
        }
        if (before != x && before != y) {
          before.releaseReference();
        }
      }
      return y;
    };
  }

  static Layer sequence(Layer... layers) {
    return sequence(List.of(layers));
  }
}
