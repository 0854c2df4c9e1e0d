package io.osler.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpzTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/npz");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"stored.npz, 1000000", "deflated.npz, 1000000", "stored.npz, 1", "deflated.npz, 1"})
  void readsEveryTypeAndOrder(String file, long inMemory) {
    try (Npz npz = Npz.open(GOLDEN.resolve(file), inMemory)) {
      for (String name : npz.names()) {
        NpyArray array = npz.array(name);
        if (array.shape().size() != 3 || array.rows() == 0) {
          continue;
        }
        assertThat(array.shape()).containsExactly(2, 3, 4);
        boolean signed = !array.type().name().startsWith("U") && !name.equals("fortran");
        for (int row = 0; row < 2; row++) {
          for (int i = 0; i < 12; i++) {
            double wanted = row * 12 + i - (signed ? 12 : 0);
            if (array.type() == SampleType.BOOL) {
              wanted = i % 2;
            }
            assertThat(array.at(row, i)).as(name).isEqualTo(wanted);
            assertThat((double) array.row(row)[i]).as(name).isEqualTo(wanted);
          }
        }
      }
      assertThat(npz.array("vector").at(3, 0)).isEqualTo(3);
      assertThat(npz.array("scalar").at(0, 0)).isEqualTo(7);
      assertThat(npz.array("none").rows()).isZero();
      assertThat(npz.find("test_images")).isEmpty();
      assertThat(npz.array("fortran").rowBytes(1)).startsWith((byte) 12, (byte) 0, (byte) 13);
      assertThatThrownBy(() -> npz.array("vectr")).hasMessageContaining("'vector'");
      assertThatThrownBy(() -> npz.array("vector").at(5, 0)).isInstanceOf(InputException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "objects.npz, train_images, pickle",
    "records.npz, table, structured",
    "words.npz, names, U"
  })
  void refusesWhatIsNoPlainNumber(String file, String array, String reason) {
    try (Npz npz = Npz.open(GOLDEN.resolve(file))) {
      assertThatThrownBy(() -> npz.array(array))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(reason)
          .hasMessageContaining(array);
    }
  }

  @Test
  void refusesFilesThatAreNoZip() throws IOException {
    refused(new byte[0], "0 bytes");
    refused(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10}, "PNG");
    refused(new byte[] {'P', 'K', 3, 4, 0, 0, 0}, "not a whole");
    byte[] whole = Files.readAllBytes(GOLDEN.resolve("deflated.npz"));
    refused(Arrays.copyOf(whole, whole.length / 2), "not a whole");
    assertThatThrownBy(() -> Npz.open(folder)).hasMessageContaining("is a folder");
    assertThatThrownBy(() -> Npz.open(folder.resolve("no.npz"))).hasMessageContaining("not exist");
  }

  private void refused(byte[] bytes, String reason) throws IOException {
    Path file = Files.write(folder.resolve("bad.npz"), bytes);
    assertThatThrownBy(() -> Npz.open(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': '|u1', 'fortran_order': False, 'shape': (2147483647, 2147483647, 9), }",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (1000000, 28, 28), }",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999,), }",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1,4), }",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (-4,), }",
        "{'descr': '|u1', 'fortran_order': maybe, 'shape': (4,), }",
        "{'descr': '|u1', 'shape': (4,), }",
        "{'descr': '<c8', 'fortran_order': False, 'shape': (4,), }",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (4,), 'x': __import__('os')}",
        "__import__('os').system('true')",
        "",
      })
  void refusesHeadersThatLie(String header) throws IOException {
    Path file = npz(npy(header, 4), true);
    try (Npz npz = Npz.open(file)) {
      assertThatThrownBy(() -> npz.array("a")).isInstanceOf(InputException.class);
    }
  }

  @Test
  void anHonestHeaderOfOurOwnIsRead() throws IOException {
    byte[] honest = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (4,), }", 4);
    try (Npz npz = Npz.open(npz(honest, true))) {
      assertThat(npz.array("a").rows()).isEqualTo(4);
    }
  }

  @Test
  void refusesAHugeHeaderAndAMissingOne() throws IOException {
    byte[] huge = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, 127, '{'};
    for (byte[] bad : new byte[][] {huge, Arrays.copyOf(huge, 9), Arrays.copyOf(huge, 3)}) {
      try (Npz npz = Npz.open(npz(bad, true))) {
        assertThatThrownBy(() -> npz.array("a")).isInstanceOf(InputException.class);
      }
    }
  }

  @Test
  void refusesABombBeforeUnpackingIt() throws IOException {
    int size = 1 << 20;
    byte[] zeros =
        npy("{'descr': '|u1', 'fortran_order': False, 'shape': (" + size + ",), }", size);
    try (Npz npz = Npz.open(npz(zeros, true), 1 << 16)) {
      assertThatThrownBy(() -> npz.array("a")).hasMessageContaining("bomb");
    }
  }

  @Test
  void noticesAFlippedBit() throws IOException {
    byte[] npy = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (4,), }", 4);
    Path file = npz(npy, false);
    byte[] bytes = Files.readAllBytes(file);
    // Stored, so the array stands in the file as it is; its last byte is a pixel.
    int at = indexOf(bytes, npy) + npy.length - 1;
    bytes[at] ^= 1;
    Files.write(file, bytes);
    try (Npz npz = Npz.open(file)) {
      assertThatThrownBy(() -> npz.array("a")).hasMessageContaining("checksum");
    }
  }

  private static int indexOf(byte[] all, byte[] part) {
    int at = 0;
    while (!Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
      at++;
    }
    return at;
  }

  private static byte[] npy(String header, int data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] text = (header + "\n").getBytes(StandardCharsets.ISO_8859_1);
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.writeBytes(new byte[] {(byte) text.length, (byte) (text.length >> 8)});
    out.writeBytes(text);
    out.writeBytes(new byte[data]);
    return out.toByteArray();
  }

  private Path npz(byte[] npy, boolean deflated) throws IOException {
    Path file = folder.resolve("made.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      ZipEntry entry = new ZipEntry("a.npy");
      if (!deflated) {
        java.util.zip.CRC32 sum = new java.util.zip.CRC32();
        sum.update(npy);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(npy.length);
        entry.setCrc(sum.getValue());
      }
      zip.putNextEntry(entry);
      zip.write(npy);
    }
    return file;
  }
}
