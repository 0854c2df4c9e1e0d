package io.osler.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** NRRD and MetaImage against SimpleITK (golden/grids.py). */
class GridGoldenTest {
  @TempDir Path folder;

  static Path golden(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(GridGoldenTest.class.getResource("/golden/grids/" + name))
              .toURI());
    } catch (URISyntaxException broken) {
      throw new AssertionError(broken);
    }
  }

  static String[][] rows() throws IOException {
    return Files.readAllLines(golden("grids.csv")).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(";"))
        .toArray(String[][]::new);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void gridAndVoxelsEqualSimpleItk(
      String name, int w, int h, int d, int c, String point, String values) {
    Volume volume = ImageFile.read(golden(name));
    assertThat(volume.size()).isEqualTo(new Size(w, h, d));
    assertThat(volume.channels()).isEqualTo(c);
    String[] words = values.split(" ");
    for (int i = 0; i < words.length; i++) {
      assertThat(volume.voxels()[i]).as("voxel %d", i).isEqualTo(Float.parseFloat(words[i]));
    }
    if (d > 1) {
      double[] p = Arrays.stream(point.split(" ")).mapToDouble(Double::parseDouble).toArray();
      Vec3 ours = volume.geometry().toPatient(new Vec3(4, 3, 2));
      assertThat(ours.minus(new Vec3(p[0], p[1], p[2])).norm()).isLessThan(1e-4);
    } else {
      assertThat(volume.geometry().spacing().y()).isEqualTo(1.25);
    }
    ImageHeader header = ImageFile.header(golden(name));
    assertThat(header.geometry()).isEqualTo(volume.geometry());
    assertThat(header.warning()).isEmpty();
  }

  @Test
  void dataOutsideTheFolderIsRefused() throws IOException {
    Path header =
        Files.writeString(
            folder.resolve("a.mhd"),
            "ObjectType = Image\nNDims = 2\nDimSize = 2 2\nElementType = MET_UCHAR\n"
                + "ElementDataFile = ../../secret\n",
            StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> ImageFile.read(header))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("own folder");
  }
}
