package io.osler.learn.nn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;

/**
 * Parameters and buffers by name, in the order in which the network made them. Names follow
 * torchvision ("layer1.0.conv1.weight") where it has the network.
 *
 * <p>Holds its tensors beyond any scope until {@link #close}.
 */
public final class Weights implements AutoCloseable {
  private final SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
  private final SequencedMap<String, Tensor> buffers = new LinkedHashMap<>();
  private boolean training;

  /** Registers a learned tensor; gradients are on. */
  public Tensor parameter(String name, Tensor value) {
    return register(parameters, name, value.set_requires_grad(true));
  }

  /** Registers a tensor that is kept and saved but not learned (running statistics). */
  public Tensor buffer(String name, Tensor value) {
    return register(buffers, name, value);
  }

  private Tensor register(SequencedMap<String, Tensor> map, String name, Tensor value) {
    if (parameters.containsKey(name) || buffers.containsKey(name)) {
      throw new IllegalStateException("two tensors called " + name);
    }
    value.retainReference();
    map.put(name, value);
    return value;
  }

  public SequencedMap<String, Tensor> parameters() {
    return Collections.unmodifiableSequencedMap(parameters);
  }

  public SequencedMap<String, Tensor> buffers() {
    return Collections.unmodifiableSequencedMap(buffers);
  }

  /** Whether batch statistics and dropout are live. */
  public boolean training() {
    return training;
  }

  public void training(boolean on) {
    training = on;
  }

  @Override
  public void close() {
    parameters.values().forEach(Tensor::releaseReference);
    buffers.values().forEach(Tensor::releaseReference);
  }
}
