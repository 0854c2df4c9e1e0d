package io.osler.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures of every kind against Pillow and tifffile (golden/pictures.py). */
class PictureGoldenTest {
  static Path golden(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(PictureGoldenTest.class.getResource("/golden/pictures/" + name))
              .toURI());
    } catch (URISyntaxException broken) {
      throw new AssertionError(broken);
    }
  }

  record Row(String name, int width, int height, int depth, int channels, float[] samples) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Row[] rows() throws IOException {
    return Files.readAllLines(golden("pictures.csv")).stream()
        .filter(line -> !line.startsWith("#"))
        .map(
            line -> {
              String[] cells = line.split(",");
              String[] numbers = cells[5].split(" ");
              float[] samples = new float[numbers.length];
              for (int i = 0; i < samples.length; i++) {
                samples[i] = Float.parseFloat(numbers[i]);
              }
              return new Row(
                  cells[0],
                  Integer.parseInt(cells[1]),
                  Integer.parseInt(cells[2]),
                  Integer.parseInt(cells[3]),
                  Integer.parseInt(cells[4]),
                  samples);
            })
        .toArray(Row[]::new);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void samplesEqual(Row row) {
    Path file = golden(row.name);
    Volume read = ImageFile.read(file);
    ImageHeader header = ImageFile.header(file);
    assertThat(read.size().toString())
        .isEqualTo(new io.osler.core.volume.Size(row.width, row.height, row.depth).toString());
    assertThat(read.channels()).isEqualTo(row.channels);
    assertThat(header.size()).isEqualTo(read.size());
    assertThat(header.channels()).isEqualTo(read.channels());
    assertThat(header.warning()).isEmpty();
    if (row.name.endsWith(".jpg")) {
      // libjpeg-turbo and the JDK's libjpeg 6b round their colour and upsampling steps differently.
      float worst = 0;
      for (int i = 0; i < row.samples.length; i++) {
        worst = Math.max(worst, Math.abs(row.samples[i] - read.voxels()[i]));
      }
      assertThat(worst).as("largest difference").isLessThanOrEqualTo(2);
    } else {
      assertThat(read.voxels()).containsExactly(row.samples);
    }
  }

  @Test
  void everyFileIsListed() throws IOException {
    assertThat(rows()).hasSizeGreaterThan(35);
    assertThat(Arrays.stream(rows()).map(Row::name)).doesNotHaveDuplicates();
  }

  @Test
  void fourColourJpegIsRefused() {
    assertThatThrownBy(() -> ImageFile.read(golden("cmyk.jpg")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("CMYK");
  }

  @Test
  void labelsAreIndicesNotColours() {
    assertThat(ImageFile.readLabels(golden("palette4.png")).labels()).containsOnly(0, 1, 2, 3, 4);
    assertThat(ImageFile.readLabels(golden("bit.png")).labels()).containsOnly(0, 1);
    assertThat(Arrays.stream(ImageFile.readLabels(golden("grey16.tif")).labels()).max().orElse(0))
        .isGreaterThan(40_000);
    assertThatThrownBy(() -> ImageFile.readLabels(golden("rgb8.png")))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> ImageFile.readLabels(golden("grey.jpg")))
        .isInstanceOf(InputException.class);
  }
}
