package io.osler.learn.nn;

import static org.bytedeco.pytorch.global.torch.torch_empty;

import io.osler.learn.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * Parameters and buffers by name, in the order in which the network made them. Names follow
 * torchvision ("layer1.0.conv1.weight") where it has the network.
 *
 * <p>Holds its tensors beyond any scope until {@link #close}. First values depend on the seed, the
 * tensor's name and its shape alone, not on the order of construction nor on the machine.
 */
public final class Weights implements AutoCloseable {
  private static final int CHUNK = 1 << 16;

  private final SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
  private final SequencedMap<String, Tensor> buffers = new LinkedHashMap<>();
  private final List<Pointer> held = new ArrayList<>();
  private final List<Weights> parts = new ArrayList<>();
  private final long seed;
  private boolean training;

  public Weights(long seed) {
    this.seed = seed;
  }

  /** Registers a learned float tensor filled from {@code draw}; gradients are on. */
  Tensor parameter(
      String name,
      Function<? super RandomGenerator, ? extends DoubleSupplier> draw,
      long... shape) {
    try (var _ = new TensorScope()) {
      Tensor value = torch_empty(shape);
      fill(value, draw.apply(new SplittableRandom(mixed(name))));
      value.set_requires_grad(true);
      return register(parameters, name, value);
    }
  }

  /** Registers a tensor that is kept and saved but not learned (running statistics). */
  Tensor buffer(String name, Tensor value) {
    return register(buffers, name, value);
  }

  /** Keeps an argument object of a layer as long as the weights. */
  public <P extends Pointer> P hold(P pointer) {
    pointer.retainReference();
    held.add(pointer);
    return pointer;
  }

  private Tensor register(SequencedMap<String, Tensor> map, String name, Tensor value) {
    if (parameters.containsKey(name) || buffers.containsKey(name)) {
      throw new IllegalStateException("two tensors called " + name);
    }
    map.put(name, value);
    return hold(value);
  }

  /** Takes over all tensors of {@code part}, their names prefixed; its mode follows from now on. */
  public void adopt(String prefix, Weights part) {
    part.parameters.forEach((name, tensor) -> register(parameters, prefix + name, tensor));
    part.buffers.forEach((name, tensor) -> register(buffers, prefix + name, tensor));
    parts.add(part);
  }

  private static void fill(Tensor tensor, DoubleSupplier values) {
    long count = tensor.numel();
    FloatPointer data = tensor.data_ptr_float();
    float[] chunk = new float[(int) Math.min(CHUNK, count)];
    for (long start = 0; start < count; start += chunk.length) {
      int length = (int) Math.min(chunk.length, count - start);
      for (int i = 0; i < length; i++) {
        chunk[i] = (float) values.getAsDouble();
      }
      data.position(start).put(chunk, 0, length);
    }
  }

  /** FNV-1a of the name, spread over the seed. */
  private long mixed(String name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return hash + seed * 0x9e3779b97f4a7c15L;
  }

  public SequencedMap<String, Tensor> parameters() {
    return Collections.unmodifiableSequencedMap(parameters);
  }

  public SequencedMap<String, Tensor> buffers() {
    return Collections.unmodifiableSequencedMap(buffers);
  }

  /** Parameters, then buffers: all that a file of weights holds. */
  public SequencedMap<String, Tensor> state() {
    SequencedMap<String, Tensor> state = new LinkedHashMap<>(parameters);
    state.putAll(buffers);
    return Collections.unmodifiableSequencedMap(state);
  }

  /** Number of learned values. */
  public long count() {
    return parameters.values().stream().mapToLong(Tensor::numel).sum();
  }

  /** Whether batch statistics and dropout are live. */
  public boolean training() {
    return training;
  }

  public void training(boolean on) {
    training = on;
    parts.forEach(part -> part.training(on));
  }

  /**
   * Lays convolution kernels out with channels innermost, in place: values, names and gradients'
   * owners stay. Worth it in 2-D together with inputs laid out the same way.
   */
  public void toChannelsLast() {
    try (var _ = new TensorScope()) {
      for (Tensor tensor : parameters.values()) {
        if (tensor.dim() == 4) {
          tensor.set_data(tensor.detach().contiguous(MemoryFormat.ChannelsLast));
        } else if (tensor.dim() == 5) {
          tensor.set_data(tensor.detach().contiguous(MemoryFormat.ChannelsLast3d));
        }
      }
    }
  }

  @Override
  public void close() {
    held.forEach(Pointer::releaseReference);
    held.clear();
    parts.forEach(Weights::close);
    parts.clear();
  }
}
