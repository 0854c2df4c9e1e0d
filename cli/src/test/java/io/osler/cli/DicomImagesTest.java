package io.osler.cli;

import static io.osler.cli.DicomFixtures.bytes;
import static io.osler.cli.DicomFixtures.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import io.osler.core.io.Nifti;
import io.osler.core.transform.Orient;
import io.osler.core.volume.Case;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import io.osler.dicom.dataset.DataSetBuilder;
import io.osler.dicom.dataset.Tag;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.DataSets;
import io.osler.learn.data.Entry;
import io.osler.learn.data.Labels;
import io.osler.learn.data.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DICOM where data sets are opened. */
class DicomImagesTest {
  @TempDir private Path folder;

  private DataSet open(Path path) {
    return DataSets.open(path, Options.defaults().withForeign(new DicomImages()));
  }

  private static void series(Path to, String patient, String uid) throws IOException {
    Files.createDirectories(to);
    for (int n = 0; n < 3; n++) {
      DataSetBuilder made =
          slice(n)
              .put(Tag.PATIENT_ID, patient)
              .put(Tag.STUDY, uid)
              .put(Tag.SERIES, uid + ".1")
              .put(Tag.SOP_INSTANCE, uid + ".1." + (n + 1));
      Files.write(to.resolve("i" + (9 - n)), bytes(made));
    }
  }

  @Test
  void aFolderOfPatientsIsUnlabelled() throws IOException {
    series(folder.resolve("one/ct"), "A", "1.2.1");
    series(folder.resolve("two/ct"), "B", "1.2.2");
    DataSet set = open(folder);
    assertThat(set.labels().kind()).isEqualTo(Labels.Kind.UNLABELLED);
    assertThat(set.entries()).extracting(Entry::id).containsExactly("one_ct", "two_ct");
    assertThat(set.entries()).extracting(Entry::patient).doesNotHaveDuplicates();
    Volume volume = set.entries().getFirst().load().image();
    assertThat(volume.size().toString()).isEqualTo("8×6×3");
    assertThat(volume.at(0, 1, 0, 2)).isEqualTo(201 - 1024);
  }

  @Test
  void foldersOfSeveralPatientsAreClasses() throws IOException {
    series(folder.resolve("benign/a"), "A", "1.2.1");
    series(folder.resolve("benign/b"), "B", "1.2.2");
    series(folder.resolve("malignant/c"), "C", "1.2.3");
    DataSet set = open(folder);
    assertThat(set.labels().classes()).containsExactly("benign", "malignant");
    assertThat(set.entries().getLast().load().truth()).isEqualTo(new Truth.Category(1));
  }

  @Test
  void aFileIsOneImageAndAManifestNamesFilesAndFolders() throws IOException {
    series(folder.resolve("ct"), "A", "1.2.1");
    Path file = folder.resolve("ct/i9");
    assertThat(open(file).entries().getFirst().load().image().size().depth()).isEqualTo(1);
    Path manifest = folder.resolve("manifest.csv");
    Files.writeString(manifest, "path,label\nct/i9,x\nct,y\n");
    DataSet set = open(manifest);
    assertThat(set.entries().get(0).load().image().size().depth()).isEqualTo(1);
    assertThat(set.entries().get(1).load().image().size().depth()).isEqualTo(3);
    assertThat(set.entries().get(0).hash()).isNotEqualTo(set.entries().get(1).hash());
  }

  /** A label map drawn on the NIfTI that another converter made: its rows run the other way. */
  @Test
  void aSeriesAndALabelMapThatCountsFromTheOtherSideAreATrainingCase() throws IOException {
    series(folder.resolve("ct"), "A", "1.2.1");
    Volume image = open(folder.resolve("ct")).entries().getFirst().load().image();
    int[] labels = new int[image.size().voxels()];
    labels[image.size().offset(7, 0, 2)] = 1;
    labels[image.size().offset(3, 1, 0)] = 2;
    LabelMap map = new LabelMap(image.size(), image.geometry(), labels);
    Nifti.write(folder.resolve("map.nii.gz"), new Orient("RAS").apply(map));
    Files.writeString(folder.resolve("pairs.csv"), "image,label\nct,map.nii.gz\n");
    Case one = open(folder.resolve("pairs.csv")).entries().getFirst().load();
    assertThat(one.truth()).isInstanceOf(Truth.Mask.class);
    LabelMap got = ((Truth.Mask) one.truth()).map();
    assertThat(got.labels()).isEqualTo(labels);
    assertThat(got.geometry()).isEqualTo(one.image().geometry());
  }

  @Test
  void whatIsNoVolumeIsRefusedByName() throws IOException {
    series(folder.resolve("ct"), "A", "1.2.1");
    Files.write(
        folder.resolve("ct/z"),
        bytes(
            slice(9)
                .put(Tag.PATIENT_ID, "A")
                .put(Tag.STUDY, "1.2.1")
                .put(Tag.SERIES, "1.2.1.1")
                .put(Tag.SOP_INSTANCE, "1.9")));
    Entry entry = open(folder).entries().getFirst();
    assertThatThrownBy(entry::load)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("1.2.1.1");
  }
}
