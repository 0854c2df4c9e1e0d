package io.osler.learn.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.io.Nifti;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Brainchop's MeshNets on the T1 beside them; expected numbers by golden/meshnets.py. */
@Tag("real-data")
class MeshNetDataTest {
  private static final Path DATA =
      Path.of(System.getProperty("osler.data", "osler.data-not-given"))
          .resolve("brainchop-meshnet");

  static Stream<List<String>> models() {
    return GoldenWeights.lines("meshnets.csv").stream()
        .skip(1)
        .map(line -> List.of(line.split(",")));
  }

  @ParameterizedTest
  @MethodSource("models")
  void equalsTheReference(List<String> row) {
    LayersModel model = LayersModel.read(DATA.resolve(row.get(0)).resolve("model.json"));
    assertThat(model.classes()).isEqualTo(Integer.parseInt(row.get(1)));
    int[] from = {100, 90, 110};
    int[] size = {24, 28, 32};
    float[] logits = logits(model, Head.read(), from, size);
    int[] counts = new int[model.classes()];
    for (int label : labels(logits, model.classes())) {
      counts[label]++;
    }
    int[] expected = Arrays.stream(row.get(2).split(" ")).mapToInt(Integer::parseInt).toArray();
    for (int c = 0; c < counts.length; c++) {
      // A voxel between two classes may fall either way.
      assertThat(counts[c]).as("class " + c).isCloseTo(expected[c], within(3));
    }
    String[] some = row.get(3).split(" ");
    assertThat(some).hasSize((logits.length + 4998) / 4999);
    for (int i = 0; i < some.length; i++) {
      double value = Double.parseDouble(some[i]);
      assertThat((double) logits[4999 * i])
          .isCloseTo(value, within(1e-4 * Math.max(1, Math.abs(value))));
    }
  }

  /** Three networks of different size and training see the same white and grey matter. */
  @Test
  void agreeOnWhiteAndGreyMatter() {
    Head head = Head.read();
    int[] from = {64, 40, 64};
    int[] size = {128, 128, 128};
    int[] large = segment("model20chan3cls", head, from, size);
    int[] small = segment("model5_gw_ae", head.largestOne(), from, size);
    assertThat(dice(large, small, 1)).as("white matter").isGreaterThan(0.8);
    assertThat(dice(large, small, 2)).as("grey matter").isGreaterThan(0.75);
    // White matter is brighter than grey on a T1, and grey than the rest of this block.
    double[] mean = head.means(large, from, size);
    assertThat(mean[1]).isGreaterThan(1.2 * mean[2]);
    assertThat(mean[2]).isGreaterThan(1.2 * mean[0]);
  }

  private static int[] segment(String name, Head head, int[] from, int[] size) {
    LayersModel model = LayersModel.read(DATA.resolve("public/models/" + name + "/model.json"));
    return labels(logits(model, head, from, size), model.classes());
  }

  private static double dice(int[] a, int[] b, int label) {
    long both = 0;
    long sum = 0;
    for (int v = 0; v < a.length; v++) {
      both += a[v] == label && b[v] == label ? 1 : 0;
      sum += (a[v] == label ? 1 : 0) + (b[v] == label ? 1 : 0);
    }
    return 2.0 * both / sum;
  }

  private static float[] logits(LayersModel model, Head head, int[] from, int[] size) {
    Network network = model.build(List.of(size[0], size[1], size[2]));
    try (var _ = network.weights();
        var _ = new TensorScope();
        var _ = new NoGradGuard()) {
      Tensor x = Tensors.of(head.block(from, size), 1, 1, size[0], size[1], size[2]);
      return Tensors.floats(network.forward(x));
    }
  }

  private static int[] labels(float[] logits, int classes) {
    int voxels = logits.length / classes;
    int[] labels = new int[voxels];
    for (int v = 0; v < voxels; v++) {
      for (int c = 1; c < classes; c++) {
        labels[v] = logits[c * voxels + v] > logits[labels[v] * voxels + v] ? c : labels[v];
      }
    }
    return labels;
  }

  /** The T1, scaled so that {@code low} is 0 and {@code high} 1; blocks have axes (x, y, z). */
  private record Head(float[] voxels, Size size, double low, double high) {
    /** Between the quantiles at 5 and 95 %. */
    static Head read() {
      Volume volume = Nifti.read(DATA.resolve("public/t1_crop.nii.gz"));
      float[] sorted = volume.voxels().clone();
      Arrays.sort(sorted);
      return new Head(
          volume.voxels(), volume.size(), quantile(sorted, 0.05), quantile(sorted, 0.95));
    }

    /** Between the smallest and the largest value, as the smallest network wants it. */
    Head largestOne() {
      float most = 0;
      for (float voxel : voxels) {
        most = Math.max(most, voxel);
      }
      return new Head(voxels, size, 0, most);
    }

    private static double quantile(float[] sorted, double q) {
      double at = q * (sorted.length - 1);
      int below = (int) at;
      int above = Math.min(sorted.length - 1, below + 1);
      return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    float[] block(int[] from, int[] length) {
      float[] block = new float[length[0] * length[1] * length[2]];
      int to = 0;
      for (int x = from[0]; x < from[0] + length[0]; x++) {
        for (int y = from[1]; y < from[1] + length[1]; y++) {
          for (int z = from[2]; z < from[2] + length[2]; z++) {
            float value = voxels[(z * size.height() + y) * size.width() + x];
            block[to++] = (float) ((value - low) / (high - low));
          }
        }
      }
      return block;
    }

    /** Mean brightness of labels 0, 1 and 2. */
    double[] means(int[] labels, int[] from, int[] length) {
      float[] block = block(from, length);
      double[] sums = new double[3];
      int[] counts = new int[3];
      for (int v = 0; v < labels.length; v++) {
        sums[labels[v]] += block[v];
        counts[labels[v]]++;
      }
      for (int c = 0; c < 3; c++) {
        sums[c] /= counts[c];
      }
      return sums;
    }
  }
}
