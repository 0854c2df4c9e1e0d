package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.io.Nifti;
import io.osler.core.io.VolumeFile;
import io.osler.core.transform.Orient;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model of the hippocampus training files says the same of a DICOM series and of dcm2niix's NIfTI
 * of it, though their voxels run in different directions.
 */
@Tag("real-data")
class HippocampusDicomTest {
  @TempDir private Path folder;

  private static Path resource(String name) throws Exception {
    return Path.of(Objects.requireNonNull(HippocampusDicomTest.class.getResource(name)).toURI());
  }

  /** As dcm2niix stores it: left, anterior, superior; checked by size, affine and hash. */
  private Path asDcm2niix(Path series, String[] golden) throws Exception {
    Volume volume = new Orient("LAS").apply(new DicomImages().read(series));
    assertThat(volume.size().toString()).isEqualTo(golden[1].replace(' ', '×'));
    double[] affine =
        Arrays.stream(golden[2].split(" ")).mapToDouble(Double::parseDouble).toArray();
    for (Vec3 at : List.of(Vec3.ZERO, new Vec3(1, 0, 0), new Vec3(0, 1, 0), new Vec3(0, 0, 1))) {
      Vec3 p = volume.geometry().toPatient(at);
      double[] ras = {-p.x(), -p.y(), p.z()};
      for (int r = 0; r < 3; r++) {
        double wanted = affine[4 * r + 3];
        for (int a = 0; a < 3; a++) {
          wanted += affine[4 * r + a] * at.get(a);
        }
        assertThat(ras[r]).as("axis " + r + " of " + at).isEqualTo(wanted);
      }
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(2 * volume.voxels().length).order(ByteOrder.LITTLE_ENDIAN);
    for (float v : volume.voxels()) {
      bytes.putShort((short) v);
    }
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.array());
    assertThat(HexFormat.of().formatHex(hash)).startsWith(golden[3]);
    Path file = Files.createDirectories(folder.resolve("nifti")).resolve(golden[0] + ".nii");
    Nifti.write(file, volume, Nifti.Store.INT16);
    return file;
  }

  @Test
  void aSeriesAndItsNiftiHaveTheSameMask() throws Exception {
    String data = System.getProperty("osler.data", "");
    assertThat(data).as("-Dosler.data=FOLDER").isNotBlank();
    Path model = folder.resolve("model");
    Shell.Result trained =
        Shell.run(
            "train",
            Path.of(data).resolve("Task04_Hippocampus"),
            "--plan",
            resource("/hippocampus-plan.yaml"),
            "--out",
            model);
    assertThat(trained.status()).as(trained.err()).isZero();
    for (String line : Files.readAllLines(resource("/golden/dicom_hippocampus.tsv"))) {
      String[] golden = line.split("\t");
      Path series = Path.of(data).resolve("dicom-hippocampus").resolve(golden[0]);
      Path nifti = asDcm2niix(series, golden);
      LabelMap ofSeries = predicted(model, series, "dicom-" + golden[0]);
      LabelMap ofNifti = predicted(model, nifti, "nifti-" + golden[0]);
      assertThat(ofSeries.geometry().matches(ofNifti.geometry(), 1e-3)).isFalse();
      Orient upright = new Orient("LPS");
      LabelMap a = upright.apply(ofSeries);
      LabelMap b = upright.apply(ofNifti);
      assertThat(a.geometry().matches(b.geometry(), 1e-3)).isTrue();
      assertThat(a.labels()).isEqualTo(b.labels()).contains(0, 1, 2);
    }
  }

  private LabelMap predicted(Path model, Path images, String name) throws Exception {
    Path out = folder.resolve(name);
    Shell.Result result = Shell.run("predict", model, images, "--out", out);
    assertThat(result.status()).as(result.err()).isZero();
    try (var files = Files.list(out)) {
      return VolumeFile.readLabels(
          files.filter(file -> file.toString().contains(".nii")).findFirst().orElseThrow());
    }
  }
}
