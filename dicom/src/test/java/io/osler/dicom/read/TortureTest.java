package io.osler.dicom.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each series of the torture set is read right, voxel by voxel, or refused with its reason. */
class TortureTest {
  /** Half a stored step. */
  private static final double EXACT = 0.0251;

  @TempDir private Path folder;

  private List<Series> series(String name) throws IOException {
    Objects.requireNonNull(Torture.cases().get(name), name).to(new Phantom(folder));
    Series.Found found = Series.in(folder);
    assertThat(found.refused()).isEmpty();
    return found.series();
  }

  @ParameterizedTest
  @CsvSource({
    "plain, 6, 1, 2.5",
    "shuffled, 6, 1, 2.5",
    "reversed, 6, 1, 2.5",
    "oblique, 6, 1, 3",
    "oblique-reversed, 6, 1, 3",
    "sagittal, 6, 1, 2",
    "overlapping, 6, 1, 0.8",
    "tilt, 6, 1, 2.5",
    "tilt-backwards, 6, 1, 2.5",
    "duplicated, 5, 1, 2.5",
    "single-slice, 1, 1, 2",
    "enhanced, 5, 1, 2.5",
    "enhanced-phases, 4, 2, 2.5",
    "echoes, 4, 2, 2.5",
    "phases, 4, 3, 2.5",
    "trigger-times, 4, 3, 2.5",
    "acquisitions, 4, 3, 2.5",
    "diffusion-standard, 3, 5, 2.5",
    "diffusion-siemens, 3, 5, 2.5",
    "diffusion-philips, 3, 5, 2.5",
    "diffusion-ge, 3, 5, 2.5",
    "mosaic, 5, 2, 2.5",
    "mosaic-downwards, 5, 2, 2.5"
  })
  void isReadRight(String name, int depth, int channels, double distance) throws IOException {
    List<Series> found = series(name);
    assertThat(found).hasSize(1);
    SeriesImage image = SeriesImage.read(found.getFirst());
    Volume volume = image.volume();
    assertThat(image.placement()).isEqualTo(Placement.PATIENT);
    assertThat(volume.size().depth()).isEqualTo(depth);
    assertThat(volume.channels()).isEqualTo(channels).isEqualTo(image.channels().size());
    assertThat(volume.geometry().spacing().z()).isCloseTo(distance, within());
    assertThat(volume.geometry().direction().handedness()).isEqualTo(1);
    for (int c = 0; c < channels; c++) {
      assertThat(Phantom.error(volume, c)).as("channel " + c).isLessThan(EXACT);
    }
    assertThat(oneByOne(found.getFirst(), volume)).isEqualTo(volume.voxels());
  }

  /** The same voxels, slice by slice. */
  private static float[] oneByOne(Series series, Volume volume) {
    SeriesSlices slices = SeriesSlices.open(series, ReadOptions.DEFAULT);
    assertThat(slices.size()).isEqualTo(volume.size());
    assertThat(slices.geometry()).isEqualTo(volume.geometry());
    float[] all = new float[volume.voxels().length];
    int pixels = volume.size().width() * volume.size().height();
    float[] slice = new float[pixels];
    for (int n = 0; n < all.length / pixels; n++) {
      slices.read(n / volume.size().depth(), n % volume.size().depth(), slice);
      System.arraycopy(slice, 0, all, n * pixels, pixels);
    }
    return all;
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tilt-beyond-45 | sheared",
        "missing | uneven slice distances, 2.500 to 5.000 mm",
        "uneven | uneven slice distances, 2.000 to 3.500 mm",
        "conflicting | several slices at one place: 2 at some of its 4 places, 1 at others",
        "zero-pixel-spacing | pixel spacing (0028,0030) that is not positive",
        "echo-with-hole | several slices at one place",
      })
  void isRefused(String name, String reason) throws IOException {
    List<Series> found = series(name);
    assertThat(found).hasSize(1);
    assertThatThrownBy(() -> SeriesImage.read(found.getFirst()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(reason);
  }

  /** Six equal images at one place are one slice. */
  @Test
  void zeroSpacingLeavesOneSlice() throws IOException {
    SeriesImage image = SeriesImage.read(series("zero-spacing").getFirst());
    assertThat(image.volume().size().depth()).isEqualTo(1);
    assertThat(image.warnings()).anyMatch(text -> text.contains("holds 5 image(s) twice"));
  }

  @Test
  void tiltIsRefusedByOption() throws IOException {
    Series tilted = series("tilt").getFirst();
    ReadOptions refuse = ReadOptions.DEFAULT.with(ReadOptions.Tilt.REFUSE);
    assertThatThrownBy(() -> SeriesImage.read(tilted, refuse))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("sheared by 16.7 degrees");
  }

  @ParameterizedTest
  @CsvSource({"mixed-orientation", "localiser"})
  void orientationsBecomeVolumesOfTheirOwn(String name) throws IOException {
    List<Series> found = series(name);
    assertThat(found).hasSize(2);
    for (Series one : found) {
      SeriesImage image = SeriesImage.read(one);
      assertThat(Phantom.error(image.volume(), 0)).isLessThan(EXACT);
      assertThat(image.warnings()).anyMatch(text -> text.contains("2 kinds of image"));
    }
  }

  @ParameterizedTest
  @CsvSource({"diffusion-standard", "diffusion-siemens", "diffusion-philips"})
  void gradientsAreThoseOfThePatient(String name) throws IOException {
    SeriesImage image = SeriesImage.read(series(name).getFirst());
    for (int c = 0; c < Torture.DIRECTIONS.length; c++) {
      Gradient gradient = image.channels().get(c).gradient().orElseThrow();
      double[] g = Torture.DIRECTIONS[c];
      assertThat(gradient.bValue()).isEqualTo(c == 0 ? 0 : 1000);
      Vec3 direction = gradient.direction().orElseThrow();
      assertThat(direction.minus(new Vec3(g[0], g[1], g[2])).norm()).isLessThan(1e-6);
      Vec3 fsl = gradient.fsl(image.volume().geometry()).orElseThrow();
      assertThat(fsl.minus(new Vec3(-g[0], g[1], g[2])).norm()).isLessThan(1e-6);
    }
  }

  /** dcm2niix 1.0.20260724 gives the same rows once its flipped j axis is taken into account. */
  @Test
  void gradientsOfGeFollowThePhaseEncoding() throws IOException {
    SeriesImage image = SeriesImage.read(series("diffusion-ge").getFirst());
    Vec3 fourth = image.channels().get(3).gradient().orElseThrow().direction().orElseThrow();
    assertThat(fourth.minus(new Vec3(-0.48, 0.64, 0.6)).norm()).isLessThan(1e-6);
  }

  @Test
  void echoesAreNamed() throws IOException {
    SeriesImage image = SeriesImage.read(series("echoes").getFirst());
    assertThat(image.channels().stream().map(Channel::attributes).toList())
        .isEqualTo(List.of(Map.of("EchoTime", "10"), Map.of("EchoTime", "30")));
  }
}
