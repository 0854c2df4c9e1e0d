package io.osler.learn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.config.Config;
import io.osler.core.config.InputException;
import io.osler.core.config.Json;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.DataSets;
import io.osler.learn.data.Entry;
import io.osler.learn.data.Labels;
import io.osler.learn.data.Source;
import io.osler.learn.data.Split;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static final Path ROOT = Path.of(System.getProperty("osler.root", ".."));

  private record Given(Volume image) implements Source {
    @Override
    public Volume read() {
      return image;
    }

    @Override
    public void digest(MessageDigest digest) {
      digest.update(
          Arrays.toString(image.voxels()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  private record Broken() implements Source {
    @Override
    public Volume read() {
      throw new InputException("x.png is cut off 100% of the time.", "", "");
    }

    @Override
    public void digest(MessageDigest digest) {}
  }

  private final List<Entry> entries = new ArrayList<>();

  private static Volume noise(int side, long seed) {
    float[] voxels = new float[side * side];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] = random.nextInt(256);
    }
    return Volume.of(Size.of(side, side), Geometry.UNIT, voxels);
  }

  private void add(Split split, int label, Source source) {
    String id = "e" + entries.size();
    Truth truth = label < 0 ? new Truth.Unknown() : new Truth.Category(label);
    entries.add(new Entry(id, "person" + entries.size(), split, truth, Map.of(), source));
  }

  private Fingerprint look() {
    Labels labels = new Labels(Labels.Kind.SINGLE_LABEL, List.of("a", "b"), 1);
    return Fingerprint.of(new DataSet("made", labels, entries, List.of()));
  }

  private static int count(Fingerprint print, String kind) {
    return print.findings().stream()
        .filter(finding -> finding.kind().equals(kind))
        .mapToInt(Fingerprint.Finding::count)
        .sum();
  }

  @Test
  void breastMnistHasOneImageInTrainAndTest() {
    Fingerprint print =
        Fingerprint.of(DataSets.open(ROOT.resolve("examples/data/breastmnist.npz")));
    assertThat(count(print, "duplicate-across-splits")).isEqualTo(1);
    assertThat(print.counts().get("train"))
        .containsEntry("malignant", 147)
        .containsEntry("normal or benign", 399);
    assertThat(print.splits()).containsEntry("test", 156);
    assertThat(print.width()).isEqualTo(new Fingerprint.Range(28, 28, 28));
    assertThat(print.channels()).containsExactly(1);
    assertThat(print.twoValued()).isFalse();
    assertThat(print.table()).contains("positive: malignant").contains("147 malignant");
    assertThat(Config.read(Fingerprint.class, Config.write(print))).isEqualTo(print);
    assertThat(Json.read(Fingerprint.class, Json.write(print))).isEqualTo(print);
  }

  @Test
  void everyPlantedFaultIsFoundAndNothingElse() {
    for (int i = 0; i < 40; i++) {
      add(i < 30 ? Split.TRAIN : Split.VAL, i % 2, new Given(noise(16, i)));
    }
    assertThat(look().findings()).isEmpty();

    float[] near = noise(16, 4).voxels().clone();
    near[7] += 3;
    float[] bad = noise(16, 50).voxels().clone();
    bad[9] = Float.NaN;
    add(Split.VAL, 0, new Given(noise(16, 2)));
    add(Split.TRAIN, 1, new Given(noise(16, 6)));
    add(Split.TEST, 0, new Given(Volume.of(Size.of(16, 16), Geometry.UNIT, near)));
    add(Split.TRAIN, 0, new Given(Volume.of(Size.of(16, 16), Geometry.UNIT, bad)));
    add(Split.TRAIN, 0, new Given(Volume.of(Size.of(16, 16), Geometry.UNIT, new float[256])));
    add(Split.TRAIN, -1, new Given(noise(17, 60)));
    add(Split.TRAIN, 0, new Broken());
    Fingerprint print = look();
    assertThat(print.findings())
        .extracting(Fingerprint.Finding::kind)
        .containsExactlyInAnyOrder(
            "unreadable",
            "not-finite",
            "constant",
            "missing-label",
            "absent-class",
            "duplicate-across-splits",
            "duplicate",
            "duplicate-label-conflict",
            "near-duplicate-across-splits",
            "odd-size");
    assertThat(print.findings().getFirst().severity()).isEqualTo(Fingerprint.Severity.ERROR);
    assertThat(print.table()).contains("100% of the time").doesNotContain("person");
  }

  @Test
  void aClassOfOnePatientIsTold() {
    for (int i = 0; i < 6; i++) {
      add(Split.NONE, i == 3 ? 1 : 0, new Given(noise(16, i)));
    }
    Fingerprint print = look();
    assertThat(count(print, "one-patient-class")).isEqualTo(1);
    assertThat(print.table()).contains("All 1 image(s) of 'b' are of one patient.");
  }

  @Test
  void findingsThatWereNotReadAreGaps() {
    for (int i = 0; i < 6; i++) {
      var truth = new Truth.Findings(List.of((double) (i % 2), i < 4 ? Double.NaN : i % 2));
      entries.add(
          new Entry("e" + i, "p" + i, Split.NONE, truth, Map.of(), new Given(noise(16, i))));
    }
    Labels labels = new Labels(Labels.Kind.MULTI_LABEL, List.of("mass", "edema"), 1);
    Fingerprint print = Fingerprint.of(new DataSet("made", labels, entries, List.of()));
    assertThat(count(print, "unread-finding")).isEqualTo(4);
    assertThat(print.table()).contains("'edema' in 4 of 6 image(s)").doesNotContain("'mass' in");
  }

  @Test
  void oneClassAndStraddlingPatientsAreErrors() {
    for (int i = 0; i < 4; i++) {
      add(i < 2 ? Split.TRAIN : Split.TEST, 0, new Given(noise(8, i)));
    }
    Entry first = entries.getFirst();
    entries.set(
        3, new Entry("x", first.patient(), Split.TEST, first.truth(), Map.of(), first.source()));
    Fingerprint print = look();
    assertThat(print.has("one-class")).isTrue();
    assertThat(print.has("patient-across-splits")).isTrue();
    assertThat(count(print, "absent-class")).isEqualTo(2);
  }

  /** Naive twin: all pairs, no screening. */
  @Test
  void screeningMissesNoNearPair() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 200; i++) {
      Volume image = noise(16, i % 60);
      float[] voxels = image.voxels().clone();
      double amount = random.nextDouble(0, 6);
      for (int v = 0; v < voxels.length; v++) {
        voxels[v] += (float) (amount * random.nextGaussian());
      }
      add(Split.TRAIN, i % 2, new Given(image.with(voxels)));
    }
    List<ImageFacts> facts = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      facts.add(ImageFacts.of(entries.get(i), i, 16));
    }
    List<Twins.Pair> naive = new ArrayList<>();
    for (int b = 0; b < facts.size(); b++) {
      for (int a = 0; a < b; a++) {
        double correlation = 0;
        for (int v = 0; v < 256; v++) {
          correlation += facts.get(a).thumbnail()[v] * (double) facts.get(b).thumbnail()[v];
        }
        if (correlation >= 0.999) {
          naive.add(new Twins.Pair(a, b));
          break;
        }
      }
    }
    assertThat(naive).hasSizeGreaterThan(10);
    assertThat(Twins.near(facts)).isEqualTo(naive);
  }

  @Test
  @Tag("real-data")
  void pneumoniaMnistHasEightImagesInTrainAndVal() {
    Path data = Path.of(System.getProperty("osler.data"), "pneumoniamnist");
    long start = System.nanoTime();
    Fingerprint print = Fingerprint.of(DataSets.open(data));
    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(count(print, "duplicate-across-splits")).isEqualTo(8);
    assertThat(print.images()).isEqualTo(5232);
    assertThat(seconds).isLessThan(20);
  }

  @Test
  @Tag("real-data")
  void adrenalMasksAreSeenAsMasks() {
    Path data = Path.of(System.getProperty("osler.data"), "adrenalmnist3d/adrenalmnist3d.npz");
    Fingerprint print = Fingerprint.of(DataSets.open(data));
    assertThat(print.twoValued()).isTrue();
    assertThat(print.depth().median()).isEqualTo(28);
  }

  /** Its bright scanner is a group, its images of little noise are named. */
  @Test
  @Tag("real-data")
  void theHippocampusSetFallsIntoGroupsOfBrightness() {
    Path data = Path.of(System.getProperty("osler.data"), "Task04_Hippocampus");
    OutlineFingerprint print = OutlineFingerprint.of(DataSets.open(data));
    assertThat(print.quality().groups()).containsEntry("mean", 27);
    assertThat(print.quality().outliers()).isNotEmpty();
    assertThat(print.has("quality-groups")).isTrue();
    assertThat(print.table()).contains("stands out", "little noise", "mean 27");
  }
}
