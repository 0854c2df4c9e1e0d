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
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values and gradients against nnU-Net, MONAI and SciPy: golden/segmentation_losses.py. */
class VoxelLossGoldenTest {
  private static final int DEPTH = 6;
  private static final int HEIGHT = 10;
  private static final int WIDTH = 12;
  private static final int VOXELS = DEPTH * HEIGHT * WIDTH;

  private static Loss loss(String name) {
    return switch (name) {
      case "soft-dice batch" -> new SoftDice(Activation.SOFTMAX, true, true, 1);
      case "soft-dice sample" -> new SoftDice(Activation.SOFTMAX, false, false, 1e-5);
      case "dice-cross-entropy batch" -> new DiceCrossEntropy(true);
      case "dice-cross-entropy sample" -> new DiceCrossEntropy(false);
      case "dice-binary-cross-entropy batch" -> new DiceBinaryCrossEntropy(true);
      case "dice-binary-cross-entropy sample" -> new DiceBinaryCrossEntropy(false);
      case "generalised-dice" -> new GeneralisedDice(Activation.SOFTMAX, 1e-5);
      case "generalised-dice sigmoid" -> new GeneralisedDice(Activation.SIGMOID, 1e-5);
      case "tversky" -> new Tversky(Activation.SOFTMAX, 0.3, 0.7, false, false, 1e-5);
      case "tversky batch" -> new Tversky(Activation.SOFTMAX, 0.3, 0.7, true, true, 1e-5);
      case "voxel-focal" -> new VoxelFocal(Activation.SOFTMAX, 2);
      case "voxel-focal sigmoid" -> new VoxelFocal(Activation.SIGMOID, 2);
      case "boundary" -> new Boundary(Activation.SOFTMAX, false);
      case "boundary background" -> new Boundary(Activation.SOFTMAX, true);
      case "cl-dice" -> new ClDice(Activation.SOFTMAX, 3, false);
      case "cl-dice background" -> new ClDice(Activation.SOFTMAX, 2, true);
      default -> throw new IllegalArgumentException(name);
    };
  }

  static Stream<List<String>> rows() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            VoxelLossGoldenTest.class.getResourceAsStream("/golden/voxel-losses.csv"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines().skip(1).map(line -> List.of(line.split(","))).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void equalsTheReference(List<String> row) {
    try (var _ = new TensorScope()) {
      Tensor truth = truth(row.get(1));
      int classes = row.get(1).endsWith("regions") ? 2 : 3;
      Tensor logits = logits(classes);
      logits.set_requires_grad(true);
      Tensor value = loss(row.get(0)).of(logits, truth);
      assertThat(value.dim()).isZero();
      value.backward();
      assertThat(value.item_double()).isCloseTo(Double.parseDouble(row.get(2)), within(2e-6));
      float[] gradient = Tensors.floats(logits.grad());
      assertThat(row).hasSize(3 + (gradient.length + 96) / 97);
      for (int i = 0; 97 * i < gradient.length; i++) {
        double expected = Double.parseDouble(row.get(3 + i));
        assertThat((double) gradient[97 * i])
            .as("gradient " + i)
            .isCloseTo(expected, within(1e-9 + 1e-4 * Math.abs(expected)));
      }
    }
  }

  private static Tensor logits(int classes) {
    float[] values = new float[2 * classes * VOXELS];
    int hash = 0x811C9DC5;
    for (byte c : "logits".getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ c) * 0x01000193;
    }
    for (int i = 0; i < values.length; i++) {
      int h = (hash + i) * 0x9E3779B1;
      h ^= h >>> 15;
      values[i] = (float) (3 * (Integer.toUnsignedLong(h) / 0x1p31 - 1));
    }
    return Tensors.of(values, 2, classes, DEPTH, HEIGHT, WIDTH);
  }

  private static Tensor truth(String kind) {
    boolean ignoring = kind.startsWith("ignored");
    int maps = kind.endsWith("regions") ? 2 : 1;
    float[] values = new float[2 * maps * VOXELS];
    for (int n = 0; n < 2; n++) {
      for (int i = 0; i < VOXELS; i++) {
        int z = i / (HEIGHT * WIDTH);
        int y = i / WIDTH % HEIGHT;
        int x = i % WIDTH;
        boolean ball = square(z - 2) + square(y - 3 - n) + square(x - 4 - 2 * n) < 8;
        boolean bar = Math.abs(y - 7) <= 1 && x > 1 + n && z > 0;
        boolean unknown = ignoring && x < 3;
        int at = n * maps * VOXELS + i;
        if (maps == 1) {
          values[at] = unknown ? -1 : bar ? 2 : ball ? 1 : 0;
        } else {
          values[at] = unknown ? -1 : bar || ball ? 1 : 0;
          values[at + VOXELS] = unknown ? -1 : bar ? 1 : 0;
        }
      }
    }
    return Tensors.of(values, 2, maps, DEPTH, HEIGHT, WIDTH);
  }

  private static int square(int n) {
    return n * n;
  }
}
