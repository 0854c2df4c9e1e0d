package io.osler.learn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Losses and their gradients against PyTorch and MONAI. */
class LossGoldenTest {
  private static List<String[]> golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            LossGoldenTest.class.getResourceAsStream("/golden/train/losses.csv"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split(","))
          .toList();
    }
  }

  private static float[] numbers(String text) {
    String[] words = text.split(" ");
    float[] values = new float[words.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(words[i].replace("nan", "NaN"));
    }
    return values;
  }

  @Test
  void valuesAndGradientsEqualPyTorchs() throws IOException {
    List<String[]> rows = golden();
    assertThat(rows).hasSize(8);
    for (String[] row : rows) {
      try (var _ = new TensorScope()) {
        Tensor logits = Tensors.of(numbers(row[4]), 5, 3);
        logits.set_requires_grad(true);
        Tensor weights = Tensors.of(numbers(row[6]), 3);
        double gamma = Double.parseDouble(row[1]);
        Loss loss =
            row[0].startsWith("binary")
                ? new BinaryCrossEntropy()
                : gamma > 0 ? new Focal(gamma, weights) : new SoftCrossEntropy(weights);
        Tensor value = loss.of(logits, Tensors.of(numbers(row[5]), 5, 3));
        assertThat(value.item_double())
            .as(row[0])
            .isCloseTo(Double.parseDouble(row[3]), within(1e-6));
        value.backward();
        close(row[0], Tensors.floats(logits.grad()), numbers(row[7]));
      }
    }
  }

  private static void close(String name, float[] ours, float[] theirs) {
    for (int i = 0; i < ours.length; i++) {
      assertThat(ours[i]).as("%s, gradient %d", name, i).isCloseTo(theirs[i], within(1e-6f));
    }
  }

  @Test
  void focalWithoutFocusIsCrossEntropy() {
    try (var _ = new TensorScope()) {
      Tensor logits = Tensors.of(new float[] {2, -1, 0.5f, 0, 3, -2}, 2, 3);
      Tensor truth = Tensors.of(new float[] {0, 1, 0, 0.2f, 0.5f, 0.3f}, 2, 3);
      Tensor weights = Tensors.of(new float[] {1, 2, 0.5f}, 3);
      assertThat(new Focal(0, weights).of(logits, truth).item_double())
          .isCloseTo(new SoftCrossEntropy(weights).of(logits, truth).item_double(), within(1e-6));
    }
  }

  @Test
  void extremeLogitsStayFinite() {
    try (var _ = new TensorScope()) {
      float[] wild = {1e4f, -1e4f, 0, -1e4f, 1e4f, 0};
      float[] truth = {0, 1, 0, 0, 1, 0};
      Tensor even = Tensors.of(new float[] {1, 1, 1}, 3);
      for (Loss loss :
          List.of(new SoftCrossEntropy(even), new Focal(2, even), new BinaryCrossEntropy())) {
        Tensor logits = Tensors.of(wild, 2, 3);
        logits.set_requires_grad(true);
        Tensor value = loss.of(logits, Tensors.of(truth, 2, 3));
        value.backward();
        assertThat(value.item_double()).as(loss.toString()).isFinite().isPositive();
        float[] gradient = Tensors.floats(logits.grad());
        for (float g : gradient) {
          assertThat(g).as(loss.toString()).isFinite();
        }
      }
    }
  }
}
