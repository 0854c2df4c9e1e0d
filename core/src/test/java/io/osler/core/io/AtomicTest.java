package io.osler.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicTest {
  @TempDir Path folder;

  private long files() throws IOException {
    try (var list = Files.list(folder)) {
      return list.count();
    }
  }

  @Test
  void writesOnceAndReplacesWhenTold() throws IOException {
    Path file = folder.resolve("a.bin");
    Atomic.write(file, new byte[] {1, 2});
    assertThatThrownBy(() -> Atomic.write(file, new byte[] {3}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("exists already");
    assertThat(file).hasBinaryContent(new byte[] {1, 2});
    Atomic.replace(file, new byte[] {3});
    assertThat(file).hasBinaryContent(new byte[] {3});
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void aFailureLeavesTheEarlierFileAndNothingElse() throws IOException {
    Path file = folder.resolve("a.bin");
    Atomic.write(file, new byte[] {1});
    assertThatThrownBy(
            () ->
                Atomic.replace(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("disk is full");
    assertThatThrownBy(
            () ->
                Atomic.replace(
                    file,
                    out -> {
                      throw new IllegalStateException("bug");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(file).hasBinaryContent(new byte[] {1});
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void wrongFoldersAreNamed() throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[1]);
    assertThatThrownBy(() -> Atomic.write(file.resolve("x"), new byte[1]))
        .hasMessageContaining("folder");
    assertThatThrownBy(() -> Atomic.write(folder.resolve("no/x"), new byte[1]))
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> Atomic.replace(folder, new byte[1]))
        .hasMessageContaining("is a folder");
    assertThat(Atomic.refused(file, new AccessDeniedException("x")))
        .hasMessageContaining("read-only");
    assertThat(Atomic.refused(file, new IOException("x: Read-only file system")))
        .hasMessageContaining("read-only");
  }
}
