package io.osler.cli;

import static io.osler.cli.DicomFixtures.bytes;
import static io.osler.cli.DicomFixtures.osler;
import static io.osler.cli.DicomFixtures.segmentation;
import static io.osler.cli.DicomFixtures.slice;
import static io.osler.cli.DicomFixtures.structures;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.cli.DicomFixtures.Answer;
import io.osler.core.config.InputException;
import io.osler.core.io.VolumeFile;
import io.osler.core.volume.Case;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Truth;
import io.osler.dicom.dataset.Tag;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.DataSets;
import io.osler.learn.data.Options;
import io.osler.learn.data.Outlines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DICOM segmentations and structure sets as labels. */
class DicomLabelsTest {
  private static final int[][] TWO = {{7, 0, 2}, {3, 1, 0}};

  @TempDir private Path folder;

  @BeforeEach
  void series() throws IOException {
    for (String name : List.of("a", "b")) {
      Path series = Files.createDirectory(folder.resolve(name));
      for (int n = 0; n < 3; n++) {
        Files.write(
            series.resolve("i" + n),
            bytes(slice(n).put(Tag.FRAME_OF_REFERENCE, "1.2.77").put(Tag.PATIENT_ID, name)));
      }
    }
  }

  private Path pairs(String... rows) throws IOException {
    return Files.writeString(
        folder.resolve("pairs.csv"), "image,label\n" + String.join("\n", rows) + "\n");
  }

  private static DataSet open(Path path, String... classes) {
    return DataSets.open(
        path, Options.defaults().withForeign(new DicomImages()).withClasses(List.of(classes)));
  }

  private static LabelMap labels(DataSet set, int n) {
    Case one = set.entries().get(n).load();
    LabelMap map = ((Truth.Mask) one.truth()).map();
    assertThat(map.geometry()).isEqualTo(one.image().geometry());
    return map;
  }

  private static List<String> names(DataSet set) {
    return set.outlines().orElseThrow().structures().stream()
        .map(Outlines.Structure::name)
        .toList();
  }

  @Test
  void aSegmentationIsTheLabelOfItsSeries() throws IOException {
    Files.write(folder.resolve("seg.dcm"), bytes(segmentation(List.of("liver", "spleen"), TWO)));
    DataSet set = open(pairs("a,seg.dcm"));
    assertThat(names(set)).containsExactly("liver", "spleen");
    LabelMap map = labels(set, 0);
    assertThat(map.at(7, 0, 2)).isEqualTo(1);
    assertThat(map.at(3, 1, 0)).isEqualTo(2);
    assertThat(map.labels()).containsOnlyOnce(1).containsOnlyOnce(2);
    Answer answer = osler("fingerprint", folder);
    assertThat(answer.status()).as(answer.all()).isZero();
  }

  /** Segment 1 is the liver in one file and the spleen in the other. */
  @Test
  void filesThatNumberDifferentlyAreMatchedByName() throws IOException {
    Files.write(folder.resolve("one.dcm"), bytes(segmentation(List.of("spleen", "liver"), TWO)));
    Files.createDirectory(folder.resolve("two"));
    Files.write(folder.resolve("two/x.dcm"), bytes(segmentation(List.of("liver", "kidney"), TWO)));
    DataSet set = open(pairs("a,one.dcm", "b,two"));
    assertThat(names(set)).containsExactly("kidney", "liver", "spleen");
    assertThat(labels(set, 0).at(7, 0, 2)).isEqualTo(3);
    assertThat(labels(set, 0).at(3, 1, 0)).isEqualTo(2);
    assertThat(labels(set, 1).at(7, 0, 2)).isEqualTo(2);
    assertThat(labels(set, 1).at(3, 1, 0)).isEqualTo(1);
  }

  @Test
  void structuresAreChosenByName() throws IOException {
    // Around the centres of (1..2, 1..2, 1): x = −10 + 0.75 i, y = −20 + 0.5 j, z = 2 k.
    double[][] squares = {
      {-9.5, -19.7, -8.3, -18.8, 2}, {-11, -21, 0, -15, 2}, {-6, -18.2, -5, -17, 4}
    };
    Files.write(
        folder.resolve("rt.dcm"), bytes(structures(List.of("GTV", "BODY", "node"), squares)));
    Path pairs = pairs("a,rt.dcm");
    assertThatThrownBy(() -> labels(open(pairs), 0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("overlap")
        .hasMessageContaining("--labels");
    DataSet set = open(pairs, "node", "GTV");
    LabelMap map = labels(set, 0);
    assertThat(map.at(1, 1, 1)).isEqualTo(2);
    assertThat(map.at(2, 2, 1)).isEqualTo(2);
    assertThat(map.at(0, 0, 1)).isZero();
    assertThat(map.at(6, 4, 2)).isEqualTo(1);
    assertThatThrownBy(() -> labels(open(pairs, "tumour"), 0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("GTV")
        .hasMessageContaining("tumour");
  }

  @Test
  void anotherFrameOfReferenceOrGridIsRefused() throws IOException {
    Files.write(
        folder.resolve("seg.dcm"),
        bytes(segmentation(List.of("liver", "spleen"), TWO).put(Tag.FRAME_OF_REFERENCE, "1.2.78")));
    DataSet other = open(pairs("a,seg.dcm"));
    assertThatThrownBy(() -> labels(other, 0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("seg.dcm")
        .hasMessageContaining("frame of reference");
    int[][] beyond = {{0, 0, 0}, {1, 1, 5}};
    Files.write(folder.resolve("seg.dcm"), bytes(segmentation(List.of("liver", "x"), beyond)));
    DataSet far = open(pairs("a,seg.dcm"));
    assertThatThrownBy(() -> labels(far, 0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("beyond the image");
  }

  @Test
  void convertTurnsStructuresIntoLabelMapsOnTheirSeries() throws IOException {
    double[][] apart = {{-9.5, -19.7, -8.3, -18.8, 2}, {-6, -18.2, -5, -17, 4}};
    double[][] within = {{-9.5, -19.7, -8.3, -18.8, 2}, {-11, -21, 0, -15, 2}};
    Files.createDirectories(folder.resolve("a/rt"));
    Path file = folder.resolve("a/rt/rt.dcm");
    Files.write(file, bytes(structures(List.of("GTV", "node"), apart)));
    Files.write(
        folder.resolve("a/plan.dcm"),
        bytes(
            io.osler.dicom.dataset.DataSet.EMPTY
                .edit()
                .put(Tag.SOP_CLASS, "1.2.840.10008.5.1.4.1.1.481.5")
                .put(Tag.SOP_INSTANCE, "1.2.6.1")
                .put(Tag.STUDY, "1.2.4")
                .put(Tag.SERIES, "1.2.6")
                .put(Tag.MODALITY, "RTPLAN")));
    Path out = folder.resolve("out");
    Answer answer = osler("dicom", "convert", folder.resolve("a"), "--out", out);
    assertThat(answer.status()).as(answer.all()).isZero();
    assertThat(answer.err()).contains("no volume of series 1.2.6: it holds no images, but RT Plan");
    LabelMap map = VolumeFile.readLabels(out.resolve("series_structures.nii.gz"));
    assertThat(map.at(1, 1, 1)).isEqualTo(1);
    assertThat(map.at(6, 4, 2)).isEqualTo(2);
    assertThat(Files.readString(out.resolve("series_structures.json"))).contains("GTV", "node");
    Files.write(file, bytes(structures(List.of("GTV", "BODY"), within)));
    Path each = folder.resolve("each");
    assertThat(osler("dicom", "convert", folder.resolve("a"), "--out", each).status()).isZero();
    LabelMap body = VolumeFile.readLabels(each.resolve("series_structures_11_BODY.nii.gz"));
    assertThat(body.at(0, 0, 1)).isEqualTo(1);
    assertThat(each.resolve("series_structures_10_GTV.nii.gz")).exists();
    Answer alone = osler("dicom", "convert", file, "--out", folder.resolve("alone"));
    assertThat(alone.status()).isEqualTo(1);
    assertThat(alone.err()).contains("rt.dcm", "drawn on");
    assertThat(folder.resolve("alone")).doesNotExist();
  }

  @Test
  void foldersOfSeriesAndSegmentationsAreASet() throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    Path labels = Files.createDirectory(folder.resolve("labels"));
    for (String name : List.of("a", "b")) {
      Files.move(folder.resolve(name), images.resolve(name));
      Files.write(
          labels.resolve(name + ".dcm"), bytes(segmentation(List.of("liver", "spleen"), TWO)));
    }
    DataSet set = open(folder);
    assertThat(set.size()).isEqualTo(2);
    assertThat(labels(set, 1).at(3, 1, 0)).isEqualTo(2);
  }
}
