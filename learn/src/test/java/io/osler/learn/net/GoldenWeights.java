package io.osler.learn.net;

import io.osler.learn.nn.Weights;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Weights that both sides of a comparison compute from a tensor's name; see golden/. */
public final class GoldenWeights {
  private GoldenWeights() {}

  static List<String> table(Weights weights) {
    List<String> rows = new ArrayList<>();
    weights
        .state()
        .forEach(
            (name, tensor) ->
                rows.add(
                    name
                        + " "
                        + LongStream.range(0, tensor.dim())
                            .mapToObj(axis -> Long.toString(tensor.size(axis)))
                            .collect(Collectors.joining("x"))));
    return rows.stream().sorted(Comparator.comparing(row -> row.split(" ")[0])).toList();
  }

  public static void fill(Weights weights) {
    weights
        .state()
        .forEach(
            (name, tensor) -> {
              if (name.endsWith("num_batches_tracked")) {
                return;
              }
              try (var _ = new TensorScope()) {
                int count = Math.toIntExact(tensor.numel());
                boolean vector = tensor.dim() == 1;
                float[] values =
                    name.endsWith("running_var") || (name.endsWith("weight") && vector)
                        ? draw(name, count, 1, 0.1)
                        : draw(
                            name, count, 0, vector ? 0.1 : Math.sqrt(6.0 * tensor.size(0) / count));
                tensor.detach().flatten().copy_(Tensors.of(values, count));
              }
            });
  }

  public static float[] draw(String name, int count, double centre, double scale) {
    int hash = 0x811C9DC5;
    for (byte c : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ c) * 0x01000193;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      int h = (hash + i) * 0x9E3779B1;
      h ^= h >>> 15;
      values[i] = (float) (centre + scale * (Integer.toUnsignedLong(h) / 0x1p31 - 1));
    }
    return values;
  }

  public static List<String> lines(String name) {
    try (InputStream in =
        Objects.requireNonNull(GoldenWeights.class.getResourceAsStream("/golden/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
