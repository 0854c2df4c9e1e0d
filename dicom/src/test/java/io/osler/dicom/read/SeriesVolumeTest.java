package io.osler.dicom.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import io.osler.dicom.codec.Transcoder;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DataSetBuilder;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.dataset.TransferSyntax;
import io.osler.dicom.dataset.VR;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generated series, each with one thing wrong with it, or nothing. */
class SeriesVolumeTest {
  @TempDir private Path folder;

  private static DataSetBuilder image() {
    return DataSet.EMPTY
        .edit()
        .put(Tag.SOP_CLASS, "1.2.840.10008.5.1.4.1.1.2")
        .put(Tag.STUDY, "1.2")
        .put(Tag.SERIES, "1.2.3")
        .put(Tag.ROWS, 2)
        .put(Tag.COLUMNS, 3)
        .put(Tag.SAMPLES, 1)
        .put(Tag.PHOTOMETRIC, "MONOCHROME2")
        .put(Tag.BITS_ALLOCATED, 16)
        .put(Tag.BITS_STORED, 16)
        .put(Tag.HIGH_BIT, 15)
        .put(Tag.SIGNED, 0)
        .put(Tag.PIXEL_SPACING, 2, 0.5)
        .put(Tag.RESCALE_SLOPE, 2)
        .put(Tag.RESCALE_INTERCEPT, -10);
  }

  private void slice(int number, double x, double z, double cosine) throws Exception {
    byte[] pixels = new byte[12];
    pixels[0] = (byte) number;
    DataSet set =
        image()
            .put(Tag.SOP_INSTANCE, "1.2.3." + number)
            .put(Tag.POSITION, x, 5, z)
            .put(Tag.ORIENTATION, cosine, Math.sqrt(1 - cosine * cosine), 0, 0, cosine, 0)
            .put(Tag.PIXELS, VR.OW, pixels)
            .build();
    if (cosine != 1) {
      set = set.edit().put(Tag.ORIENTATION, 0.6, 0.8, 0, -0.8, 0.6, 0).build();
    }
    // Names run against the geometry, as instance numbers often do.
    DicomFile.of(set, TransferSyntax.EXPLICIT_LITTLE)
        .write(folder.resolve("%03d.dcm".formatted(100 - number)));
  }

  private Volume read() throws Exception {
    Series.Found found = Series.in(folder);
    assertThat(found.refused()).isEmpty();
    assertThat(found.series()).hasSize(1);
    return SeriesVolume.read(found.series().getFirst());
  }

  @Test
  void slicesAreOrderedByGeometryAndRescaled() throws Exception {
    for (int k = 0; k < 4; k++) {
      slice(k, 1, 10 + 3 * k, 1);
    }
    Volume volume = read();
    assertThat(volume.size().toString()).isEqualTo("3×2×4");
    assertThat(volume.geometry().spacing()).isEqualTo(new Vec3(0.5, 2, 3));
    assertThat(volume.geometry().origin()).isEqualTo(new Vec3(1, 5, 10));
    for (int k = 0; k < 4; k++) {
      assertThat(volume.at(0, 0, 0, k)).isEqualTo(2 * k - 10);
    }
  }

  /** A table that bends: no slope and intercept say the same (PS3.3 C.11.1). */
  @Test
  void aModalityTableTurnsStoredValuesIntoTheirMeaning() throws Exception {
    DataSet table =
        DataSet.EMPTY
            .edit()
            .put(Tag.parse("LUTDescriptor"), VR.US, 4, 1, 16)
            .put(Tag.parse("ModalityLUTType"), "OD")
            .put(Tag.parse("LUTData"), VR.OW, new byte[] {5, 0, 7, 0, 100, 0, 0, 4})
            .build();
    for (int k = 0; k < 6; k++) {
      byte[] pixels = new byte[12];
      pixels[0] = (byte) k;
      DataSet set =
          image()
              .remove(Tag.RESCALE_SLOPE)
              .remove(Tag.RESCALE_INTERCEPT)
              .put(Tag.SOP_INSTANCE, "1.2.3." + k)
              .put(Tag.POSITION, 0, 0, k)
              .put(Tag.ORIENTATION, 1, 0, 0, 0, 1, 0)
              .put(Tag.parse("ModalityLUTSequence"), List.of(table))
              .put(Tag.PIXELS, VR.OW, pixels)
              .build();
      DicomFile.of(set, TransferSyntax.EXPLICIT_LITTLE).write(folder.resolve(k + ".dcm"));
    }
    Volume volume = read();
    float[] wanted = {5, 5, 7, 100, 1024, 1024};
    for (int k = 0; k < 6; k++) {
      assertThat(volume.at(0, 0, 0, k)).as("stored " + k).isEqualTo(wanted[k]);
      assertThat(volume.at(0, 1, 0, k)).isEqualTo(5);
    }
    DataSet broken = table.edit().remove(Tag.parse("LUTData")).build();
    DataSet set =
        image()
            .put(Tag.SOP_INSTANCE, "1.2.3.9")
            .put(Tag.POSITION, 0, 0, 6)
            .put(Tag.ORIENTATION, 1, 0, 0, 0, 1, 0)
            .put(Tag.parse("ModalityLUTSequence"), List.of(broken))
            .put(Tag.PIXELS, VR.OW, new byte[12])
            .build();
    DicomFile.of(set, TransferSyntax.EXPLICIT_LITTLE).write(folder.resolve("9.dcm"));
    assertRefused("9.dcm has a modality table (0028,3000) that is damaged");
  }

  @Test
  void aMissingSliceIsRefused() throws Exception {
    for (int k : new int[] {0, 1, 3, 4}) {
      slice(k, 1, 3 * k, 1);
    }
    assertRefused("uneven slice distances, 3.000 to 6.000 mm");
  }

  @Test
  void aDoubledSliceIsRefused() throws Exception {
    for (int k = 0; k < 4; k++) {
      slice(k, 1, 3 * (k / 2), 1);
    }
    assertRefused("several slices at one place");
  }

  @Test
  void slicesThatSlideUnevenlyAreRefused() throws Exception {
    for (int k = 0; k < 4; k++) {
      slice(k, k * k, 3 * k, 1);
    }
    assertRefused("shifted unevenly");
  }

  @Test
  void mixedOrientationsAreRefused() throws Exception {
    slice(0, 1, 0, 1);
    slice(1, 1, 3, 0.6);
    List<Path> both = List.of(folder.resolve("100.dcm"), folder.resolve("099.dcm"));
    Series series = new Series("1.2", "1.2.3", "CT", "", both, List.of());
    assertThatThrownBy(() -> SeriesVolume.read(series))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("mixes orientations");
  }

  @Test
  void framesOfAnEnhancedObjectHaveTheirOwnPlaces() throws Exception {
    List<DataSet> groups = new ArrayList<>();
    for (int f = 0; f < 3; f++) {
      DataSet position = DataSet.EMPTY.edit().put(Tag.POSITION, 0, 0, 8 - 4 * f).build();
      groups.add(
          DataSet.EMPTY.edit().put(Tag.parse("PlanePositionSequence"), List.of(position)).build());
    }
    DataSet shared =
        DataSet.EMPTY
            .edit()
            .put(
                Tag.parse("PlaneOrientationSequence"),
                List.of(DataSet.EMPTY.edit().put(Tag.ORIENTATION, 1, 0, 0, 0, 1, 0).build()))
            .put(
                Tag.parse("PixelMeasuresSequence"),
                List.of(DataSet.EMPTY.edit().put(Tag.PIXEL_SPACING, 1, 1).build()))
            .build();
    byte[] pixels = new byte[36];
    pixels[24] = 9;
    DataSet set =
        image()
            .put(Tag.SOP_INSTANCE, "1.2.3.4")
            .put(Tag.FRAMES, 3)
            .put(Tag.SHARED_GROUPS, List.of(shared))
            .put(Tag.FRAME_GROUPS, groups)
            .put(Tag.PIXELS, VR.OW, pixels)
            .build();
    DicomFile.of(set, TransferSyntax.EXPLICIT_LITTLE).write(folder.resolve("e.dcm"));
    Volume volume = read();
    assertThat(volume.geometry().spacing()).isEqualTo(new Vec3(1, 1, 4));
    assertThat(volume.at(0, 0, 0, 0)).isEqualTo(8);
    assertThat(volume.at(0, 0, 0, 2)).isEqualTo(-10);
  }

  /** Found by a mutant: whoever reads headers only believes the first size. */
  @Test
  void anotherSizeAfterThePixelsIsRefused() throws Exception {
    slice(0, 1, 0, 1);
    slice(1, 1, 3, 1);
    Path file = folder.resolve("099.dcm");
    byte[] bytes = Files.readAllBytes(file);
    byte[] rows = {0x28, 0, 0x10, 0, 'U', 'S', 2, 0, 1, 0};
    byte[] packed =
        Transcoder.lossless(TransferSyntax.JPEG_LS_LOSSLESS)
            .apply(DicomFile.parse("099.dcm", bytes))
            .bytes();
    byte[] odd = Arrays.copyOf(packed, packed.length + rows.length);
    System.arraycopy(rows, 0, odd, packed.length, rows.length);
    Files.write(file, odd);
    assertRefused("099.dcm describes its pixels otherwise after them than before");
  }

  private void assertRefused(String reason) {
    assertThatThrownBy(this::read).isInstanceOf(InputException.class).hasMessageContaining(reason);
  }
}
