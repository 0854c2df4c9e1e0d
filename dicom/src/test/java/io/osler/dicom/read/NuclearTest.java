package io.osler.dicom.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import io.osler.core.volume.Vec3;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DataSetBuilder;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.dataset.VR;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nuclear medicine: slices by vectors, stacked either way. */
class NuclearTest {
  @TempDir private Path folder;

  /** Slices 1 to 4, each for as many time slots. */
  private static DataSetBuilder spect(Plane first, double between, int slots) {
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    List<Double> slices = new ArrayList<>();
    List<Double> slot = new ArrayList<>();
    for (int t = 0; t < slots; t++) {
      for (int k = 0; k < 4; k++) {
        Vec3 at = first.position().plus(first.normal().times(between * k));
        pixels.writeBytes(Phantom.pixels(first.at(at), t));
        slices.add(k + 1.0);
        slot.add(t + 1.0);
      }
    }
    Vec3 p = first.position();
    Vec3 r = first.row();
    Vec3 c = first.column();
    DataSet detector =
        DataSet.EMPTY
            .edit()
            .put(Tag.POSITION, p.x(), p.y(), p.z())
            .put(Tag.ORIENTATION, r.x(), r.y(), r.z(), c.x(), c.y(), c.z())
            .build();
    DataSetBuilder image =
        Phantom.image("1.2.840.10008.5.1.4.1.1.20", "NM")
            .put(
                Tag.IMAGE_TYPE,
                "ORIGINAL",
                "PRIMARY",
                slots > 1 ? "RECON GATED TOMO" : "RECON TOMO",
                "EMISSION")
            .put(Tag.FRAMES, 4 * slots)
            .put(Tag.PIXEL_SPACING, first.rowSpacing(), first.columnSpacing())
            .put(Frames.BETWEEN, between)
            .put(Tag.parse("DetectorInformationSequence"), List.of(detector))
            .put(Tag.parse("SliceVector"), VR.US, numbers(slices))
            .put(Tag.PIXELS, VR.OW, pixels.toByteArray());
    return slots > 1 ? image.put(Tag.parse("TimeSlotVector"), VR.US, numbers(slot)) : image;
  }

  private static double[] numbers(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private SeriesImage read(DataSetBuilder image) throws IOException {
    new Phantom(folder).write(image);
    Series.Found found = Series.in(folder);
    assertThat(found.refused()).isEmpty();
    return SeriesImage.read(found.series().getFirst());
  }

  /** A negative distance stacks against the normal (C.8.4.15). */
  @ParameterizedTest
  @ValueSource(doubles = {3.3, -3.3})
  void slicesLieWhereTheSignOfTheirDistanceSays(double between) throws IOException {
    Plane oblique =
        new Plane(new Vec3(-20, -35, 40), new Vec3(0.6, 0.8, 0), new Vec3(0, 0, -1), 1.5, 0.75);
    SeriesImage read = read(spect(oblique, between, 1));
    assertThat(read.placement()).isEqualTo(Placement.PATIENT);
    assertThat(read.volume().size().depth()).isEqualTo(4);
    assertThat(read.volume().geometry().spacing().z()).isCloseTo(3.3, offset());
    assertThat(Phantom.error(read.volume(), 0)).isLessThan(Phantom.SLOPE);
  }

  private static org.assertj.core.data.Offset<Double> offset() {
    return org.assertj.core.data.Offset.offset(1e-6);
  }

  @Test
  void timeSlotsAreChannels() throws IOException {
    SeriesImage read = read(spect(Phantom.AXIAL, -2, 3));
    assertThat(read.volume().channels()).isEqualTo(3);
    for (int c = 0; c < 3; c++) {
      assertThat(Phantom.error(read.volume(), c)).as("slot " + c).isLessThan(Phantom.SLOPE);
    }
  }

  @Test
  void withoutPlaceDistanceOrWholeVectorsThereIsNoVolume() {
    assertThatThrownBy(() -> read(spect(Phantom.AXIAL, 2, 1).remove(Frames.BETWEEN)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("(0018,0088)");
    assertThatThrownBy(
            () ->
                read(
                    spect(Phantom.AXIAL, 2, 1)
                        .put(Tag.SERIES, "1.2.7")
                        .put(Tag.parse("SliceVector"), VR.US, 1, 2, 3)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("(0054,0080)");
  }

  @Test
  void projectionsAreNoSlices() {
    assertThatThrownBy(
            () ->
                read(
                    spect(Phantom.AXIAL, 2, 1)
                        .put(Tag.IMAGE_TYPE, "ORIGINAL", "PRIMARY", "TOMO", "EMISSION")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("several frames without a place");
  }
}
