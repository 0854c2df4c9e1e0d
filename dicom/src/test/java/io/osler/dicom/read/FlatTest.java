package io.osler.dicom.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import io.osler.core.volume.Vec3;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DataSetBuilder;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.dataset.VR;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures without a place: which of their distances may be used, and for what. */
class FlatTest {
  private static final Tag IMAGER = Tag.parse("ImagerPixelSpacing");
  private static final Tag CALIBRATION = Tag.parse("PixelSpacingCalibrationType");

  @TempDir private Path folder;

  private SeriesImage read(DataSetBuilder image) throws IOException {
    new Phantom(folder).write(image);
    return SeriesImage.read(Series.in(folder).series().getFirst());
  }

  private static DataSetBuilder picture() {
    return Phantom.image("1.2.840.10008.5.1.4.1.1.1.1", "DX")
        .put(Tag.IMAGE_TYPE, "ORIGINAL", "PRIMARY")
        .put(Tag.PIXELS, VR.OW, Phantom.pixels(Phantom.AXIAL, 0));
  }

  /** PS3.3 section 10.7.1.3: equal spacings are the detector's, others are calibrated. */
  @ParameterizedTest
  @CsvSource({
    "0.2, 0.2, '', DETECTOR, 0.2",
    "0.15, 0.2, '', CALIBRATED, 0.15",
    "0.2, 0.2, GEOMETRY, CALIBRATED, 0.2",
    "0, 0.2, '', DETECTOR, 0.2",
    "0.3, 0, '', UNSTATED, 0.3",
    "0.3, 0, FIDUCIAL, CALIBRATED, 0.3",
    "0, 0, '', PIXELS, 1"
  })
  void spacingsMeanWhatTheStandardSays(
      double pixel, double imager, String calibration, Placement placement, double mm)
      throws IOException {
    DataSetBuilder image = picture();
    if (pixel > 0) {
      image.put(Tag.PIXEL_SPACING, pixel, pixel);
    }
    if (imager > 0) {
      image.put(IMAGER, imager, imager);
    }
    if (!calibration.isEmpty()) {
      image.put(CALIBRATION, calibration);
    }
    SeriesImage read = read(image);
    assertThat(read.placement()).isEqualTo(placement);
    assertThat(read.volume().geometry().spacing()).isEqualTo(new Vec3(mm, mm, 1));
    assertThat(read.warnings().isEmpty()).isEqualTo(placement != Placement.PIXELS);
  }

  @Test
  void spacingsThatAreNoNumbersAreRefused() {
    assertThatThrownBy(() -> read(picture().put(Tag.PIXEL_SPACING, VR.DS, "0.1", "0")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("(0028,0030)");
  }

  @Test
  void cinesBecomeChannelsWithTheScaleOfTheirRegion() throws IOException {
    byte[] one = Phantom.pixels(Phantom.AXIAL, 0);
    byte[] two = new byte[2 * one.length];
    System.arraycopy(one, 0, two, 0, one.length);
    System.arraycopy(Phantom.pixels(Phantom.AXIAL, 1), 0, two, one.length, one.length);
    DataSet region =
        DataSet.EMPTY
            .edit()
            .put(Tag.parse("RegionLocationMinX0"), 1)
            .put(Tag.parse("RegionLocationMinY0"), 1)
            .put(Tag.parse("RegionLocationMaxX1"), 10)
            .put(Tag.parse("RegionLocationMaxY1"), 8)
            .put(Tag.parse("PhysicalUnitsXDirection"), 3)
            .put(Tag.parse("PhysicalUnitsYDirection"), 3)
            .put(Tag.parse("PhysicalDeltaX"), 0.05)
            .put(Tag.parse("PhysicalDeltaY"), 0.04)
            .build();
    SeriesImage read =
        read(
            Phantom.image("1.2.840.10008.5.1.4.1.1.3.1", "US")
                .put(Tag.FRAMES, 2)
                .put(Tag.parse("FrameTime"), 40)
                .put(Tag.parse("SequenceOfUltrasoundRegions"), List.of(region))
                .put(Tag.PIXELS, VR.OW, two));
    assertThat(read.placement()).isEqualTo(Placement.CALIBRATED);
    assertThat(read.volume().channels()).isEqualTo(2);
    assertThat(read.volume().geometry().spacing()).isEqualTo(new Vec3(0.5, 0.4, 1));
    assertThat(read.volume().at(1, 3, 4, 0) - read.volume().at(0, 3, 4, 0)).isEqualTo(100f);
    assertThat(read.channels().get(1).attributes()).isEqualTo(Map.of("FrameReferenceTime", "40"));
  }

  /** Found by a mutant. */
  @Test
  void twoSamplesAPixelAreNeitherGreyNorColour() {
    byte[] pixels = new byte[4 * Phantom.WIDTH * Phantom.HEIGHT];
    assertThatThrownBy(() -> read(picture().put(Tag.SAMPLES, 2).put(Tag.PIXELS, VR.OW, pixels)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("2 samples a pixel (0028,0002)");
  }

  @Test
  void colourComesInThrees() throws IOException {
    byte[] pixels = new byte[3 * Phantom.WIDTH * Phantom.HEIGHT];
    pixels[0] = (byte) 200;
    pixels[4] = 7;
    SeriesImage read =
        read(
            Phantom.image("1.2.840.10008.5.1.4.1.1.77.1.4", "XC")
                .put(Tag.SAMPLES, 3)
                .put(Tag.PLANAR, 0)
                .put(Tag.PHOTOMETRIC, "RGB")
                .put(Tag.BITS_ALLOCATED, 8)
                .put(Tag.BITS_STORED, 8)
                .put(Tag.HIGH_BIT, 7)
                .put(Tag.PIXELS, VR.OB, pixels));
    assertThat(read.colour()).isTrue();
    assertThat(read.volume().channels()).isEqualTo(3);
    assertThat(read.volume().at(0, 0, 0, 0)).isEqualTo(200);
    assertThat(read.volume().at(1, 1, 0, 0)).isEqualTo(7);
  }

  @Test
  void mammogramsSayTheirSideAndView() {
    DataSet code =
        DataSet.EMPTY
            .edit()
            .put(Tag.parse("CodeValue"), "R-10226")
            .put(Tag.parse("CodingSchemeDesignator"), "SRT")
            .build();
    DataSetBuilder image =
        picture()
            .put(Tag.parse("ImageLaterality"), "L")
            .put(Tag.parse("ViewCodeSequence"), List.of(code));
    assertThat(Projection.of(image.build()))
        .isEqualTo(new Projection(Optional.of("L"), Optional.of("MLO")));
    image.put(Tag.parse("ViewPosition"), "CC").put(Tag.parse("Laterality"), "R");
    assertThat(Projection.of(image.build()))
        .isEqualTo(new Projection(Optional.empty(), Optional.empty()));
  }
}
