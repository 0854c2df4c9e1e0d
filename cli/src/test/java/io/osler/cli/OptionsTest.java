package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.config.Json;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said twice, by options, a plan, a model and the data: obeyed, or refused with a word. */
class OptionsTest {
  @TempDir static Path shared;
  private static Path data = Path.of(".");
  private static Path model = Path.of(".");

  @TempDir Path folder;

  @BeforeAll
  static void train() throws IOException {
    data = Made.set(shared);
    model = shared.resolve("model");
    Path plan = Made.plan(shared.resolve("plan.yaml"), 40, 1);
    assertThat(Shell.run("train", data, "--plan", plan, "--out", model).status()).isZero();
  }

  /** The same images where a sidecar numbers the classes the other way round. */
  @Test
  void classesAreMetByNameWhateverTheirNumbers() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.writeString(other.resolve("labels.yaml"), "classes: [bright, dark]\n");
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    int[] labels = Made.alternating(24, 2);
    byte[] turned = Made.bytes(java.util.Arrays.stream(labels).map(one -> 1 - one).toArray());
    arrays.put(
        "test_images", Made.npy(Made.images(labels, 144, 3), labels.length, Made.SIDE, Made.SIDE));
    arrays.put("test_labels", Made.npy(turned, labels.length));
    Path data = Made.npz(other.resolve("other.npz"), arrays);
    for (Path one : List.of(OptionsTest.data, data)) {
      Path out = folder.resolve(one.getFileName() + ".evaluation");
      var result = Shell.run("evaluate", model, one, "--split", "test", "--out", out);
      assertThat(result.status()).as(result.err()).isZero();
    }
    assertThat(Json.read(Files.readString(folder.resolve("other.npz.evaluation/evaluation.json"))))
        .isEqualTo(
            Json.read(Files.readString(folder.resolve("made.npz.evaluation/evaluation.json"))));
    Files.writeString(other.resolve("labels.yaml"), "classes: [good, bad]\n");
    var refused = Shell.run("evaluate", model, data, "--out", folder.resolve("never"));
    assertThat(refused.isCleanRefusal()).as(refused.toString()).isTrue();
    assertThat(refused.err()).contains("[good, bad], the model [dark, bright]", "--labels");
  }

  @Test
  void optionsBesideAPlanAreObeyedOrSaidToChangeNothing() throws IOException {
    Path plan = Made.plan(folder.resolve("plan.yaml"), 4, 1);
    Path model = folder.resolve("model");
    var trained =
        Shell.run(
            "train",
            data,
            "--plan",
            plan,
            "--seed",
            11,
            "--threads",
            2,
            "--budget",
            "5m",
            "--out",
            model);
    assertThat(trained.status()).as(trained.err()).isZero();
    assertThat(trained.err()).contains("note: --budget changes nothing").doesNotContain("compare");
    assertThat(model.resolve("model.yaml")).content().contains("seed: 11", "threads: 2");
    Path never = folder.resolve("never");
    for (Object[] command :
        new Object[][] {
          {"train", data, "--plan", plan, "--positive", "dark", "--out", never},
          {"train", data, "--compare", "--out", never},
          {"predict", model, data, "--out", never},
          {"predict", model, data, "--probabilities"},
          {"evaluate", model, data, "--tolerance", 2, "--out", never}
        }) {
      var refused = Shell.run(command);
      assertThat(refused.status()).as(refused.toString()).isEqualTo(1);
      assertThat(refused.out()).isEmpty();
      assertThat(refused.err()).containsPattern("osler: --.*(leave|change)");
      assertThat(never).doesNotExist();
    }
  }

  /** A plan of {@code made.npz} with one text in place of another. */
  private Path edited(Path plan, String before, String after) throws IOException {
    String yaml = Files.readString(plan);
    assertThat(yaml).contains(before);
    return Files.writeString(plan, yaml.replace(before, after));
  }

  private void refused(Path set, Path plan, String... words) {
    Path never = folder.resolve("never");
    var refused = Shell.run("train", set, "--plan", plan, "--out", never);
    assertThat(refused.isCleanRefusal()).as(refused.toString()).isTrue();
    assertThat(refused.err()).contains(words);
    assertThat(never).doesNotExist();
    assertThat(folder.resolve("never.run")).doesNotExist();
  }

  @Test
  void editsThatCannotBeObeyedAreRefused() throws IOException {
    Path plan = Made.plan(folder.resolve("plan.yaml"), 4, 1);
    refused(
        data,
        edited(plan, "loss: cross-entropy", "loss: binary-cross-entropy"),
        "'learning.loss' is binary-cross-entropy",
        "one of several classes");
    Made.plan(plan, 4, 1);
    refused(data, edited(plan, "mirror: []", "mirror: [0, 2]"), "inference.mirror", "columns");
    Made.plan(plan, 4, 50);
    refused(data, plan, "72 patients are too few for 50 folds", "fewer folds");
  }

  @Test
  void numbersOutOfRangeAreRefusedByTheirOption() {
    for (String[] one :
        new String[][] {{"--threads", "0"}, {"--threads", "5000"}, {"--folds", "0"}}) {
      var refused = Shell.run("plan", data, one[0], one[1]);
      assertThat(refused.isCleanRefusal()).as(refused.toString()).isTrue();
      assertThat(refused.err()).contains(one[0], one[1]);
    }
  }

  private Path manifest(String name, String... rows) throws IOException {
    StringBuilder text = new StringBuilder("path,label,patient,split\n");
    for (int i = 0; i < rows.length; i++) {
      boolean colour = i % 4 > 1;
      var image =
          new BufferedImage(
              Made.SIDE,
              Made.SIDE,
              colour ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_BYTE_GRAY);
      for (int v = 0; v < Made.SIDE * Made.SIDE; v++) {
        int value = 40 + (v * 31 + 17 * i) % 90 + 80 * (i % 2);
        image.setRGB(v % Made.SIDE, v / Made.SIDE, value * 0x010101);
      }
      Path file = folder.resolve("%s/%d.png".formatted(name, i));
      Files.createDirectories(file.resolveSibling(""));
      assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();
      text.append("%d.png,%s%n".formatted(i, rows[i]));
    }
    return Files.writeString(folder.resolve(name + "/manifest.csv"), text);
  }

  @Test
  void aClassThatOccursOnceIsRefused() throws IOException {
    Path plan = Made.plan(folder.resolve("plan.yaml"), 4, 1);
    String[] rows = new String[24];
    Arrays.setAll(rows, i -> (i == 5 ? "bright" : "dark") + ",p" + i + ",");
    refused(manifest("once", rows), plan, "only 1 case(s) of 'bright'", "one patient");
    Arrays.setAll(rows, i -> (i < 3 ? "bright" : "dark") + ",p" + (i < 3 ? 0 : i) + ",");
    refused(manifest("same", rows), plan, "only 3 case(s) of 'bright'", "one patient");
  }

  /** Of three folds, one is held against no case of a class of two patients. */
  @Test
  void aRareClassOfThreeInFolds() throws IOException {
    String[] rows = new String[30];
    Arrays.setAll(
        rows, i -> (i < 2 ? "rare" : List.of("dark", "bright").get(i % 2)) + ",p" + i + ",");
    Path set = manifest("rare", rows);
    Path plan = Made.plan(folder.resolve("plan.yaml"), 4, 3);
    edited(plan, "prepare: []", "prepare: [{kind: grey}]");
    edited(plan, "classes: [dark, bright]", "classes: [dark, bright, rare]");
    Path model = folder.resolve("three");
    var trained = Shell.run("train", set, "--plan", plan, "--positive", "rare", "--out", model);
    assertThat(trained.err()).contains("note: --positive changes nothing");
    assertThat(trained.status()).as(trained.err()).isZero();
    assertThat(trained.out()).contains("30 cases", "rare, 2 cases");
    Path two = manifest("two", Arrays.copyOfRange(rows, 2, 22));
    Path out = folder.resolve("e");
    var absent = Shell.run("evaluate", model, two, "--out", out);
    assertThat(absent.isCleanRefusal()).as(absent.toString()).isTrue();
    assertThat(absent.err()).contains("No case of 'rare'", "--allow-absent");
    var scored = Shell.run("evaluate", model, two, "--allow-absent", "--out", out);
    assertThat(scored.status()).as(scored.err()).isZero();
    var looked = Shell.run("fingerprint", set, "--positive", "rare");
    assertThat(looked.err()).contains("'rare' is not looked for alone", "3 classes");
  }

  /** Cases of no split are learnt from with those of the training split. */
  @Test
  void greyAndColourImagesOfWhichSomeHaveNoSplit() throws IOException {
    String[] rows = new String[32];
    Arrays.setAll(
        rows,
        i -> Made.CLASSES.get(i % 2) + ",p" + i + "," + (i < 8 ? "val" : i > 28 ? "" : "train"));
    rows[30] = rows[30].replace("dark", "bright");
    Path set = manifest("mixed", rows);
    var planned = Shell.run("plan", set, "--budget", "40s", "--threads", 1);
    assertThat(planned.status()).as(planned.err()).isZero();
    assertThat(planned.out())
        .contains("prepare: [grey]", "some images are grey and some in colour");
    Path plan = Made.plan(folder.resolve("plan.yaml"), 4, 1);
    edited(plan, "prepare: []", "prepare: [{kind: grey}]");
    Path grey = folder.resolve("grey");
    var trained = Shell.run("train", set, "--plan", plan, "--out", grey);
    assertThat(trained.status()).as(trained.err()).isZero();
    assertThat(Shell.run("predict", grey, set).status()).isZero();
  }
}
