package io.osler.learn.train;

import static org.bytedeco.pytorch.global.torch.zeros;

import io.osler.learn.nn.Weights;
import io.osler.learn.tensor.Layout;
import io.osler.learn.tensor.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * All learned tensors of a network as one vector w, their gradients as one vector g, the running
 * statistics as one vector b: an optimiser step, an average or a gradient norm is then a handful of
 * operations, and a checkpoint is a handful of tensors.
 *
 * <p>The network's own tensors become views into these vectors.
 */
final class FlatWeights implements AutoCloseable {
  /** A run of w with one learning-rate factor, decayed or not. */
  record Group(long start, long length, double rate, boolean decays) {}

  final Tensor values;
  final Tensor gradients;
  final Tensor statistics;

  /** Buffers that are no float, such as the number of batches seen, by name. */
  final SequencedMap<String, Tensor> counters = new LinkedHashMap<>();

  private final List<Group> groups = new ArrayList<>();

  /**
   * @param rate learning-rate factor by parameter name; 0 freezes the parameter
   */
  FlatWeights(Weights weights, Layout layout, ToDoubleFunction<String> rate) {
    try (var _ = new TensorScope();
        var _ = new NoGradGuard()) {
      SequencedMap<String, Tensor> ordered = new LinkedHashMap<>();
      Map<List<Object>, List<String>> byGroup = new LinkedHashMap<>();
      weights
          .parameters()
          .forEach(
              (name, tensor) ->
                  byGroup
                      .computeIfAbsent(
                          List.of(rate.applyAsDouble(name), tensor.dim() > 1),
                          _ -> new ArrayList<>())
                      .add(name));
      long start = 0;
      for (var group : byGroup.entrySet()) {
        long length = 0;
        for (String name : group.getValue()) {
          Tensor tensor = Objects.requireNonNull(weights.parameters().get(name));
          ordered.put(name, tensor);
          length += tensor.numel();
        }
        groups.add(
            new Group(
                start, length, (double) group.getKey().get(0), (boolean) group.getKey().get(1)));
        start += length;
      }
      values = hold(zeros(start));
      gradients = hold(zeros(start));
      statistics = hold(zeros(floating(weights).values().stream().mapToLong(Tensor::numel).sum()));
      weights
          .buffers()
          .forEach(
              (name, tensor) -> {
                if (!isFloat(tensor)) {
                  counters.put(name, tensor);
                }
              });
      long at = 0;
      for (Tensor parameter : ordered.values()) {
        Tensor view = view(values, at, parameter, layout);
        view.copy_(parameter);
        parameter.set_data(view);
        parameter.mutable_grad().put(view(gradients, at, parameter, layout));
        at += parameter.numel();
      }
      at = 0;
      for (Tensor buffer : floating(weights).values()) {
        Tensor view = statistics.narrow(0, at, buffer.numel()).view(buffer.shape());
        view.copy_(buffer);
        buffer.set_data(view);
        at += buffer.numel();
      }
    }
  }

  /** Lets a tensor outlive the scope it was made in, until {@link #close}. */
  private static Tensor hold(Tensor tensor) {
    tensor.retainReference();
    return tensor;
  }

  /** A type that comes from native code is a new object each time: == would never hold. */
  private static boolean isFloat(Tensor tensor) {
    return tensor.scalar_type().intern() == torch.ScalarType.Float;
  }

  private static Map<String, Tensor> floating(Weights weights) {
    Map<String, Tensor> floating = new LinkedHashMap<>();
    weights
        .buffers()
        .forEach(
            (name, tensor) -> {
              if (isFloat(tensor)) {
                floating.put(name, tensor);
              }
            });
    return floating;
  }

  /** A stretch of the vector in the shape of {@code like}, kernels with channels last if asked. */
  private static Tensor view(Tensor vector, long at, Tensor like, Layout layout) {
    Tensor flat = vector.narrow(0, at, like.numel());
    long[] s = like.shape();
    if (layout == Layout.CHANNELS_LAST && s.length == 4) {
      return flat.view(s[0], s[2], s[3], s[1]).permute(0, 3, 1, 2);
    }
    if (layout == Layout.CHANNELS_LAST && s.length == 5) {
      return flat.view(s[0], s[2], s[3], s[4], s[1]).permute(0, 4, 1, 2, 3);
    }
    return flat.view(s);
  }

  List<Group> groups() {
    return groups;
  }

  @Override
  public void close() {
    values.releaseReference();
    gradients.releaseReference();
    statistics.releaseReference();
  }
}
