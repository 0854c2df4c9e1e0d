package io.osler.dicom.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.finding.Code;
import io.osler.core.finding.Finding;
import io.osler.core.finding.Place;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Limits;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Segmentations and reports of other programs, held against highdicom. */
@Tag("real-data")
class RealAnnotationsTest {
  private static Path data() {
    String folder = System.getProperty("osler.data", "");
    assertThat(folder).as("-Dosler.data=FOLDER").isNotBlank();
    return Path.of(folder);
  }

  private static List<String[]> rows(String kind) throws Exception {
    try (InputStream in =
        RealAnnotationsTest.class.getResourceAsStream("/golden/dicom_annotations.tsv")) {
      String table = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      List<String[]> rows = new ArrayList<>();
      table.lines().map(line -> line.split("\t", -1)).forEach(rows::add);
      rows.removeIf(row -> !row[0].equals(kind));
      return rows;
    }
  }

  @Test
  void segmentsEqualHighdicom() throws Exception {
    String open = "";
    Segmentation segmentation = null;
    for (String[] row : rows("SEG")) {
      if (segmentation == null || !open.equals(row[1])) {
        segmentation = Segmentation.read(DicomFile.read(data().resolve(row[1])));
        open = row[1];
      }
      String what = row[1] + " segment " + row[3];
      assertThat(segmentation.kind().name()).as(what).isEqualTo(row[2]);
      Volume fractions = segmentation.fractions(Integer.parseInt(row[3]));
      double sum = 0;
      Vec3 centre = Vec3.ZERO;
      Size size = fractions.size();
      boolean slide = segmentation.placement() == Placement.CALIBRATED;
      for (int v = 0; v < size.voxels(); v++) {
        float value = fractions.voxels()[v];
        if (value > 0) {
          int k = v / (size.width() * size.height());
          Vec3 index = new Vec3(v % size.width(), v / size.width() % size.height(), k);
          sum += value;
          Vec3 at = slide ? index : fractions.geometry().toPatient(index);
          centre = centre.plus(at.times(value));
        }
      }
      assertThat(sum).as(what).isCloseTo(Double.parseDouble(row[4]), Offset.offset(1e-4));
      if (!row[5].isBlank()) {
        double[] wanted =
            Arrays.stream(row[5].split(" ")).mapToDouble(Double::parseDouble).toArray();
        for (int axis = 0; axis < wanted.length; axis++) {
          assertThat(centre.get(axis) / sum).as(what).isCloseTo(wanted[axis], Offset.offset(2e-4));
        }
      }
    }
  }

  /** Files that highdicom does not decode hold the same segments as those that it does. */
  @Test
  void otherSyntaxesHoldTheSameSegments() {
    Path folder = data().resolve("dicom-pydicom-data/data_store/data");
    for (String kind : List.of("liver", "liver_nonbyte_aligned")) {
      int[] wanted =
          Segmentation.read(DicomFile.read(folder.resolve(kind + ".dcm"))).labels().labels();
      for (String syntax : List.of("_deflate", "_rle", "_j2k")) {
        Path file = folder.resolve(kind + syntax + ".dcm");
        assertThat(Segmentation.read(DicomFile.read(file)).labels().labels())
            .as(kind + syntax)
            .isEqualTo(wanted);
      }
    }
  }

  @Test
  void reportsEqualPydicom() throws Exception {
    List<String[]> rows = rows("SR");
    assertThat(rows).hasSizeGreaterThan(5);
    String open = "";
    List<Finding> findings = List.of();
    int next = 0;
    for (String[] row : rows) {
      if (!open.equals(row[1])) {
        findings = MeasurementReport.read(DicomFile.read(data().resolve(row[1]))).findings();
        open = row[1];
        next = 0;
      }
      Finding finding = findings.get(next++);
      assertThat(finding.id()).isEqualTo(row[2]);
      assertThat(finding.what().map(Code::value).orElse("")).isEqualTo(row[3]);
      assertThat(finding.sites().stream().map(Code::value).collect(Collectors.joining(";")))
          .isEqualTo(row[4]);
      assertThat(
              finding.measurements().stream()
                  .map(one -> one.quantity().value() + "=" + one.value() + one.unit().value())
                  .collect(Collectors.joining(";")))
          .isEqualTo(row[5]);
    }
  }

  @Test
  void reportsSayWhereTheirFindingsAre() {
    Path file = data().resolve("dicom-dcmqi/data/dcmqi/sr-example/sr.dcm");
    Finding finding = MeasurementReport.read(DicomFile.read(file)).findings().getFirst();
    assertThat(finding.uid()).isPresent();
    assertThat(finding.places()).anyMatch(Place.InSegment.class::isInstance);
  }

  /** The total pixel matrix of highdicom's slide, put together from its 25 tiles. */
  @Test
  void slidesAreAssembled() {
    Path folder = data().resolve("dicom-highdicom/data/test_files");
    SlideLevel plain = SlideLevel.open(folder.resolve("sm_image.dcm"), Limits.DEFAULT);
    SlideLevel packed = SlideLevel.open(folder.resolve("sm_image_jpegls.dcm"), Limits.DEFAULT);
    assertThat(plain.width()).isEqualTo(50);
    Volume whole = plain.region(0, 0, 50, 50);
    assertThat(packed.region(0, 0, 50, 50).voxels()).isEqualTo(whole.voxels());
    Volume part = plain.region(7, 18, 30, 25);
    for (int c = 0; c < 3; c++) {
      for (int j = 0; j < 25; j++) {
        for (int i = 0; i < 30; i++) {
          assertThat(part.at(c, i, j, 0)).isEqualTo(whole.at(c, i + 7, j + 18, 0));
        }
      }
    }
  }

  @Test
  void structuresAreRead() {
    Path file = data().resolve("dicom-pydicom/test_files/rtstruct.dcm");
    StructureSet set = StructureSet.read(DicomFile.read(file));
    assertThat(set.structures()).isNotEmpty();
    assertThat(set.structures().getFirst().outlines()).isNotEmpty();
  }
}
