package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.io.ImageFile;
import io.osler.core.io.LabelOut;
import io.osler.core.io.Nifti;
import io.osler.core.transform.Orient;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Label maps through the commands, from every layout to the report. */
@Timeout(300)
class OutlineCommandsTest {
  private static final Size PATCH = new Size(16, 16, 16);
  private static final List<String> STRUCTURES = List.of("core", "shell");

  @TempDir static Path shared;
  private static Path data = Path.of(".");
  private static Path model = Path.of(".");

  @TempDir Path folder;

  @BeforeAll
  static void train() throws IOException {
    data = MadeOutlines.decathlon(shared.resolve("Task90_Made"));
    Path plan = MadeOutlines.plan(shared.resolve("p.yaml"), STRUCTURES, Vec3.ONE, PATCH, 60);
    model = shared.resolve("model");
    var result = Shell.run("train", data, "--plan", plan, "--out", model);
    assertThat(result.status()).as(result.err()).isZero();
  }

  private static JsonNode json(Path file) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(file));
  }

  @Test
  void everyLayoutIsReadTrainedAndScored() throws IOException {
    List<Path> layouts =
        List.of(
            MadeOutlines.nnunet(folder.resolve("Dataset090_Made")),
            MadeOutlines.folders(folder.resolve("folders")),
            MadeOutlines.pairs(folder.resolve("pairs")));
    for (Path layout : layouts) {
      String name = String.valueOf(layout.getFileName());
      boolean named = name.startsWith("Dataset");
      var print = Shell.run("fingerprint", layout);
      assertThat(print.status()).as(print.err()).isZero();
      assertThat(print.out()).contains("6 cases", named ? "core" : "label-1");
      List<String> structures = named ? STRUCTURES : List.of("label-1", "label-2");
      Path plan = MadeOutlines.plan(folder.resolve(name + ".yaml"), structures, Vec3.ONE, PATCH, 2);
      Path out = folder.resolve(name + "-model");
      var trained = Shell.run("train", layout, "--plan", plan, "--out", out);
      assertThat(trained.status()).as(trained.err()).isZero();
      Path scores = folder.resolve(name + "-scores");
      var scored = Shell.run("evaluate", model, layout, "--out", scores);
      assertThat(scored.status()).as(scored.err()).isZero();
      // The same images as the model's own, whatever they are called here.
      assertThat(scored.out()).contains("6 of 6 cases were trained on");
      assertThat(
              json(scores.resolve("evaluation.json")).at("/structures/shell/dice/value").asDouble())
          .isBetween(0.5, 1.0);
    }
  }

  @Test
  void theEvaluationHoldsEveryMetricOfForegroundStructuresWithItsInterval() throws IOException {
    Path out = folder.resolve("evaluation");
    var result = Shell.run("evaluate", model, data, "--out", out);
    assertThat(result.status()).as(result.err()).isZero();
    JsonNode evaluation = json(out.resolve("evaluation.json"));
    assertThat(evaluation.get("structures").propertyNames()).containsExactly("core", "shell");
    for (String metric :
        List.of(
            "dice",
            "iou",
            "hd",
            "hd95",
            "assd",
            "masd",
            "nsd",
            "boundary-iou",
            "cl-dice",
            "sensitivity",
            "precision",
            "volume-error")) {
      JsonNode one = evaluation.get("structures").get("shell").get(metric);
      assertThat(one).as(metric).isNotNull();
      double value = one.get("value").asDouble();
      assertThat(value)
          .as(metric)
          .isBetween(one.get("low").asDouble() - 1e-9, one.get("high").asDouble() + 1e-9);
      double mean = 0;
      for (int c = 0; c < MadeOutlines.CASES; c++) {
        mean +=
            evaluation.at("/cases/case_%d/shell/%s".formatted(c, metric)).asDouble()
                / MadeOutlines.CASES;
      }
      assertThat(value).as(metric).isCloseTo(mean, within(1e-6));
    }
    assertThat(Files.readString(out.resolve("report.html")))
        .contains(
            "no proof of accuracy", "Worst cases first", "Volume: predicted", "Dice expected");
  }

  @Test
  void anyToolsMasksAreScored() throws IOException {
    Path out = folder.resolve("own");
    Path labels = data.resolve("labelsTr");
    var perfect = Shell.run("evaluate", "--predictions", labels, data, "--out", out);
    assertThat(perfect.status()).as(perfect.err()).isZero();
    JsonNode evaluation = json(out.resolve("evaluation.json"));
    assertThat(evaluation.at("/structures/core/dice/value").asDouble()).isEqualTo(1);
    assertThat(evaluation.at("/structures/core/hd95/value").asDouble()).isZero();
    Path few = Files.createDirectories(folder.resolve("few"));
    Files.copy(labels.resolve("case_0.nii.gz"), few.resolve("case_0.nii.gz"));
    var missing =
        Shell.run("evaluate", "--predictions", few, data, "--out", folder.resolve("nothing"));
    assertThat(missing.isCleanRefusal()).as(missing.toString()).isTrue();
    assertThat(missing.err()).contains("no label map for 5 of 6 cases", "case_1");
    assertThat(folder.resolve("nothing")).doesNotExist();
  }

  /** Rows counted from the other side, and labels of structures that nobody asked for. */
  @Test
  void masksInAnotherOrderAndOfMoreStructuresAreScored() throws IOException {
    Path masks = Files.createDirectories(folder.resolve("masks"));
    for (int c = 0; c < MadeOutlines.CASES; c++) {
      int[] labels = MadeOutlines.labels(c);
      labels[0] = c == 2 ? 9 : labels[0];
      LabelMap map = new LabelMap(MadeOutlines.SIZE, MadeOutlines.GRID, labels);
      LabelOut.replace(
          masks.resolve("case_%d.nii.gz".formatted(c)),
          c == 3 ? new Orient("SAR").apply(map) : map);
    }
    Path out = folder.resolve("turned");
    var result = Shell.run("evaluate", "--predictions", masks, data, "--out", out);
    assertThat(result.status()).as(result.err()).isZero();
    JsonNode evaluation = json(out.resolve("evaluation.json"));
    assertThat(evaluation.at("/structures/core/dice/low").asDouble()).isEqualTo(1);
    assertThat(evaluation.at("/cases/case_3/shell/hd").asDouble()).isZero();
    assertThat(evaluation.at("/warnings/0").asString()).contains("[9]", "stand for no structure");
  }

  @Test
  void predictionsLieOnTheGridOfTheirImageInItsFormat() throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    Volume image = MadeOutlines.image(2);
    Nifti.write(images.resolve("a.nii.gz"), image, Nifti.Store.INT16);
    Volume turned = new Orient("SAL").apply(image);
    Nifti.write(images.resolve("b.nii"), turned, Nifti.Store.FLOAT32);
    int[] grey = new int[image.voxels().length];
    for (int v = 0; v < grey.length; v++) {
      grey[v] = Math.max(0, (int) image.voxels()[v]);
    }
    LabelOut.replace(images.resolve("c.nrrd"), new LabelMap(image.size(), image.geometry(), grey));
    LabelOut.replace(images.resolve("d.mha"), new LabelMap(image.size(), image.geometry(), grey));
    Path out = folder.resolve("predictions");
    var result = Shell.run("predict", model, images, "--out", out, "--probabilities");
    assertThat(result.status()).as(result.err()).isZero();
    List<LabelMap> upright = new ArrayList<>();
    for (String name : List.of("a.nii.gz", "b.nii", "c.nrrd", "d.mha")) {
      LabelMap found = ImageFile.readLabels(out.resolve(name));
      Volume read = ImageFile.read(images.resolve(name));
      assertThat(found.size()).as(name).isEqualTo(read.size());
      assertThat(found.geometry().matches(read.geometry(), 1e-4)).as(name).isTrue();
      upright.add(new Orient("LPS").apply(found));
      String id = name.substring(0, 1);
      Volume p = Nifti.read(out.resolve(id + ".probabilities.nii.gz"));
      assertThat(p.size()).isEqualTo(read.size());
      assertThat(p.channels()).isEqualTo(3);
      int n = p.size().voxels();
      for (int v = 0; v < n; v++) {
        assertThat(p.voxels()[v] + p.voxels()[n + v] + p.voxels()[2 * n + v])
            .isCloseTo(1, within(1e-4f));
      }
      for (float h : Nifti.read(out.resolve(id + ".entropy.nii.gz")).voxels()) {
        assertThat(h).isBetween(0f, 1.0001f);
      }
    }
    // The same anatomy stored in another order and another format gives the same answer.
    for (LabelMap other : upright) {
      assertThat(other.labels()).isEqualTo(upright.getFirst().labels()).contains(0, 1, 2);
    }
    JsonNode summary = json(out.resolve("predictions.json")).get("cases").get(0);
    assertThat(summary.at("/structures/core/expected-dice").asDouble()).isBetween(0.05, 1.0);
    var again = Shell.run("predict", model, images, "--out", out);
    assertThat(again.isCleanRefusal()).as(again.toString()).isTrue();
    assertThat(again.err()).contains("exists already");
  }

  @Test
  void oneBadImageKeepsNoneOfTheOthersFromTheirLabelMap() throws IOException {
    Path images = Files.createDirectories(folder.resolve("mixed"));
    Nifti.write(images.resolve("a.nii.gz"), MadeOutlines.image(2), Nifti.Store.INT16);
    byte[] whole = Files.readAllBytes(images.resolve("a.nii.gz"));
    Files.write(images.resolve("b.nii.gz"), Arrays.copyOf(whole, whole.length / 2));
    Files.write(images.resolve("c.nii.gz"), whole);
    Path out = folder.resolve("mixed-out");
    var result = Shell.run("predict", model, images, "--out", out);
    assertThat(result.status()).as(result.err()).isEqualTo(1);
    assertThat(result.err()).contains("b.nii.gz", "1 of 3 images were refused", "the others stand");
    assertThat(out.resolve("b.nii.gz")).doesNotExist();
    assertThat(Files.readAllBytes(out.resolve("c.nii.gz")))
        .isEqualTo(Files.readAllBytes(out.resolve("a.nii.gz")));
    JsonNode summary = json(out.resolve("predictions.json"));
    assertThat(summary.get("cases").size()).isEqualTo(2);
    assertThat(summary.at("/refused/0/id").asString()).isEqualTo("b");
    assertThat(summary.at("/refused/0/why").asString()).contains("b.nii.gz");
  }
}
