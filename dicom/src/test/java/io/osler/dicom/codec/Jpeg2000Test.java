package io.osler.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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

/** Every sample of every kind of stream as OpenJPEG has it, bit by bit; damage in words. */
class Jpeg2000Test {
  private static final GoldenStreams GOLDEN = new GoldenStreams("jpeg2000", true);

  @Test
  void samplesEqualThoseOfOpenJpeg() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (String[] row : GOLDEN.rows()) {
      try {
        int[] samples = Jpeg2000.decode(GOLDEN.bytes(row[0] + ".j2k"), GOLDEN.layout(row));
        ByteBuffer bytes = ByteBuffer.allocate(4 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(samples);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.array());
        if (!HexFormat.of().formatHex(hash).startsWith(row[6])) {
          wrong.add(row[0] + " differs: " + row[7]);
        }
      } catch (InputException e) {
        wrong.add(row[0] + ": " + e.getMessage());
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(GOLDEN.rows()).hasSizeGreaterThan(50);
  }

  /** Cut anywhere, a stream of one tile is refused, but where only the end marker is missing. */
  @ParameterizedTest
  @ValueSource(strings = {"colour", "real", "modes-63", "packed-main", "changes"})
  void whatIsCutIsRefused(String name) {
    byte[] good = GOLDEN.bytes(name + ".j2k");
    PixelLayout layout = GOLDEN.layout(name);
    int[] whole = Jpeg2000.decode(good, layout);
    int end = good.length - 2;
    for (int length = 0; length < end - 1; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> Jpeg2000.decode(cut, layout))
          .as(length + " bytes")
          .isInstanceOf(InputException.class);
    }
    assertThat(Jpeg2000.decode(Arrays.copyOf(good, end), layout)).isEqualTo(whole);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"colour", "real-offset", "modes-63", "packed-tile", "changes-tiles", "order-pcrl"})
  void damageIsRefusedOrDecodedInTimeAndSilence(String name) {
    byte[] good = GOLDEN.bytes(name + ".j2k");
    PixelLayout layout = GOLDEN.layout(name);
    Random random = new Random(11);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream usual = System.err;
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      for (int round = 0; round < 500; round++) {
        byte[] bad = good.clone();
        for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
          int at = random.nextInt(round % 2 == 0 ? Math.min(140, bad.length) : bad.length);
          bad[at] = (byte) (round % 3 == 0 ? bad[at] ^ 1 << random.nextInt(8) : random.nextInt());
        }
        Assertions.assertTimeout(Duration.ofSeconds(5), () -> attempt(bad, layout));
      }
    } finally {
      System.setErr(usual);
    }
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  private static void attempt(byte[] bad, PixelLayout layout) {
    try {
      assertThat(Jpeg2000.decode(bad, layout)).hasSize(layout.frameSamples());
    } catch (InputException e) {
      assertThat(e.getMessage()).contains("pixel data");
    }
  }
}
