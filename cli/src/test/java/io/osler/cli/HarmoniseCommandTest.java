package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import io.osler.core.io.Nifti;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.learn.data.DataSets;
import io.osler.learn.report.ShiftPage;
import io.osler.learn.task.SiteShift;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HarmoniseCommandTest {
  @TempDir private Path folder = Path.of(".");

  /** Twenty-four images of two scanners; the second doubles intensities and adds 100. */
  @BeforeEach
  void planted() throws IOException {
    StringBuilder manifest = new StringBuilder("path,scanner,field\n");
    for (int i = 0; i < 24; i++) {
      SplittableRandom random = new SplittableRandom(i);
      double own = random.nextDouble(80, 120);
      Size size = new Size(16, 14, 6);
      float[] v = new float[size.voxels()];
      for (int p = 0; p < v.length; p++) {
        double wave = 20 * Math.sin(p % 16 / 3.0) + own + 5 * random.nextGaussian();
        v[p] = (float) (i % 2 == 0 ? wave : 2 * wave + 100);
      }
      Nifti.write(
          folder.resolve(i + ".nii.gz"), Volume.of(size, Geometry.UNIT, v), Nifti.Store.FLOAT32);
      manifest.append(i + ".nii.gz," + (i % 2 == 0 ? "A" : "B") + ",3T\n");
    }
    Files.writeString(folder.resolve("manifest.csv"), manifest);
  }

  @Test
  void aPlantedShiftIsMeasuredAndTakenOut() {
    SiteShift shift = SiteShift.of(DataSets.open(folder), "scanner", 1, () -> {});
    List<ShiftPage.State> states = shift.states();
    assertThat(shift.sites()).containsExactly("A", "B");
    assertThat(states.getFirst().auc()).isGreaterThan(0.99);
    assertThat(states.getFirst().mmdP()).isLessThan(0.05);
    assertThat(states.getFirst().distance()[0]).isEqualTo(1);
    for (ShiftPage.State after : states.subList(1, 4)) {
      assertThat(after.auc()).as(after.name()).isLessThan(0.8);
      assertThat(after.mmdP()).as(after.name()).isGreaterThan(0.05);
      assertThat(after.distance()[0]).as(after.name()).isLessThan(0.6);
    }
  }

  @Test
  void theReportShowsNumbersCurvesAndPictures() throws IOException {
    Path report = folder.resolve("shift.html");
    int status =
        Osler.commandLine()
            .execute("harmonise", "" + folder, "--by", "scanner", "--report", "" + report);
    assertThat(status).isZero();
    String page = Files.readString(report);
    assertThat(page).contains("site AUC", "A (12 images)", "histogram landmarks by site");
    assertThat(page.split("<svg", -1)).hasSize(4);
    assertThat(page.split("data:image/png", -1)).hasSize(1 + 3 * 2 * 4);
  }

  /** Refused before an image is read: there is none behind the names. */
  @Test
  void groupsThatAreNoneAreRefused() throws IOException {
    for (int i = 0; i < 24; i++) {
      Files.writeString(folder.resolve(i + ".nii.gz"), "no image");
    }
    var data = DataSets.open(folder);
    assertThatThrownBy(() -> SiteShift.of(data, "scaner", 1, () -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("did you mean 'scanner'");
    assertThatThrownBy(() -> SiteShift.of(data, "field", 1, () -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("two groups");
    String manifest = Files.readString(folder.resolve("manifest.csv"));
    Files.writeString(folder.resolve("manifest.csv"), manifest.replace("3.nii.gz,B", "3.nii.gz,"));
    var gap = DataSets.open(folder);
    assertThatThrownBy(() -> SiteShift.of(gap, "scanner", 1, () -> {}))
        .hasMessageContaining("its cell is empty")
        .hasMessageContaining("Fix: fill it in");
  }

  @Test
  void sitesThatAreClassesAreWarnedOf() throws IOException {
    String manifest = Files.readString(folder.resolve("manifest.csv"));
    Path file = folder.resolve("manifest.csv");
    Files.writeString(
        file,
        manifest.replace("field", "label").replace("A,3T", "A,ill").replace("B,3T", "B,well"));
    SiteShift same = SiteShift.of(DataSets.open(folder), "scanner", 1, () -> {});
    assertThat(same.warning().orElse("")).contains("'scanner' and the class hang together");
    StringBuilder apart = new StringBuilder("path,scanner,label\n");
    for (int i = 0; i < 24; i++) {
      apart.append(i + ".nii.gz," + (i % 2 == 0 ? "A," : "B,") + (i < 12 ? "ill\n" : "well\n"));
    }
    Files.writeString(file, apart);
    assertThat(SiteShift.of(DataSets.open(folder), "scanner", 1, () -> {}).warning()).isEmpty();
  }

  /** Known before the work, not after it. */
  @Test
  void aReportThatExistsIsRefusedAtOnce() throws IOException {
    Path report = Files.writeString(folder.resolve("shift.html"), "mine");
    Files.writeString(folder.resolve("0.nii.gz"), "no image");
    Shell.Result done = Shell.run("harmonise", folder, "--by", "scanner", "--report", report);
    assertThat(done.isCleanRefusal()).isTrue();
    assertThat(done.err()).contains("shift.html exists already");
  }

  /** The hippocampus set holds images of two intensity ranges, some hundred apart in factor. */
  @Test
  @Tag("real-data")
  void hippocampusIntensityGroupsComeTogether() {
    Path data = Path.of(Objects.requireNonNull(System.getProperty("osler.data")));
    var set = DataSets.open(data.resolve("Task04_Hippocampus/imagesTr"));
    SiteShift shift = SiteShift.of(set, SiteShift.BY_INTENSITY, 1, () -> {});
    ShiftPage.State before = shift.states().getFirst();
    ShiftPage.State landmarks = shift.states().getLast();
    assertThat(before.auc()).isGreaterThan(0.99);
    assertThat(landmarks.auc()).isLessThan(0.85);
    assertThat(landmarks.mmd()).isLessThan(before.mmd() / 3);
  }
}
