package io.osler.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is encoded is decoded, whatever the size, depth and texture. */
class CodecTest {
  private static PixelLayout layout(int width, int height, int components, int bits) {
    int allocated = bits > 8 ? 16 : 8;
    return new PixelLayout(
        height, width, 1, components, allocated, bits, bits - 1, false, false, "RGB");
  }

  /** Flat parts, ramps and noise: runs, contexts and escapes are all exercised. */
  private static int[] picture(int width, int height, int components, int bits, long seed) {
    Random random = new Random(seed);
    int most = (1 << bits) - 1;
    int[] samples = new int[width * height * components];
    for (int i = 0; i < samples.length; i++) {
      int y = i / components / width;
      samples[i] =
          y % 3 == 0
              ? most / 3
              : y % 3 == 1 ? Math.min(most, i % width * 3) : random.nextInt(most + 1);
    }
    return samples;
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,1,8",
    "7,5,1,8",
    "64,33,1,12",
    "50,40,1,16",
    "31,17,3,8",
    "9,300,1,2",
    "300,9,3,16"
  })
  void losslessMeansEqual(int width, int height, int components, int bits) {
    for (long seed = 0; seed < 5; seed++) {
      int[] samples = picture(width, height, components, bits, seed);
      PixelLayout layout = layout(width, height, components, bits);
      assertThat(
              JpegLsDecoder.decode(
                  JpegLsEncoder.encode(samples, width, height, components, bits, 0), layout))
          .as("JPEG-LS, seed " + seed)
          .isEqualTo(samples);
      assertThat(Rle.decode(Rle.encode(samples, layout), layout))
          .as("RLE, seed " + seed)
          .isEqualTo(samples);
      byte[] lossless = JpegLosslessEncoder.encode(samples, width, height, components, bits);
      assertThat(JpegDecoder.decode(lossless, layout).samples())
          .as("JPEG lossless, seed " + seed)
          .isEqualTo(samples);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 20})
  void nearMeansNear(int near) {
    int[] samples = picture(60, 50, 1, 12, near);
    byte[] bytes = JpegLsEncoder.encode(samples, 60, 50, 1, 12, near);
    int[] decoded = JpegLsDecoder.decode(bytes, layout(60, 50, 1, 12));
    for (int i = 0; i < samples.length; i++) {
      assertThat(Math.abs(decoded[i] - samples[i])).isLessThanOrEqualTo(near);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ls", "lossless", "rle"})
  void damageIsRefusedOrDecodedButNeverCrashes(String codec) {
    int[] samples = picture(40, 30, 1, 12, 1);
    PixelLayout layout = layout(40, 30, 1, 12);
    byte[] good =
        switch (codec) {
          case "ls" -> JpegLsEncoder.encode(samples, 40, 30, 1, 12, 0);
          case "lossless" -> JpegLosslessEncoder.encode(samples, 40, 30, 1, 12);
          default -> Rle.encode(samples, layout);
        };
    assertThatThrownBy(() -> decode(codec, java.util.Arrays.copyOf(good, good.length / 2), layout))
        .isInstanceOf(InputException.class);
    Random random = new Random(7);
    for (int round = 0; round < 2000; round++) {
      byte[] bad = good.clone();
      for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
        bad[random.nextInt(round % 2 == 0 ? Math.min(60, bad.length) : bad.length)] =
            (byte) random.nextInt();
      }
      try {
        assertThat(decode(codec, bad, layout)).hasSize(samples.length);
      } catch (InputException e) {
        assertThat(e.getMessage()).contains("pixel data");
      }
    }
  }

  private static int[] decode(String codec, byte[] bytes, PixelLayout layout) {
    return switch (codec) {
      case "ls" -> JpegLsDecoder.decode(bytes, layout);
      case "lossless" -> JpegDecoder.decode(bytes, layout).samples();
      default -> Rle.decode(bytes, layout);
    };
  }
}
