package io.osler.learn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SplitsTest {
  private record Flat(float value) implements Source {
    @Override
    public Volume read() {
      return Volume.of(Size.of(2, 2), Geometry.UNIT, new float[] {value, 0, 0, 1});
    }

    @Override
    public void digest(MessageDigest digest) {
      digest.update((byte) value);
    }
  }

  /** 300 images of 100 patients, one patient in five ill. */
  private static DataSet made(Split split) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int patient = (i * 7 + i / 11) % 100;
      Truth truth = new Truth.Category(patient % 5 == 0 ? 1 : 0);
      entries.add(new Entry("i" + i, "p" + patient, split, truth, Map.of(), new Flat(i)));
    }
    Labels labels = new Labels(Labels.Kind.SINGLE_LABEL, List.of("no", "yes"), 1);
    return new DataSet("made", labels, entries, List.of());
  }

  private static int count(DataSet data, int label) {
    return data.only(e -> e.truth().equals(new Truth.Category(label))).size();
  }

  @Test
  void foldsKeepPatientsTogetherAndClassesEven() {
    DataSet data = made(Split.NONE);
    List<Splits.Fold> folds = Splits.folds(data, 5, new SplittableRandom(1));
    Set<String> judged = new HashSet<>();
    for (Splits.Fold fold : folds) {
      Set<String> train = new HashSet<>();
      fold.train().entries().forEach(e -> train.add(e.patient()));
      assertThat(fold.val().entries()).noneMatch(e -> train.contains(e.patient()));
      fold.val().entries().forEach(e -> assertThat(judged.add(e.id())).isTrue());
      assertThat(fold.val().size()).isBetween(52, 68);
      assertThat(count(fold.val(), 1)).isBetween(count(data, 1) / 5 - 3, count(data, 1) / 5 + 3);
    }
    assertThat(judged).hasSize(300);
    assertThat(Splits.folds(data, 5, new SplittableRandom(1))).isEqualTo(folds);
    assertThat(Splits.folds(data, 5, new SplittableRandom(2))).isNotEqualTo(folds);
    assertThatThrownBy(() -> Splits.folds(data, 101, new SplittableRandom(1)))
        .isInstanceOf(InputException.class);
  }

  @Test
  void foldsOfBreastMnistAreStratified() {
    DataSet train = DataSets.open(DataSetsTest.BREAST).only(Split.TRAIN);
    for (Splits.Fold fold : Splits.folds(train, 5, new SplittableRandom(3))) {
      assertThat(count(fold.val(), 0)).isBetween(29, 30);
      assertThat(fold.val().size()).isBetween(109, 110);
    }
  }

  @Test
  void aMissingValComesFromTrain() {
    DataSet done = Splits.complete(made(Split.TRAIN), 0.2, 5);
    assertThat(done.only(Split.VAL).size()).isBetween(50, 70);
    assertThat(done.only(Split.TRAIN).size() + done.only(Split.VAL).size()).isEqualTo(300);
    assertThat(Splits.straddling(done)).isEmpty();
    assertThat(Splits.complete(made(Split.TRAIN), 0.2, 5)).isEqualTo(done);
    assertThat(Splits.complete(done, 0.3, 9)).isEqualTo(done);
    DataSet all = Splits.complete(made(Split.NONE), 0.2, 5);
    assertThat(all.has(Split.TEST) && all.has(Split.VAL) && all.has(Split.TRAIN)).isTrue();
    assertThat(Splits.straddling(all)).isEmpty();
  }

  @Test
  void aPatientOnTwoSidesIsRefusedWithoutBeingNamed() {
    DataSet data = made(Split.TRAIN);
    List<Entry> moved = new ArrayList<>(data.entries());
    String patient = moved.get(3).patient();
    moved.set(3, moved.get(3).with(Split.TEST));
    DataSet bad = data.with(moved);
    assertThat(Splits.straddling(bad)).containsExactly(patient);
    assertThatThrownBy(() -> Splits.check(bad))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("1 patient(s)")
        .hasMessageNotContaining(patient);
  }
}
