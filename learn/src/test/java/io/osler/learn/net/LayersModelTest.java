package io.osler.learn.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.config.InputException;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayersModelTest {
  /** One channel to two maps with dilation 2, ReLU, two classes. */
  private static final String MODEL =
      """
      {"modelTopology": {"model_config": {"config": {"layers": [
        {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 8, 8, 8, 1]}},
        {"class_name": "Conv3D", "config": {"name": "a", "filters": 2, "kernel_size": [3, 3, 3],
          "strides": [1, 1, 1], "dilation_rate": [2, 2, 2], "padding": "same",
          "activation": "linear", "use_bias": true}},
        {"class_name": "Activation", "config": {"activation": "relu"}},
        {"class_name": "Conv3D", "config": {"name": "b", "filters": 2, "kernel_size": [1, 1, 1],
          "strides": [1, 1, 1], "dilation_rate": [1, 1, 1], "padding": "same",
          "activation": "linear", "use_bias": true}}]}}},
       "weightsManifest": [{"paths": ["one.bin", "two.bin"], "weights": [
        {"name": "a/kernel", "shape": [3, 3, 3, 1, 2], "dtype": "float32"},
        {"name": "a/bias", "shape": [2], "dtype": "float32"},
        {"name": "b/kernel", "shape": [1, 1, 1, 2, 2], "dtype": "float32"},
        {"name": "b/bias", "shape": [2], "dtype": "float32"}]}]}
      """;

  @TempDir Path folder;

  @BeforeEach
  void files() throws IOException {
    float[] values = new float[54 + 2 + 4 + 2];
    values[2 * 13] = 1; // the kernel's centre, first map: x
    values[2 * 14 + 1] = -1; // its neighbour along the last axis, second map: −x two voxels on
    values[55] = 3;
    values[56] = 1; // classes: first map, second map
    values[59] = 1;
    values[61] = 0.5f;
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    // Cut in the middle of a number: the files are one stream.
    Files.write(folder.resolve("one.bin"), java.util.Arrays.copyOf(bytes.array(), 101));
    Files.write(
        folder.resolve("two.bin"),
        java.util.Arrays.copyOfRange(bytes.array(), 101, bytes.capacity()));
  }

  private Path written(UnaryOperator<String> change) throws IOException {
    return Files.writeString(folder.resolve("model.json"), change.apply(MODEL));
  }

  @Test
  void readsLayersAndTurnsKernels() throws IOException {
    LayersModel model = LayersModel.read(written(text -> text));
    assertThat(model.spec().dilations()).containsExactly(2);
    assertThat(model.channels()).isEqualTo(1);
    assertThat(model.classes()).isEqualTo(2);
    Network network = model.build(List.of(1, 1, 5));
    try (var _ = network.weights();
        var _ = new TensorScope()) {
      float[] out =
          Tensors.floats(network.forward(Tensors.of(new float[] {1, 2, -3, 4, 5}, 1, 1, 1, 1, 5)));
      assertThat(out).hasSize(10);
      // max(0, x), and max(0, 3 − x two voxels on) + ½ where beyond the end x is 0.
      float[] expected = {1, 2, 0, 4, 5, 6.5f, 0.5f, 0.5f, 3.5f, 3.5f};
      for (int i = 0; i < expected.length; i++) {
        assertThat(out[i]).as("value " + i).isCloseTo(expected[i], within(1e-6f));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "two.bin | three.bin | missing",
        "two.bin | ../two.bin | no file beside it",
        "\"two.bin\" | \"one.bin\" | need",
        "float32 | uint8 | float32",
        "\"relu\" | \"mish\" | mish",
        "\"Activation\" | \"Lambda\" | Lambda",
        "[3, 3, 3, 1, 2] | [3, 3, 3, 2, 1] | another shape",
        "\"same\" | \"valid\" | padding",
        "[2, 2, 2] | [1, 2, 2] | differs by axis",
        "\"filters\": 2 | \"filters\": 2000000000 | filters",
        "[2], \"dtype\" | [-2], \"dtype\" | need",
        "weightsManifest | manifest | weightsManifest",
        "\"shape\": [2] | \"shape\": \"two\" | shape",
      })
  void refusesWhatIsNoMeshNet(String from, String to, String why) throws IOException {
    Path file = written(text -> text.replaceFirst(java.util.regex.Pattern.quote(from), to));
    assertThat(Files.readString(file)).isNotEqualTo(MODEL);
    assertThatThrownBy(() -> LayersModel.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("model.json")
        .hasMessageContaining(why);
  }

  @Test
  void refusesWeightsThatAreNotFinite() throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve("two.bin"));
    bytes[bytes.length - 1] = 0x7f;
    bytes[bytes.length - 2] = (byte) 0x80;
    Files.write(folder.resolve("two.bin"), bytes);
    Path file = written(text -> text);
    assertThatThrownBy(() -> LayersModel.read(file)).hasMessageContaining("not finite");
  }
}
