package io.osler.learn.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.config.Config;
import io.osler.core.config.InputException;
import io.osler.core.io.ImageFile;
import io.osler.core.segment.DenseCrf;
import io.osler.core.volume.Case;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Volume;
import io.osler.learn.bundle.Bundle;
import io.osler.learn.bundle.Model;
import io.osler.learn.data.DataSet;
import io.osler.learn.infer.Segmenter;
import io.osler.learn.net.Network;
import io.osler.learn.plan.Configurations;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Plans;
import io.osler.learn.train.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several configurations of one plan: trained, compared, put together, kept and resumed. */
class ConfigurationsTest {
  private static final int CASES = 6;
  private static final int STEPS = 40;

  @TempDir Path folder;

  private static Training.Outlined train(DataSet data, Plan plan, Path out, boolean resume)
      throws IOException {
    return train(data, plan, out, resume, _ -> Progress.silent());
  }

  private static Training.Outlined train(
      DataSet data, Plan plan, Path out, boolean resume, Function<String, Progress> progress)
      throws IOException {
    return new Training("made", "test", out, resume, 0)
        .outline(data, plan, Config.write(plan), progress);
  }

  private static List<String> names(Plan plan) {
    return Configurations.of(plan).inOrder().stream().map(one -> one.outlining().name()).toList();
  }

  @Test
  void theBestConfigurationOrPairIsKeptWithWhatItNeeds() throws IOException {
    DataSet data = MadeVolumes.write(folder.resolve("data"), CASES);
    Plan own = MadeVolumes.plan(data.outlines().orElseThrow(), STEPS, 2);
    Plan plan = MadeVolumes.with(own, MadeVolumes.others(own, STEPS, true));
    Plan read = Plans.read(Files.writeString(folder.resolve("plan.yaml"), Config.write(plan)));
    assertThat(read).isEqualTo(plan);

    Training.Outlined trained = train(data, plan, folder.resolve("model"), false);

    Model model = Bundle.open(folder.resolve("model")).model();
    List<Model.Compared> compared = model.compared();
    // Four alone and six pairs, the chosen one first, none better than it.
    assertThat(compared).hasSize(10).isEqualTo(trained.heldOut().compared());
    assertThat(compared).allMatch(one -> one.score() <= compared.getFirst().score() + 1e-9);
    assertThat(compared.getFirst().score()).isGreaterThan(0.5);
    List<String> chosen = new ArrayList<>(compared.getFirst().configurations());
    assertThat(Configurations.of(model.plan()).candidates())
        .containsExactlyInAnyOrderElementsOf(chosen);
    if (chosen.contains("cascade") && !chosen.contains("low")) {
      chosen.add("low");
    }
    assertThat(names(model.plan())).containsExactlyInAnyOrderElementsOf(chosen);
    assertThat(model.networks()).isEqualTo(2);
    assertThat(trained.heldOut().table()).contains("chosen on held-out cases");

    Case one = data.entries().getFirst().load();
    LabelMap found = Bundle.open(folder.resolve("model")).segmenter(1).predict(one.image());
    assertThat(found.size()).isEqualTo(one.image().size());
    assertThat(found.labels()).contains(1, 2);
  }

  /**
   * Where the budget does not pay for pairs, each competes alone; what scoring takes is measured.
   */
  @Test
  void pairsCompeteOnlyWhereThePlanSaysSo() throws IOException {
    DataSet data = MadeVolumes.write(folder.resolve("data"), CASES);
    Plan own = MadeVolumes.plan(data.outlines().orElseThrow(), 2, 2);
    Plan all = MadeVolumes.with(own, MadeVolumes.others(own, 2, true));
    Plan plan = all.with(all.outlining().judging(2).paired(false));
    assertThat(Plans.read(Files.writeString(folder.resolve("p.yaml"), Config.write(plan))))
        .isEqualTo(plan);
    train(data, plan, folder.resolve("model"), false);
    assertThat(Bundle.open(folder.resolve("model")).model().compared())
        .hasSize(4)
        .allMatch(one -> one.configurations().size() == 1);

    ScoringPace several = new Segment(data, all).scoring();
    assertThat(several.contest()).isPositive();
    assertThat(several.pairs()).isCloseTo(several.contest() * 1.5 * 3 / 2, within(1e-9));
    assertThat(several.judge()).isPositive();
    ScoringPace one = new Segment(data, own).scoring();
    assertThat(one.contest()).isZero();
    assertThat(one.pairs()).isZero();
  }

  /** Plans and bundles from before there were configurations. */
  @Test
  void aPlanWithoutTheNewKeysIsOneConfiguration() throws IOException {
    DataSet data = MadeVolumes.write(folder.resolve("data"), CASES);
    Plan plan = MadeVolumes.plan(data.outlines().orElseThrow(), 3, 1);
    String now = Config.write(plan);
    String old = now.replaceAll("(?m)^  (name: .*|others: .*)\\n", "");
    assertThat(old.length()).isLessThan(now.length());
    assertThat(Plans.read(Files.writeString(folder.resolve("old.yaml"), old))).isEqualTo(plan);
    assertThat(names(plan)).containsExactly("whole");
  }

  @Test
  void configurationsThatWaitForEachOtherOrForNobodyAreRefused() throws IOException {
    DataSet data = MadeVolumes.write(folder.resolve("data"), CASES);
    Plan own = MadeVolumes.plan(data.outlines().orElseThrow(), 3, 2);
    String yaml = Config.write(MadeVolumes.with(own, MadeVolumes.others(own, 3, true)));
    Path circle =
        Files.writeString(
            folder.resolve("circle.yaml"),
            yaml.replaceFirst("- name: low\\n", "- name: low\n      after: cascade\n"));
    assertThatThrownBy(() -> new Segment(data, Plans.read(circle)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("wait for each other");
    Path nobody =
        Files.writeString(folder.resolve("nobody.yaml"), yaml.replace("after: low", "after: high"));
    assertThatThrownBy(() -> Plans.read(nobody))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("after");
    Path twice =
        Files.writeString(
            folder.resolve("twice.yaml"), yaml.replace("- name: low", "- name: \"2d\""));
    assertThatThrownBy(() -> Plans.read(twice)).isInstanceOf(InputException.class);
  }

  /** The mean of softmax on the common grid, whichever configurations meet there. */
  @Test
  void probabilitiesOfConfigurationsAreAveraged() throws IOException {
    DataSet data = MadeVolumes.write(folder.resolve("data"), CASES);
    Plan own = MadeVolumes.plan(data.outlines().orElseThrow(), 2, 2);
    Plan all = MadeVolumes.with(own, MadeVolumes.others(own, 2, true));
    Plan pair = Configurations.of(all).only(List.of("3d", "2d"));
    Volume image = data.entries().getFirst().load().image();
    Map<String, List<Network>> networks = new HashMap<>();
    for (Plan one : Configurations.of(all).inOrder()) {
      networks.put(one.outlining().name(), List.of(Plans.network(one, networks.size())));
    }
    Segmenter segmenter = Segmenter.of(pair, networks, pair.compute());
    float[] p = segmenter.probabilities(image).voxels();
    float[] a = segmenter.alone(image).voxels();
    float[] b = segmenter.beside().getFirst().alone(image).voxels();
    double apart = 0;
    for (int v = 0; v < p.length; v++) {
      assertThat(p[v]).isEqualTo((a[v] + b[v]) / 2);
      apart = Math.max(apart, Math.abs(a[v] - b[v]));
    }
    assertThat(apart).isGreaterThan(0.01);
    // A low resolution comes onto the grid of the finer one, whichever is named first.
    Plan mixed = Configurations.of(all).only(List.of("low", "3d"));
    Segmenter fine = Segmenter.of(mixed, networks, pair.compute());
    assertThat(fine.plan().outlining().name()).isEqualTo("3d");
    Volume both = fine.probabilities(image);
    Volume low = fine.beside().getFirst().alone(image);
    assertThat(low.size().voxels()).isLessThan(both.size().voxels());
    int n = both.size().voxels();
    for (int v = 0; v < n; v++) {
      float sum = both.voxels()[v] + both.voxels()[n + v] + both.voxels()[2 * n + v];
      assertThat(sum).isCloseTo(1, within(1e-5f));
    }
  }

  /** The later network learns from outlines of networks that did not learn from the case. */
  @Test
  void aCascadeLearnsFromOutlinesOfUnseenCases() throws IOException {
    DataSet data = MadeVolumes.write(folder.resolve("data"), CASES);
    Plan own = MadeVolumes.plan(data.outlines().orElseThrow(), STEPS, 2);
    Plan all = MadeVolumes.with(own, MadeVolumes.others(own, STEPS, false));
    Plan cascade = Configurations.of(all).only(List.of("cascade"));
    assertThat(names(cascade)).containsExactly("low", "cascade");
    train(data, cascade, folder.resolve("model"), false);

    Segmenter both = Bundle.open(folder.resolve("model")).segmenter(1);
    Segmenter low = both.before().orElseThrow();
    Members members = Folding.of(data.entries(), cascade);
    Path kept = folder.resolve("model.run/earlier");
    for (int i = 0; i < CASES; i++) {
      LabelMap file = ImageFile.readLabels(kept.resolve("case-" + i + ".nii.gz"));
      Volume image = data.entries().get(i).load().image();
      int index = i;
      List<Integer> same = new ArrayList<>();
      for (Members.Member member : members.list()) {
        Segmenter one =
            new Segmenter(low.plan(), List.of(low.members().get(member.number())), low.compute());
        LabelMap made = one.coded(image, file.size(), both.alone(image).geometry());
        if (java.util.Arrays.equals(made.labels(), file.labels())) {
          same.add(member.number());
          assertThat(member.held()).contains(index);
        }
      }
      assertThat(same).as("case %d", i).hasSize(1);
    }
  }

  @Test
  void oneFoldCannotTeachACascade() throws IOException {
    DataSet data = MadeVolumes.write(folder.resolve("data"), CASES);
    Plan own = MadeVolumes.plan(data.outlines().orElseThrow(), 2, 1);
    Plan plan = MadeVolumes.with(own, MadeVolumes.others(own, 2, true));
    assertThatThrownBy(() -> train(data, plan, folder.resolve("model"), false))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--folds 2");
    assertThat(folder.resolve("model.run")).doesNotExist();
  }

  @Test
  void anInterruptedRunGoesOnToTheSameBytes() throws IOException {
    DataSet data = MadeVolumes.write(folder.resolve("data"), CASES);
    Plan own = MadeVolumes.plan(data.outlines().orElseThrow(), 4, 2);
    Plan all = MadeVolumes.with(own, MadeVolumes.others(own, 4, true));
    Plan plan = all.with(all.outlining().judging(2));
    train(data, plan, folder.resolve("whole"), false);
    for (String where : List.of("low: network 2", "cascade: network 1")) {
      Path out = folder.resolve("cut-" + where.charAt(0));
      assertThatThrownBy(
              () -> train(data, plan, out, false, label -> new Cut(label.startsWith(where))))
          .isInstanceOf(IllegalStateException.class);
      train(data, plan, out, true);
      assertThat(out.resolve("weights.safetensors"))
          .as(where)
          .hasSameBinaryContentAs(folder.resolve("whole/weights.safetensors"));
    }
  }

  /** Stops after the second step. */
  private record Cut(boolean here) implements Progress {
    @Override
    public void step(Moment moment, double loss) {
      if (here && moment.step() == 2) {
        throw new IllegalStateException("power cut");
      }
    }

    @Override
    public void validated(Moment moment, Validation validation) {}
  }

  /** A random field is kept only where it improves held-out cases. */
  @Test
  void aRandomFieldIsKeptOnlyWhenItHelps() throws IOException {
    DataSet data = MadeVolumes.write(folder.resolve("data"), CASES);
    Plan own = MadeVolumes.plan(data.outlines().orElseThrow(), STEPS, 2);
    // Ties so strong that everything becomes one: cannot help.
    var flat = new DenseCrf(5, 0, 10, 1, 1000, 30);
    Plan plan = own.with(own.outlining().with(own.outlining().tidying(), Optional.of(flat)));
    train(data, plan, folder.resolve("model"), false);
    Model model = Bundle.open(folder.resolve("model")).model();
    assertThat(model.compared()).hasSize(2);
    assertThat(model.compared().getFirst().configurations()).containsExactly("whole");
    assertThat(model.plan().outlining().crf()).isEmpty();
    // Probabilities that are hardly drawn to anything: kept if it improves, and then applied.
    var mild = new DenseCrf(3, 2, 3, 0.7, 1, 1.5);
    Plan other = own.with(own.outlining().with(own.outlining().tidying(), Optional.of(mild)));
    train(data, other, folder.resolve("other"), false);
    Model second = Bundle.open(folder.resolve("other")).model();
    boolean better = second.compared().getFirst().configurations().contains("crf");
    assertThat(second.plan().outlining().crf().isPresent()).isEqualTo(better);
    assertThat(second.compared().getFirst().score())
        .isGreaterThanOrEqualTo(second.compared().getLast().score());
  }
}
