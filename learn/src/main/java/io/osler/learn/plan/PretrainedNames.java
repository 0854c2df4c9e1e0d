package io.osler.learn.plan;

import io.osler.core.config.InputException;
import io.osler.learn.nn.Weights;
import io.osler.learn.tensor.Tensors;
import io.osler.learn.tensor.Transfer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** How tensors of a file meet those of a network. */
final class PretrainedNames {
  /** DenseNet's published files still say {@code norm.1} where its code says {@code norm1}. */
  private static final Pattern DENSE =
      Pattern.compile("(denselayer\\d+\\.(?:norm|conv))\\.([12])\\.");

  private PretrainedNames() {}

  static String today(String name) {
    return DENSE.matcher(name).replaceFirst("$1$2.");
  }

  static Set<String> fill(Map<String, Tensor> file, Weights weights, String name) {
    Set<String> filled = new LinkedHashSet<>();
    List<String> missing = new ArrayList<>();
    List<String> reshaped = new ArrayList<>();
    try (var _ = new NoGradGuard()) {
      weights
          .state()
          .forEach(
              (key, target) -> {
                Optional<Tensor> source = Optional.ofNullable(file.get(key));
                if (source.isEmpty()) {
                  if (weights.parameters().containsKey(key)) {
                    missing.add(key);
                  }
                  return;
                }
                Optional<Tensor> fitting = fitting(source.get(), target.shape());
                fitting.ifPresent(value -> target.detach().copy_(value));
                (fitting.isPresent() ? filled : reshaped).add(key);
              });
    }
    List<String> wrong = reshaped.stream().filter(key -> !head(file, weights, key)).toList();
    if (!missing.isEmpty() || !wrong.isEmpty() || filled.isEmpty()) {
      throw new InputException(
          "%s does not fit the network: %s."
              .formatted(name, new Transfer(List.of(), missing, List.of(), wrong).summary()),
          "it was saved from another architecture.",
          "choose the network that the weights belong to.");
    }
    return filled;
  }

  /** The source as the target wants it, its colours shared out among other channels if need be. */
  private static Optional<Tensor> fitting(Tensor source, long[] wanted) {
    long[] had = source.shape();
    if (Arrays.equals(had, wanted)) {
      return Optional.of(source);
    }
    if (had.length == 4 && had[1] == 3) {
      long[] other = had.clone();
      other[1] = wanted.length == 4 ? wanted[1] : 0;
      if (Arrays.equals(other, wanted)) {
        Tensor grey =
            source.sum(new long[] {1}, true, new org.bytedeco.pytorch.ScalarTypeOptional());
        return Optional.of(grey.div(Tensors.scalar(wanted[1])).expand(wanted));
      }
    }
    return Optional.empty();
  }

  /** Whether only the first axis differs: the number of classes. */
  private static boolean head(Map<String, Tensor> file, Weights weights, String key) {
    Tensor source = file.get(key);
    Tensor target = weights.parameters().get(key);
    if (source == null || target == null) {
      return false;
    }
    long[] a = source.shape();
    long[] b = target.shape();
    return a.length == b.length
        && Arrays.equals(a, 1, a.length, b, 1, b.length)
        && (key.startsWith("fc.") || key.startsWith("_fc.") || key.startsWith("classifier."));
  }
}
