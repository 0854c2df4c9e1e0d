package io.osler.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.config.InputException;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Rotation;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** NIfTI against nibabel (golden/nifti.py), and round trips. */
class NiftiTest {
  @TempDir Path folder;

  static Path golden(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(NiftiTest.class.getResource("/golden/nifti/" + name)).toURI());
    } catch (URISyntaxException broken) {
      throw new AssertionError(broken);
    }
  }

  static String[][] rows() throws IOException {
    return Files.readAllLines(golden("nifti.csv")).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(";"))
        .toArray(String[][]::new);
  }

  private static double[] numbers(String cell) {
    return cell.isEmpty()
        ? new double[0]
        : Arrays.stream(cell.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void matrixAndVoxelsEqualNibabel(
      String name,
      int w,
      int h,
      int d,
      int c,
      String affine,
      String values,
      double sum,
      double weighted) {
    Volume volume = ImageFile.read(golden(name));
    assertThat(volume.size()).isEqualTo(new Size(w, h, d));
    assertThat(volume.channels()).isEqualTo(c);
    double[] matrix = numbers(affine);
    double[][] ours = Nifti.affine(volume.geometry());
    for (int i = 0; i < 12; i++) {
      assertThat(ours[i / 4][i % 4]).as("affine %d", i).isCloseTo(matrix[i], within(2e-5));
    }
    double[] wanted = numbers(values);
    for (int i = 0; i < wanted.length; i++) {
      assertThat(volume.voxels()[i]).as("voxel %d", i).isEqualTo((float) wanted[i]);
    }
    double total = 0;
    double total2 = 0;
    for (int i = 0; i < volume.voxels().length; i++) {
      total += volume.voxels()[i];
      total2 += volume.voxels()[i] * (double) (i % 977);
    }
    assertThat(total).isCloseTo(sum, within(1e-6 * Math.max(1, Math.abs(sum))));
    assertThat(total2).isCloseTo(weighted, within(1e-6 * Math.max(1, Math.abs(weighted))));
    ImageHeader header = ImageFile.header(golden(name));
    assertThat(header.size()).isEqualTo(volume.size());
    assertThat(header.channels()).isEqualTo(c);
    assertThat(header.geometry()).isEqualTo(volume.geometry());
  }

  @Test
  void complexAndShearAreRefusedByName() {
    assertThatThrownBy(() -> Nifti.read(golden("refused-complex.nii")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("complex");
    assertThatThrownBy(() -> Nifti.read(golden("refused-shear.nii")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("sheared");
  }

  private static Volume phantom(int channels, boolean left) {
    double c = Math.cos(0.4);
    double s = Math.sin(0.4);
    Rotation rotation =
        new Rotation(new Vec3(c, s, 0), new Vec3(-s, c, 0), new Vec3(0, 0, left ? -1 : 1));
    Geometry geometry = new Geometry(new Vec3(0.7, 1.1, 3), new Vec3(-20, 33, 5.5), rotation);
    Size size = new Size(7, 6, 5);
    float[] voxels = new float[size.voxels() * channels];
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] = i % 251;
    }
    return new Volume(size, channels, geometry, voxels);
  }

  @ParameterizedTest
  @EnumSource(Nifti.Store.class)
  void writtenIsReadBack(Nifti.Store store) throws IOException {
    for (boolean left : new boolean[] {false, true}) {
      for (int channels = 1; channels <= 2; channels++) {
        Volume volume = phantom(channels, left);
        Path plain = folder.resolve(store + "-" + left + channels + ".nii");
        Path zipped = folder.resolve(store + "-" + left + channels + ".nii.gz");
        Nifti.write(plain, volume, store);
        Nifti.write(zipped, volume, store);
        for (Path file : new Path[] {plain, zipped}) {
          Volume read = Nifti.read(file);
          assertThat(read.voxels()).containsExactly(volume.voxels());
          assertThat(read.channels()).isEqualTo(channels);
          assertThat(read.geometry().matches(volume.geometry(), 1e-5)).isTrue();
          // No warning: the qform written beside the sform says the same.
          assertThat(Nifti.header(file).warning()).isEmpty();
        }
        byte[] before = Files.readAllBytes(zipped);
        Nifti.replace(zipped, volume, store);
        assertThat(zipped).hasBinaryContent(before);
      }
    }
  }

  @Test
  void qformAloneGivesTheSameGrid() throws IOException {
    Volume volume = phantom(1, true);
    Path file = folder.resolve("a.nii");
    Nifti.write(file, volume, Nifti.Store.FLOAT32);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(254, (short) 0);
    Files.write(file, bytes);
    assertThat(Nifti.read(file).geometry().matches(volume.geometry(), 1e-5)).isTrue();
  }

  private Path changed(String name, java.util.function.Consumer<ByteBuffer> change)
      throws IOException {
    Path file = folder.resolve(name);
    Nifti.replace(file, phantom(1, false), Nifti.Store.INT16);
    byte[] bytes = Files.readAllBytes(file);
    change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    return Files.write(file, bytes);
  }

  @Test
  void badHeadersAreRefused() throws IOException {
    assertThatThrownBy(() -> Nifti.read(changed("dim.nii", b -> b.putShort(42, (short) 20_000))))
        .hasMessageContaining("claims");
    assertThatThrownBy(() -> Nifti.read(changed("neg.nii", b -> b.putShort(44, (short) -3))))
        .hasMessageContaining("length -3");
    assertThatThrownBy(() -> Nifti.read(changed("nine.nii", b -> b.putShort(40, (short) 9))))
        .hasMessageContaining("9 dimensions");
    for (float spacing : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(
              () ->
                  Nifti.read(
                      changed(
                          "spacing.nii", b -> b.putShort(254, (short) 0).putFloat(84, spacing))))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("spacing");
    }
    assertThatThrownBy(() -> Nifti.read(changed("type.nii", b -> b.putShort(70, (short) 999))))
        .hasMessageContaining("code 999");
  }

  @Test
  void unitsBecomeMillimetres() throws IOException {
    Path metres = changed("m.nii", b -> b.put(123, (byte) 1));
    assertThat(Nifti.read(metres).geometry().spacing().x()).isCloseTo(700, within(1e-3));
    Path microns = changed("um.nii", b -> b.put(123, (byte) 3));
    assertThat(Nifti.read(microns).geometry().origin().y()).isCloseTo(0.033, within(1e-6));
  }

  @Test
  void formsThatDisagreeAreTold() throws IOException {
    Path file = changed("forms.nii", b -> b.putFloat(268, 4f));
    assertThat(Nifti.header(file).warning()).get().asString().contains("sform is used");
    assertThat(Nifti.read(file).geometry().origin().x()).isCloseTo(-20, within(1e-5));
  }

  @Test
  void truncatedAndFlippedGzipAreRefused() throws IOException {
    byte[] whole = Files.readAllBytes(golden("oblique-sform.nii.gz"));
    for (int length : new int[] {10, 100, whole.length / 2, whole.length - 20, whole.length - 1}) {
      Path cut = Files.write(folder.resolve(length + ".nii.gz"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Nifti.read(cut)).isInstanceOf(InputException.class);
    }
    whole[whole.length - 30] ^= 16;
    Path flipped = Files.write(folder.resolve("flipped.nii.gz"), whole);
    assertThatThrownBy(() -> Nifti.read(flipped)).isInstanceOf(InputException.class);
  }

  @Test
  void labelsAreWholeNumbers() throws IOException {
    LabelMap labels = Nifti.readLabels(labelsFile());
    assertThat(labels.labels()).contains(0, 1, 2).doesNotContain(3);
    Path copy = folder.resolve("labels.nii.gz");
    Nifti.write(copy, labels);
    assertThat(ImageFile.readLabels(copy).labels()).isEqualTo(labels.labels());
    assertThatThrownBy(() -> Nifti.readLabels(golden("float32.nii")))
        .hasMessageContaining("no label");
    Volume half = Volume.of(new Size(1, 1, 1), Geometry.UNIT, new float[] {0.5f});
    assertThatThrownBy(() -> Nifti.write(folder.resolve("h.nii"), half, Nifti.Store.INT16))
        .hasMessageContaining("cannot be stored");
    assertThat(folder.resolve("h.nii")).doesNotExist();
  }

  private static Path labelsFile() throws IOException {
    return Arrays.stream(rows())
        .map(row -> row[0])
        .filter(name -> name.endsWith("-labels.nii.gz"))
        .map(NiftiTest::golden)
        .findFirst()
        .orElseThrow();
  }
}
