package io.osler.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every sample as libjpeg-turbo has it, and DCMTK's library for twelve bits; damage in words. */
class JpegDecoderTest {
  private static final GoldenStreams GOLDEN = new GoldenStreams("jpeg", false);

  @Test
  void samplesEqualThoseOfLibjpeg() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (String[] row : GOLDEN.rows()) {
      int[] samples =
          JpegDecoder.decode(GOLDEN.bytes(row[0] + ".jpg"), GOLDEN.layout(row)).samples();
      ByteBuffer bytes = ByteBuffer.allocate(4 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asIntBuffer().put(samples);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.array());
      if (!HexFormat.of().formatHex(hash).startsWith(row[5])) {
        wrong.add(row[0]);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(GOLDEN.rows()).hasSizeGreaterThan(25);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grey-90", "colour-420-odd", "restart-blocks", "twelve-30"})
  void whatIsCutIsRefused(String name) {
    byte[] good = GOLDEN.bytes(name + ".jpg");
    PixelLayout layout = GOLDEN.layout(name);
    int[] whole = JpegDecoder.decode(good, layout).samples();
    // Before the end marker there may be a byte FF to fill up.
    int end = good.length - (good[good.length - 3] == -1 ? 3 : 2);
    for (int length = 0; length < end; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> JpegDecoder.decode(cut, layout))
          .as(length + " bytes")
          .isInstanceOf(InputException.class);
    }
    assertThat(JpegDecoder.decode(Arrays.copyOf(good, end), layout).samples()).isEqualTo(whole);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grey-90", "colour-420-odd", "restart-blocks", "twelve-30", "optimised"})
  void damageIsRefusedOrDecodedInTime(String name) {
    byte[] good = GOLDEN.bytes(name + ".jpg");
    PixelLayout layout = GOLDEN.layout(name);
    Random random = new Random(13);
    for (int round = 0; round < 1500; round++) {
      byte[] bad = good.clone();
      for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
        int at = random.nextInt(round % 2 == 0 ? Math.min(640, bad.length) : bad.length);
        bad[at] = (byte) (round % 3 == 0 ? bad[at] ^ 1 << random.nextInt(8) : random.nextInt());
      }
      Assertions.assertTimeout(Duration.ofSeconds(5), () -> attempt(bad, layout));
    }
  }

  private static void attempt(byte[] bad, PixelLayout layout) {
    try {
      int[] samples = JpegDecoder.decode(bad, layout).samples();
      assertThat(samples).hasSize(layout.frameSamples());
      assertThat(Arrays.stream(samples).allMatch(value -> value >>> 16 == 0)).isTrue();
    } catch (InputException e) {
      assertThat(e.getMessage()).contains("pixel data");
    }
  }
}
