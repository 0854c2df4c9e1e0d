package io.osler.learn.net;

import static io.osler.learn.nn.InPlace.relu;

import io.osler.core.config.Require;
import io.osler.learn.nn.Dropout;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Linear;
import io.osler.learn.nn.Weights;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** x ↦ W_L·relu(… relu(W_1·x + b_1) …) + b_L over all pixels of all channels. */
final class MlpNetwork implements Network {
  private final Weights weights;
  private final Layer layers;

  MlpNetwork(NetSpec.Mlp spec, Input input, long seed) {
    Require.within("values per image for an mlp", input.values(), 1, 1 << 24);
    weights = new Weights(seed);
    List<Layer> steps = new ArrayList<>();
    int in = (int) input.values();
    int index = 0;
    for (int units : spec.hidden()) {
      Linear linear = new Linear(weights, "fc" + index++, in, units, Init.standard());
      Dropout dropout = new Dropout(weights, spec.dropout());
      steps.add(x -> dropout.forward(relu(linear.forward(x))));
      in = units;
    }
    steps.add(new Linear(weights, "fc" + index, in, input.classes(), Init.standard()));
    layers = Layer.sequence(steps);
  }

  @Override
  public Tensor forward(Tensor x) {
    return layers.forward(x.flatten(1, -1));
  }

  @Override
  public Weights weights() {
    return weights;
  }
}
