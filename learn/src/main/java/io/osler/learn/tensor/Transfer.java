package io.osler.learn.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/**
 * How a file of weights and a network met: names filled, names the file lacks, names only the file
 * has, and names whose shape or kind of number differs.
 */
public record Transfer(
    List<String> loaded, List<String> missing, List<String> unexpected, List<String> reshaped) {
  public Transfer {
    loaded = List.copyOf(loaded);
    missing = List.copyOf(missing);
    unexpected = List.copyOf(unexpected);
    reshaped = List.copyOf(reshaped);
  }

  boolean complete() {
    return missing.isEmpty() && unexpected.isEmpty() && reshaped.isEmpty();
  }

  /** What did not fit, as part of a sentence; long lists are cut. */
  public String summary() {
    List<String> parts = new ArrayList<>();
    part(parts, "missing", missing);
    part(parts, "unexpected", unexpected);
    part(parts, "of another shape", reshaped);
    return String.join("; ", parts);
  }

  private static void part(List<String> parts, String word, List<String> names) {
    if (!names.isEmpty()) {
      String more = names.size() > 8 ? " and %d more".formatted(names.size() - 8) : "";
      parts.add(word + " " + String.join(", ", names.subList(0, Math.min(8, names.size()))) + more);
    }
  }

  static List<Long> shape(Tensor tensor) {
    return LongStream.range(0, tensor.dim()).mapToObj(tensor::size).toList();
  }
}
