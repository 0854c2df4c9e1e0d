package io.osler.learn.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.Config;
import io.osler.core.config.InputException;
import io.osler.core.io.ImageFile;
import io.osler.core.io.LabelOut;
import io.osler.core.volume.Case;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Truth;
import io.osler.learn.bundle.Bundle;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.DataSets;
import io.osler.learn.data.Options;
import io.osler.learn.data.Outlines;
import io.osler.learn.net.Network;
import io.osler.learn.plan.Donor;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Planner;
import io.osler.learn.plan.Plans;
import io.osler.learn.tensor.Tensors;
import io.osler.learn.train.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regions, an ignore label, folds and weights to begin with, from files to predictions. */
class OutlineTrainingTest {
  @TempDir Path folder;

  private Training.Outlined train(DataSet data, Plan plan) throws IOException {
    return new Training("made", "test", folder.resolve("model"), false, 60)
        .outline(data, plan, Config.write(plan), _ -> Progress.silent());
  }

  private static double dice(int[] truth, int[] found, int value, int from) {
    double both = 0;
    double all = 0;
    for (int v = from; v < truth.length; v++) {
      both += truth[v] == value && found[v] == value ? 1 : 0;
      all += (truth[v] == value ? 1 : 0) + (found[v] == value ? 1 : 0);
    }
    return 2 * both / all;
  }

  /** "ball" is both labels, "dark" the second: where both are seen, the later value is written. */
  @Test
  void regionsAreWrittenInTheOrderOfTheirClasses() throws IOException {
    DataSet data =
        MadeVolumes.write(
            folder.resolve("data"),
            6,
            """
            {"channel_names": {"0": "MRI"},
             "labels": {"background": 0, "ball": [1, 2], "dark": [2]},
             "regions_class_order": [5, 9], "numTraining": %d, "file_ending": ".nii.gz"}
            """);
    Outlines outlines = data.outlines().orElseThrow();
    assertThat(outlines.regions()).isTrue();
    assertThat(outlines.structures())
        .containsExactly(
            new Outlines.Structure("ball", List.of(1, 2), 5),
            new Outlines.Structure("dark", List.of(2), 9));
    Plan plan = MadeVolumes.plan(outlines, 160, 2);
    Training.Outlined trained = train(data, plan);
    assertThat(trained.heldOut().structures().keySet()).containsExactly("ball", "dark");
    Case one = data.entries().getFirst().load();
    int[] truth = ((Truth.Mask) one.truth()).map().labels();
    int[] found = Bundle.open(folder.resolve("model")).segmenter(1).predict(one.image()).labels();
    int[] expected = new int[truth.length];
    for (int v = 0; v < truth.length; v++) {
      assertThat(found[v]).isIn(0, 5, 9);
      expected[v] = truth[v] == 2 ? 9 : truth[v] == 1 ? 5 : 0;
    }
    assertThat(dice(expected, found, 9, 0)).isGreaterThan(0.5);
    assertThat(dice(expected, found, 5, 0)).isGreaterThan(0.5);
  }

  /** What nobody outlined teaches nothing: were it taken for background, half would stay empty. */
  @Test
  void ignoredVoxelsNeitherTeachNorCount() throws IOException {
    Path made = folder.resolve("data");
    DataSet whole = MadeVolumes.write(made, 6);
    int half = MadeVolumes.SIZE.voxels() / 2;
    List<LabelMap> truths =
        whole.entries().stream().map(e -> ((Truth.Mask) e.load().truth()).map()).toList();
    for (int c = 0; c < 6; c++) {
      Path file = made.resolve("labelsTr/case%02d.nii.gz".formatted(c));
      LabelMap map = ImageFile.readLabels(file);
      int[] labels = map.labels().clone();
      Arrays.fill(labels, half, labels.length, 3);
      LabelOut.replace(file, map.with(labels));
    }
    Files.writeString(
        made.resolve("dataset.json"),
        """
        {"channel_names": {"0": "MRI"},
         "labels": {"background": 0, "bright": 1, "dark": 2, "ignore": 3},
         "numTraining": 6, "file_ending": ".nii.gz"}
        """);
    DataSet data = DataSets.open(made, Options.defaults());
    Outlines outlines = data.outlines().orElseThrow();
    assertThat(outlines.ignore()).contains(3);
    Plan plan = MadeVolumes.plan(outlines, 80, 2);
    Training.Outlined trained = train(data, plan);
    double there = 0;
    for (int c = 0; c < 6; c++) {
      Case one = data.entries().get(c).load();
      int[] found = Bundle.open(folder.resolve("model")).segmenter(1).predict(one.image()).labels();
      assertThat(found).doesNotContain(3);
      for (int v = half; v < found.length; v++) {
        there += found[v] > 0 && found[v] == truths.get(c).labels()[v] ? 1 : 0;
        there -= found[v] > 0 && found[v] != truths.get(c).labels()[v] ? 0.5 : 0;
      }
    }
    assertThat(there).as("outlined rightly in the ignored half").isGreaterThan(50);
    // A truth that is nowhere known is left out of the means: no case scores its ignored half.
    trained
        .heldOut()
        .cases()
        .forEach(
            (id, structures) ->
                structures.values().stream()
                    .filter(metrics -> metrics.containsKey("true-volume"))
                    .forEach(
                        metrics ->
                            assertThat(metrics.getOrDefault("true-volume", 0.0))
                                .as(id)
                                .isLessThanOrEqualTo(half * 1.2 / 1000)));
  }

  @Test
  void asManyFoldsAsAskedFor() throws IOException {
    DataSet data = MadeVolumes.write(folder.resolve("data"), 6);
    Plan one = MadeVolumes.plan(data.outlines().orElseThrow(), 3, 1);
    Training.Outlined trained = train(data, Pacing.folded(one, 3));
    assertThat(trained.bundle().model().networks()).isEqualTo(3);
    // Every case was held out once and judged by the network that did not see it.
    assertThat(trained.heldOut().count()).isEqualTo(6);
    assertThat(trained.bundle().segmenter(1).members()).hasSize(3);
  }

  @Test
  void weightsOfAnotherSegmentationAreTakenOverByName() throws IOException {
    DataSet data = MadeVolumes.write(folder.resolve("data"), 6);
    Plan plan = MadeVolumes.plan(data.outlines().orElseThrow(), 3, 2);
    train(data, plan);
    Bundle bundle = Bundle.open(folder.resolve("model"));
    Donor donor = bundle.donor();
    DataSet other =
        MadeVolumes.write(
            folder.resolve("other"),
            6,
            """
            {"channel_names": {"0": "MRI"}, "labels": {"background": 0, "ball": 1, "x": 2, "y": 3},
             "numTraining": %d, "file_ending": ".nii.gz"}
            """);
    Planner.Reasoned reasoned =
        Planner.plan(
            other,
            new Planner.Wish(
                60, 0, 3, 1, Optional.of(2), Optional.empty(), Optional.of(donor), false));
    Plan tuned = reasoned.plan();
    assertThat(tuned.network()).isEqualTo(plan.network());
    assertThat(tuned.input()).isEqualTo(plan.input());
    assertThat(tuned.outlining().spacing()).isEqualTo(plan.outlining().spacing());
    assertThat(reasoned.reasons().get("start")).contains("fresh ones: of another shape");
    Plan read = Plans.read(Files.writeString(folder.resolve("p.yaml"), reasoned.yaml()));
    assertThat(read).isEqualTo(tuned);

    for (int number = 0; number < 2; number++) {
      Network fresh = Plans.network(tuned, 11);
      Starts start = Starts.of(tuned, number, 11);
      Network taught = bundle.segmenter(1).members().get(number);
      try (var _ = fresh.weights();
          var _ = start.network().weights()) {
        int heads = 0;
        for (var entry : start.network().weights().state().entrySet()) {
          String name = entry.getKey();
          Tensor now = entry.getValue();
          Tensor before = taught.weights().state().getOrDefault(name, now);
          boolean head = !Arrays.equals(before.shape(), now.shape());
          heads += head ? 1 : 0;
          Tensor same = head ? fresh.weights().state().getOrDefault(name, before) : before;
          assertThat(Tensors.floats(now)).as(name).isEqualTo(Tensors.floats(same));
          assertThat(start.rate().applyAsDouble(name)).isEqualTo(head ? 1 : 0.1);
        }
        assertThat(heads).isPositive();
      }
    }
    // The same images: what was held out now may have taught before.
    Training.Outlined second =
        new Training("second", "test", folder.resolve("second"), false, 60)
            .outline(
                other,
                tuned.with(MadeVolumes.course(2), tuned.members()),
                reasoned.yaml(),
                _ -> Progress.silent());
    assertThat(second.heldOut().warnings()).anyMatch(w -> w.contains("taught the weights"));
  }

  @Test
  void anotherNetworksWeightsAreRefused() throws IOException {
    DataSet data = MadeVolumes.write(folder.resolve("data"), 6);
    Plan plan = MadeVolumes.plan(data.outlines().orElseThrow(), 2, 1);
    train(data, plan);
    Path weights = folder.resolve("model/weights.safetensors");
    // The planned network is wider: without its plan the file does not fit.
    assertThatThrownBy(
            () ->
                Planner.plan(
                    data,
                    new Planner.Wish(
                        60,
                        0,
                        3,
                        1,
                        Optional.of(2),
                        Optional.empty(),
                        Optional.of(Donor.of(weights)),
                        false)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("weights.safetensors")
        .hasMessageContaining("bundle");
  }
}
