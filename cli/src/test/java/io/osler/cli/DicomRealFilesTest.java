package io.osler.cli;

import static io.osler.cli.DicomFixtures.osler;
import static org.assertj.core.api.Assertions.assertThat;

import io.osler.cli.DicomFixtures.Answer;
import io.osler.core.io.VolumeFile;
import io.osler.core.transform.Orient;
import io.osler.core.volume.Case;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.DataSets;
import io.osler.learn.data.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands over all public test files. */
@Tag("real-data")
class DicomRealFilesTest {
  @TempDir private Path out;

  private static Path data() {
    String folder = System.getProperty("osler.data", "");
    assertThat(folder).as("-Dosler.data=FOLDER").isNotBlank();
    return Path.of(folder);
  }

  private static List<Path> files() throws IOException {
    List<Path> all = new ArrayList<>();
    for (String name :
        List.of(
            "dicom-pydicom",
            "dicom-pydicom-data",
            "dicom-highdicom",
            "dicom-dcmqi",
            "dicom-wg04",
            "dicom-ct-ge-tilt",
            "dicom-hippocampus")) {
      try (Stream<Path> walk = Files.walk(data().resolve(name))) {
        walk.filter(Files::isRegularFile)
            .filter(
                file ->
                    !file.toString()
                        .matches(
                            ".*(README|\\.(txt|json|md|py|csv|npy|zip|dat|xml|bin|icc|dump|gz|jpeg))$"))
            .sorted()
            .forEach(all::add);
      }
    }
    return all;
  }

  /** Not read by pydicom without force, nor by DCMTK: one stray byte before the first element. */
  private static final List<String> UNREADABLE = List.of("no_meta.dcm");

  @Test
  void everyFileThatAnybodyReadsIsDumped() throws IOException {
    List<String> wrong = new ArrayList<>();
    int dumped = 0;
    for (Path file : files()) {
      Answer text = osler("dicom", "dump", file);
      Answer json = osler("dicom", "dump", file, "--json", "--bulk", out);
      boolean readable = !UNREADABLE.contains(file.getFileName().toString());
      dumped += text.status() == 0 ? 1 : 0;
      if ((text.status() == 0) != readable || json.status() != text.status()) {
        wrong.add(data().relativize(file) + ": " + text.status() + json.status() + text.err());
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(dumped).isEqualTo(483);
  }

  @Test
  void whateverHasPixelsBecomesAPictureOrARefusal() throws IOException {
    List<String> wrong = new ArrayList<>();
    int pictures = 0;
    int n = 0;
    for (Path file : files()) {
      Answer answer = osler("dicom", "convert", file, "--out", out.resolve(n++ + ".png"));
      pictures += answer.status() == 0 ? 1 : 0;
      if (answer.err().contains("fault in Osler")) {
        wrong.add(data().relativize(file) + ": " + answer.err());
      }
      Answer checked = osler("dicom", "validate", file);
      if (checked.err().contains("fault in Osler")) {
        wrong.add(data().relativize(file) + ": " + checked.err());
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(pictures).isGreaterThan(350);
  }

  /** A segmentation of somebody else becomes a label map with the names of its segments. */
  @Test
  void aSegmentationBecomesALabelMap() throws IOException {
    Path file =
        files().stream()
            .filter(one -> one.endsWith("seg_image_ct_binary.dcm"))
            .findFirst()
            .orElseThrow();
    Answer answer = osler("dicom", "convert", file, "--out", out.resolve("seg"));
    assertThat(answer.status()).as(answer.all()).isZero();
    try (Stream<Path> made = Files.list(out.resolve("seg"))) {
      List<Path> all = made.sorted().toList();
      assertThat(all).hasSize(2);
      assertThat(VolumeFile.readLabels(all.get(1)).labels()).contains(0, 1);
      assertThat(Files.readString(all.get(0))).contains("labels");
    }
  }

  /** The 20 JPEG 2000 slices and the organ map that somebody drew on a NIfTI of them. */
  @Test
  void theCtWithItsOrganMapIsATrainingCase() {
    DataSet set =
        DataSets.open(
            data().resolve("ct-mr-totalsegmentator").resolve("pairs.csv"),
            Options.defaults().withForeign(new DicomImages()));
    Case one =
        set.entries().stream()
            .filter(entry -> entry.id().contains("dicom"))
            .findFirst()
            .orElseThrow()
            .load();
    assertThat(one.image().size().depth()).isEqualTo(20);
    assertThat(one.truth()).isInstanceOf(Truth.Mask.class);
    assertThat(((Truth.Mask) one.truth()).map().geometry()).isEqualTo(one.image().geometry());
  }

  /** Upright, a crop as DICOM is the crop as NIfTI: what a network sees does not depend on it. */
  @Test
  void hippocampusSeriesEqualTheirNifti() throws IOException {
    Path series = data().resolve("dicom-hippocampus");
    DataSet set = DataSets.open(series, Options.defaults().withForeign(new DicomImages()));
    assertThat(set.entries()).hasSize(2);
    assertThat(osler("dicom", "convert", series, "--out", out.resolve("nii")).status()).isZero();
    DataSet converted = DataSets.open(out.resolve("nii"));
    Orient upright = new Orient("LPS");
    for (int i = 0; i < 2; i++) {
      Volume a = upright.apply(set.entries().get(i).load().image());
      Volume b = upright.apply(converted.entries().get(i).load().image());
      assertThat(a.voxels()).isEqualTo(b.voxels());
      assertThat(a.geometry().matches(b.geometry(), 1e-3)).isTrue();
    }
  }
}
