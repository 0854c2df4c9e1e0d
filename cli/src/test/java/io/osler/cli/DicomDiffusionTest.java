package io.osler.cli;

import static io.osler.cli.DicomFixtures.osler;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.cli.DicomFixtures.Answer;
import io.osler.core.config.Json;
import io.osler.core.io.VolumeFile;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .bval} and {@code .bvec} against dcm2niix (golden/dicom_diffusion.py). */
class DicomDiffusionTest {
  @TempDir private Path folder;

  private static double[][] table(Path file) throws Exception {
    return Files.readAllLines(file).stream()
        .map(line -> Arrays.stream(line.split("\\s+")).mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
  }

  /** FSL's directions run along the voxel axes, x mirrored where these are right-handed. */
  private static Vec3 inPatient(Volume volume, double x, double y, double z) {
    Vec3 origin = volume.geometry().toPatient(Vec3.ZERO);
    Vec3[] axes = new Vec3[3];
    for (int a = 0; a < 3; a++) {
      Vec3 step = volume.geometry().toPatient(Vec3.ZERO.with(a, 1)).minus(origin);
      axes[a] = step.times(1 / step.norm());
    }
    double mirror = axes[0].cross(axes[1]).dot(axes[2]) > 0 ? -1 : 1;
    return axes[0].times(mirror * x).plus(axes[1].times(y)).plus(axes[2].times(z));
  }

  @Test
  void gradientsAreThoseOfDcm2niix() throws Exception {
    Path source =
        Path.of(Objects.requireNonNull(getClass().getResource("/diffusion/golden.tsv")).toURI());
    double[][] wanted = table(source);
    Answer answer =
        osler("dicom", "convert", Objects.requireNonNull(source.getParent()), "--out", folder);
    assertThat(answer.status()).as(answer.all()).isZero();
    assertThat(answer.out()).contains("5_diffusion.nii.gz").contains("5 channel(s)");
    Volume volume = VolumeFile.read(folder.resolve("5_diffusion.nii.gz"));
    double[][] values = table(folder.resolve("5_diffusion.bval"));
    double[][] directions = table(folder.resolve("5_diffusion.bvec"));
    assertThat(List.of(values.length, directions.length)).containsExactly(1, 3);
    for (int c = 0; c < 5; c++) {
      double[] row = wanted[c];
      assertThat(values[0][c]).isEqualTo(row[0]);
      Vec3 v = inPatient(volume, directions[0][c], directions[1][c], directions[2][c]);
      // Theirs are right, anterior, superior; ours left, posterior, superior.
      assertThat(-v.x()).as("x of " + c).isCloseTo(row[1], within(1e-3));
      assertThat(-v.y()).as("y of " + c).isCloseTo(row[2], within(1e-3));
      assertThat(v.z()).as("z of " + c).isCloseTo(row[3], within(1e-3));
      double sum = 0;
      for (int i = 0; i < volume.size().voxels(); i++) {
        sum += volume.voxels()[c * volume.size().voxels() + i];
      }
      assertThat(sum).isEqualTo(row[4]);
    }
    assertThat(Json.read(Files.readString(folder.resolve("5_diffusion.json"))))
        .containsEntry("EchoTime", 0.08)
        .containsEntry("RepetitionTime", 4.0);
  }
}
