package io.osler.learn.train;

import static org.bytedeco.pytorch.global.torch.zeros;

import io.osler.learn.nn.Weights;
import io.osler.learn.tensor.Layout;
import io.osler.learn.tensor.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * All learned tensors of a network as one vector w, the running statistics as one vector b: an
 * average is then one operation, and a checkpoint is a handful of tensors.
 *
 * <p>The network's own tensors become views into these vectors. Gradients stay the tensors that
 * backward makes: to gather them would cost another pass over memory.
 */
final class FlatWeights implements AutoCloseable {
  /** Parameters with one learning-rate factor, decayed or not. */
  record Group(double rate, boolean decays, List<Slice> slices) {}

  /** One parameter's stretch of w. */
  record Slice(Tensor parameter, long start, long length) {
    /** This stretch of {@code vector}, in the order in which memory holds the parameter. */
    Tensor of(Tensor vector) {
      return vector.narrow(0, start, length);
    }
  }

  final Tensor values;
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
      Map<List<Object>, Group> byKind = new LinkedHashMap<>();
      weights
          .parameters()
          .forEach(
              (name, tensor) -> {
                double factor = rate.applyAsDouble(name);
                boolean decays = tensor.dim() > 1;
                byKind
                    .computeIfAbsent(
                        List.of(factor, decays), _ -> new Group(factor, decays, new ArrayList<>()))
                    .slices()
                    .add(new Slice(tensor, 0, tensor.numel()));
              });
      long start = 0;
      for (Group group : byKind.values()) {
        List<Slice> placed = new ArrayList<>();
        for (Slice slice : group.slices()) {
          placed.add(new Slice(slice.parameter(), start, slice.length()));
          start += slice.length();
        }
        groups.add(new Group(group.rate(), group.decays(), List.copyOf(placed)));
      }
      values = hold(zeros(start));
      statistics = hold(zeros(floating(weights).values().stream().mapToLong(Tensor::numel).sum()));
      weights
          .buffers()
          .forEach(
              (name, tensor) -> {
                if (!isFloat(tensor)) {
                  counters.put(name, tensor);
                }
              });
      for (Group group : groups) {
        for (Slice slice : group.slices()) {
          Tensor view = view(slice.of(values), slice.parameter(), layout);
          view.copy_(slice.parameter());
          slice.parameter().set_data(view);
        }
      }
      long at = 0;
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

  /** A stretch of w in the shape of {@code like}, kernels with channels last if asked. */
  private static Tensor view(Tensor flat, Tensor like, Layout layout) {
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
    statistics.releaseReference();
  }
}
