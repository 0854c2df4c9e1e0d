package io.osler.dicom.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real series: the grid and voxels of SimpleITK, or a refusal. */
@Tag("real-data")
class RealSeriesTest {
  private static Path data() {
    String folder = System.getProperty("osler.data", "");
    assertThat(folder).as("-Dosler.data=FOLDER").isNotBlank();
    return Path.of(folder);
  }

  @Test
  void gridsEqualSimpleItk() throws Exception {
    String table;
    try (InputStream in = RealSeriesTest.class.getResourceAsStream("/golden/dicom_series.tsv")) {
      table = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
    for (String line : table.lines().toList()) {
      String[] cells = line.split("\t");
      Series series = Series.in(data().resolve(cells[0])).series().getFirst();
      Volume volume = SeriesVolume.read(series);
      DataSet first = DicomFile.read(series.files().getFirst()).dataSet();
      Plane plane = Plane.of(cells[0], first);
      // Rounded cosines are not quite orthogonal: SimpleITK turns the row, we keep it.
      double skew = Math.abs(plane.row().dot(plane.column()));
      double[] size = numbers(cells[1]);
      assertThat(
              new double[] {volume.size().width(), volume.size().height(), volume.size().depth()})
          .isEqualTo(size);
      double[] spacing = numbers(cells[2]);
      double[] origin = numbers(cells[3]);
      double[] d = numbers(cells[4]);
      var geometry = volume.geometry();
      assertThat(geometry.spacing().minus(vector(spacing, 0)).norm()).isLessThan(1e-5);
      assertThat(geometry.origin().minus(vector(origin, 0)).norm()).isLessThan(1e-5);
      for (int axis = 0; axis < 3; axis++) {
        assertThat(geometry.direction().column(axis).minus(vector(d, 3 * axis)).norm())
            .as(cells[0])
            .isLessThan(2e-6 + skew);
      }
      double sum = 0;
      double weighted = 0;
      for (int n = 0; n < volume.voxels().length; n++) {
        sum += volume.voxels()[n];
        weighted += (double) volume.voxels()[n] * (n % 997);
      }
      assertThat(sum).as(cells[0]).isEqualTo(Double.parseDouble(cells[5]));
      assertThat(weighted).as(cells[0]).isEqualTo(Double.parseDouble(cells[6]));
    }
  }

  private static Vec3 vector(double[] all, int from) {
    return new Vec3(all[from], all[from + 1], all[from + 2]);
  }

  private static double[] numbers(String cell) {
    return Arrays.stream(cell.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  @Test
  void aTiltedSeriesOfTwoSpacingsIsRefused() throws Exception {
    Series.Found found = Series.in(data().resolve("dicom-ct-ge-tilt"));
    assertThat(found.series()).isNotEmpty();
    for (Series series : found.series()) {
      assertThatThrownBy(() -> SeriesVolume.read(series))
          .isInstanceOf(InputException.class)
          .hasMessageMatching("(?s).*(uneven|sheared).*");
    }
  }
}
