package io.osler.core.io;

import static io.osler.core.io.PictureGoldenTest.golden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {
  @TempDir Path folder;

  private void refused(Path file, String message) {
    assertThatThrownBy(() -> ImageFile.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(() -> ImageFile.read(file)).hasMessageContaining(file.toString());
  }

  private Path put(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  @Test
  void nameDecidesNothingButIsTold() throws IOException {
    Path renamed = put("really-png.jpg", Files.readAllBytes(golden("grey8.png")));
    assertThat(ImageFile.read(renamed).voxels())
        .isEqualTo(ImageFile.read(golden("grey8.png")).voxels());
    assertThat(ImageFile.header(renamed).warning()).get().asString().contains("holds PNG");
    assertThat(ImageFile.isImage(Path.of("a/B.JPEG"))).isTrue();
    assertThat(ImageFile.isImage(Path.of("notes.txt"))).isFalse();
  }

  @Test
  void whatIsNoImageIsNamed() throws IOException {
    refused(put("empty.png", new byte[0]), "0 bytes");
    refused(
        put("text.png", "not a picture".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        "holds text");
    refused(folder, "folder");
    refused(folder.resolve("nowhere.png"), "does not exist");
    refused(put("zip.png", new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0}), "zip");
    byte[] dicom = new byte[200];
    System.arraycopy("DICM".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, dicom, 128, 4);
    refused(put("slice.png", dicom), "DICOM");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "filters.png",
        "colour.jpg",
        "progressive.jpg",
        "grey.jpg",
        "grey16.tif",
        "deflate.tif",
        "tiff_lzw.tif",
        "tiles.tif",
        "rgb8.bmp",
        "interlaced.png"
      })
  void truncatedIsAnErrorWhereverItEnds(String name) throws IOException {
    byte[] whole = Files.readAllBytes(golden(name));
    // A JPEG without its last bytes may still hold every pixel: those of the last block.
    int last = name.endsWith(".jpg") ? whole.length - 12 : whole.length - 1;
    for (int length :
        new int[] {9, whole.length / 4, whole.length / 2, whole.length * 3 / 4, last}) {
      Path cut = put("cut-" + length + "-" + name, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> ImageFile.read(cut))
          .as("%s at %d of %d", name, length, whole.length)
          .isInstanceOf(InputException.class);
    }
  }

  @Test
  void hugeHeadersAreRefusedBeforeAllocation() throws IOException {
    byte[] png = Files.readAllBytes(golden("grey8.png"));
    ByteBuffer.wrap(png).putInt(16, 2_000_000_000).putInt(20, 2_000_000_000);
    refused(put("huge.png", checkSummed(png)), "over the limit");
    ByteBuffer.wrap(png).putInt(16, 8000).putInt(20, 8000);
    refused(put("lie.png", checkSummed(png)), "cannot hold");
    byte[] jpeg = Files.readAllBytes(golden("grey.jpg"));
    for (int i = 0; i < jpeg.length - 1; i++) {
      if ((jpeg[i] & 0xff) == 0xff && (jpeg[i + 1] & 0xff) == 0xc0) {
        ByteBuffer.wrap(jpeg).putInt(i + 5, 0xfff0fff0);
      }
    }
    refused(put("huge.jpg", jpeg), "over the limit");
  }

  @Test
  void oneFlippedBitOfAPngIsNoticed() throws IOException {
    byte[] png = Files.readAllBytes(golden("filters.png"));
    png[png.length / 2] ^= 4;
    refused(put("flipped.png", png), "check sum");
  }

  @Test
  void limitsAreTheCallersToSet() {
    assertThatThrownBy(() -> ImageFile.read(golden("grey8.png"), new Limits(100, 1 << 20)))
        .hasMessageContaining("over the limit of 100 samples");
    assertThatThrownBy(() -> ImageFile.read(golden("grey8.png"), new Limits(1000, 50)))
        .hasMessageContaining("over the limit of 50");
  }

  @Test
  void bigTiffIsRefusedByName() {
    refused(golden("big.tif"), "BigTIFF");
  }

  private static byte[] checkSummed(byte[] png) {
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
    return png;
  }
}
