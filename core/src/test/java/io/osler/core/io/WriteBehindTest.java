package io.osler.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WriteBehindTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 1_114_112, 1_114_113, 9_000_001, 40_000_000})
  void everyByteArrivesInOrder(int length) throws IOException {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    Path file = folder.resolve("a");
    Atomic.write(
        file,
        out -> {
          int at = 0;
          for (int n = 1; at < length; n = 1 + n * 7 % 300_007) {
            int part = Math.min(n, length - at);
            if (part == 1) {
              out.write(bytes[at]);
            } else {
              out.write(bytes, at, part);
            }
            at += part;
          }
        });
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  /** A channel that was closed stands for a disk that fails: the caller hears of it, and soon. */
  @Test
  void failuresOfTheSecondThreadReachTheCaller() throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("b"), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    byte[] much = new byte[1 << 20];
    try (var out = new WriteBehind(channel)) {
      out.write(much);
      out.write(much);
      channel.close();
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  out.write(much);
                }
                out.finish();
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aBodyThatFailsLeavesNothing() throws IOException {
    Path file = folder.resolve("c");
    assertThatThrownBy(
            () ->
                Atomic.write(
                    file,
                    out -> {
                      out.write(new byte[5 << 20]);
                      throw new IOException("no more");
                    }))
        .isInstanceOf(InputException.class);
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }
}
