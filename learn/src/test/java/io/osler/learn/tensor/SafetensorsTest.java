package io.osler.learn.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.pytorch.global.torch.torch_ones;
import static org.bytedeco.pytorch.global.torch.torch_zeros;

import io.osler.core.config.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  @TempDir Path folder;

  private Map<String, Tensor> some() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("b", Tensors.of(new float[] {1, -2, Float.MIN_VALUE, 4, 5, 6}, 2, 3));
    tensors.put("a", Tensors.of(new float[] {0.5f, 7}, 2));
    tensors.put("n", torch_ones(1).to(ScalarType.Long));
    tensors.put("h", torch_ones(3).to(ScalarType.BFloat16));
    return tensors;
  }

  @Test
  void readsWhatItWrote() throws IOException {
    Path file = folder.resolve("w.safetensors");
    Safetensors.write(file, some(), Map.of("step", "3"));
    try (Safetensors read = Safetensors.open(file)) {
      assertThat(read.names()).containsExactly("n", "a", "b", "h");
      assertThat(read.metadata()).isEqualTo(Map.of("step", "3"));
      assertThat(read.shape("b")).containsExactly(2L, 3L);
      assertThat(Tensors.floats(read.tensor("b"))).containsExactly(1, -2, Float.MIN_VALUE, 4, 5, 6);
      assertThat(read.tensor("h").scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
    }
    byte[] once = Files.readAllBytes(file);
    Safetensors.write(file, some(), Map.of("step", "3"));
    assertThat(Files.readAllBytes(file)).isEqualTo(once);
    assertThat(folder.toFile().list()).containsExactly("w.safetensors");
  }

  @Test
  void refusesAStateThatDoesNotFitAndChangesNothing() throws IOException {
    Path file = folder.resolve("w.safetensors");
    Safetensors.write(file, some(), Map.of());
    Tensor a = torch_zeros(2);
    Map<String, Tensor> state = Map.of("a", a, "b", torch_zeros(3, 2), "c", torch_zeros(1));
    try (Safetensors read = Safetensors.open(file)) {
      assertThatThrownBy(() -> read.into(state, ""))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("missing c")
          .hasMessageContaining("b (F32 [2, 3] in the file, [3, 2] in the network)")
          .hasMessageContaining("unexpected n, h");
      assertThat(Tensors.floats(a)).containsExactly(0, 0);
      Transfer transfer = read.intoMatching(state);
      assertThat(transfer.loaded()).containsExactly("a");
      assertThat(Tensors.floats(a)).containsExactly(0.5f, 7);
    }
  }

  private Path raw(long length, String json, int data) throws IOException {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + data).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(length < 0 ? text.length : length).put(text);
    return Files.write(folder.resolve("raw"), bytes.array());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{",
        "{} x",
        "{\"a\":1}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}",
        "{\"a\":{\"dtype\":\"Q4\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.5],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[[[[[[2]]]]]],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"code\":\"x\"}}",
        "{\"__metadata__\":{\"a\":1}}"
      })
  void refusesHostileHeaders(String json) throws IOException {
    Path file = raw(-1, json, 8);
    assertThatThrownBy(() -> Safetensors.open(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("raw is no valid safetensors file");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1000, 100_000_001, Long.MAX_VALUE})
  void refusesHostileHeaderLengths(long length) throws IOException {
    Path file = raw(length, "{}", 0);
    assertThatThrownBy(() -> Safetensors.open(file)).isInstanceOf(InputException.class);
  }

  @Test
  void survivesEveryTruncationAndManyFlips() throws IOException {
    Path file = folder.resolve("w.safetensors");
    Safetensors.write(file, some(), Map.of("step", "3"));
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length++) {
      Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(good, length));
      assertThatThrownBy(() -> Safetensors.open(cut)).isInstanceOf(InputException.class);
    }
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 500; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(good.length)] ^= (byte) (1 << random.nextInt(8));
      Path flipped = Files.write(folder.resolve("flip"), bad);
      try (Safetensors read = Safetensors.open(flipped)) {
        for (String name : List.copyOf(read.names())) {
          try (var _ = new TensorScope()) {
            assertThat(read.tensor(name).dim()).isBetween(0L, 16L);
          }
        }
      } catch (InputException refused) {
        assertThat(refused).hasMessageContaining("flip");
      }
    }
  }
}
