package io.osler.dicom.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import io.osler.core.volume.Vec3;
import io.osler.dicom.dataset.DataSetBuilder;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.dataset.VR;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files into series: missing UIDs, mixed patients, damaged headers, strangers in the folder. */
class GroupingTest {
  @TempDir private Path folder;

  private static DataSetBuilder slice(int k) {
    Plane plane = Phantom.AXIAL;
    Vec3 at = plane.position().plus(Torture.STEP.times(k));
    return Phantom.placed(Phantom.ct(), plane.at(at), 0);
  }

  @Test
  void withoutUidsFolderAndGeometryDecide() throws IOException {
    for (String name : new String[] {"a", "b"}) {
      Phantom phantom = new Phantom(folder.resolve(name));
      for (int k = 0; k < 3; k++) {
        phantom.write(slice(k).put(Tag.SERIES, "").put(Tag.STUDY, ""));
      }
    }
    Series.Found found = Series.in(folder);
    assertThat(found.series()).hasSize(2);
    for (Series series : found.series()) {
      assertThat(series.warnings()).anyMatch(text -> text.contains("UID is missing"));
      SeriesImage image = SeriesImage.read(series);
      assertThat(image.warnings()).anyMatch(text -> text.contains("UID is missing"));
      assertThat(image.volume().size().depth()).isEqualTo(3);
      assertThat(Phantom.error(image.volume(), 0)).isLessThan(0.026);
    }
  }

  @Test
  void mixedPatientsAreRefusedAndTheRestGoesOn() throws IOException {
    Phantom mixed = new Phantom(folder.resolve("mixed"));
    for (int k = 0; k < 3; k++) {
      mixed.write(slice(k).put(Tag.PATIENT_ID, k == 1 ? "secret-b" : "secret-a"));
    }
    Phantom fine = new Phantom(folder.resolve("fine"));
    for (int k = 0; k < 3; k++) {
      fine.write(slice(k).put(Tag.SERIES, "1.2.840.99.2"));
    }
    Series.Found found = Series.in(folder);
    assertThat(found.series()).hasSize(1);
    assertThat(found.refused()).hasSize(1);
    assertThat(found.refused().getFirst())
        .contains("mixes patients")
        .contains("002.dcm")
        .contains("(0010,0020)")
        .doesNotContain("secret");
  }

  @Test
  void spacingAndPositionThatAreNoNumbersAreRefused() throws IOException {
    for (Tag tag : new Tag[] {Tag.PIXEL_SPACING, Tag.POSITION, Tag.ORIENTATION}) {
      Path own = Files.createDirectories(folder.resolve(tag.hex()));
      Phantom phantom = new Phantom(own);
      for (int k = 0; k < 3; k++) {
        DataSetBuilder image = slice(k);
        if (k == 1) {
          image.put(tag, VR.LT, tag.equals(Tag.PIXEL_SPACING) ? "NaN\\NaN" : "NaN\\0\\1");
        }
        phantom.write(image);
      }
      for (Path file : Files.newDirectoryStream(own)) {
        // The writer refuses such a decimal; what was written as text is now called one.
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("NaN");
        if (at >= 0) {
          bytes[at - 4] = 'D';
          bytes[at - 3] = 'S';
          Files.write(file, bytes);
        }
      }
      Series.Found found = Series.in(own);
      assertThat(found.series()).as(tag.toString()).hasSize(1);
      assertThatThrownBy(() -> SeriesImage.read(found.series().getFirst()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(tag.toString());
    }
  }

  @Test
  void strangersArePassedOverAndDamageIsNamed() throws IOException {
    Phantom phantom = new Phantom(folder);
    phantom.stack(Phantom.AXIAL, Torture.STEP, 0, 1, 2);
    Files.writeString(folder.resolve("notes.txt"), "nothing");
    byte[] bytes = Files.readAllBytes(folder.resolve("001.dcm"));
    bytes[140] = (byte) 0xFF;
    bytes[132] = 9;
    bytes[136] = 'S';
    bytes[137] = 'Q';
    Files.write(folder.resolve("broken.dcm"), bytes);
    Series.Found found = Series.in(folder);
    assertThat(found.series()).hasSize(1);
    assertThat(found.series().getFirst().files()).hasSize(3);
    assertThat(found.refused()).hasSize(1).first().asString().contains("broken.dcm");
  }

  /** The header still claims all of its pixels; nothing is allocated on its word. */
  @Test
  void filesThatEndEarlyAreRefused() throws IOException {
    new Phantom(folder).stack(Phantom.AXIAL, Torture.STEP, 0, 1, 2);
    Path file = folder.resolve("002.dcm");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 50));
    Series series = Series.in(folder).series().getFirst();
    assertThatThrownBy(() -> SeriesImage.read(series))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("002.dcm ends before its pixel data (7fe0,0010) does");
  }
}
