package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.config.Config;
import io.osler.core.config.Json;
import io.osler.learn.bundle.Bundle;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Plans;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From labelled images to a model and all that is done with it, by the commands a user types. */
class SpineTest {
  private static final Set<String> METRICS =
      Set.of(
          "auc",
          "accuracy",
          "balanced-accuracy",
          "sensitivity",
          "specificity",
          "ppv",
          "npv",
          "f1",
          "mcc",
          "kappa",
          "kappa-quadratic",
          "average-precision",
          "log-loss",
          "brier",
          "ece");

  @TempDir static Path shared;
  private static Path data = Path.of(".");
  private static Path model = Path.of(".");
  private static Shell.Result trained = new Shell.Result(-1, "", "");

  @TempDir Path folder;

  @BeforeAll
  static void train() throws IOException {
    data = Made.set(shared);
    model = shared.resolve("model");
    Path plan = Made.plan(shared.resolve("plan.yaml"), 40, 1);
    trained = Shell.run("train", data, "--plan", plan, "--out", model);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> at(Map<String, Object> json, String... path) {
    Map<String, Object> here = json;
    for (String key : path) {
      assertThat(here).containsKey(key);
      here = (Map<String, Object>) Objects.requireNonNull(here.get(key));
    }
    return here;
  }

  private static Map<String, Object> json(Path file) throws IOException {
    return Json.read(Files.readString(file));
  }

  private static double number(Map<String, Object> json, String key) {
    return ((Number) Objects.requireNonNull(json.get(key))).doubleValue();
  }

  @Test
  void trainingWritesAWholeBundleAndKeepsProgressOffStdout() throws IOException {
    assertThat(trained.status()).as(trained.err()).isZero();
    assertThat(trained.out()).contains("auc", "model written to").doesNotContain("images/s");
    assertThat(trained.err()).contains("network 1 of 1", "images/s");
    try (Stream<Path> files = Files.list(model)) {
      assertThat(files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()))
          .containsExactlyInAnyOrder(
              "model.yaml",
              "weights.safetensors",
              "evaluation.json",
              "card.md",
              "origin.json",
              "trained-on.txt",
              "learning-curves.jsonl",
              "SHA256SUMS");
    }
    assertThat(json(model.resolve("evaluation.json"))).containsEntry("on", "the validation cases");
    assertThat(json(model.resolve("origin.json")))
        .containsKeys("data-sha256", "plan-sha256", "seed", "code", "versions");
    assertThat(shared.resolve("model.run/network-0/log.jsonl")).content().contains("\"loss\"");
  }

  @Test
  void evaluationHoldsEveryMetricWithItsInterval() throws IOException {
    Path out = folder.resolve("evaluation");
    var result = Shell.run("evaluate", model, data, "--split", "test", "--out", out);
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).contains("auc", "95 % interval", "the test split: 24 cases");
    Map<String, Object> evaluation = json(out.resolve("evaluation.json"));
    assertThat(at(evaluation, "metrics").keySet()).isEqualTo(METRICS);
    for (String name : METRICS) {
      Map<String, Object> one = at(evaluation, "metrics", name);
      assertThat(number(one, "low")).as(name).isLessThanOrEqualTo(number(one, "high"));
      assertThat(number(one, "value")).as(name).isFinite();
    }
    assertThat(number(at(evaluation, "metrics", "auc"), "value")).isGreaterThan(0.8);
    assertThat(out.resolve("predictions.csv"))
        .content()
        .startsWith("id,truth,prediction,p(dark),p(bright)\ntest/000000,dark,");
    // Thresholds come out of the bundle, where held-out training cases chose them.
    for (var point : Bundle.open(model).model().operatingPoints()) {
      assertThat(number(at(evaluation, "operating-points", point.name()), "threshold"))
          .isEqualTo(point.threshold());
    }
    // The report of a model that was trained at another time shows how.
    assertThat(out.resolve("report.html")).content().contains("<section id=\"training\">");
    byte[] before = Files.readAllBytes(out.resolve("evaluation.json"));
    var again = Shell.run("evaluate", model, data, "--split", "test", "--out", out);
    assertThat(again.isCleanRefusal()).as(again.toString()).isTrue();
    assertThat(out.resolve("evaluation.json")).hasBinaryContent(before);
  }

  @Test
  void scoringWhatWasLearntIsWarnedOf() throws IOException {
    Path out = folder.resolve("all");
    var result = Shell.run("evaluate", model, data, "--out", out);
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).contains("warning: the model was trained on 72 of these");
    assertThat(number(json(out.resolve("evaluation.json")), "learnt-from")).isEqualTo(72);
    assertThat(out.resolve("report.html"))
        .content()
        .contains("the model was trained on 72 of these", "Results on all labelled cases");
  }

  @Test
  void twoModelsAreComparedOnTheSameCases() throws IOException {
    Path other = folder.resolve("other");
    Path plan = Made.plan(folder.resolve("plan.yaml"), 4, 1);
    assertThat(Shell.run("train", data, "--plan", plan, "--out", other).status()).isZero();
    Path out = folder.resolve("compared");
    var result =
        Shell.run("evaluate", model, data, "--split", "test", "--against", other, "--out", out);
    assertThat(result.status()).as(result.err()).isZero();
    Map<String, Object> comparison = json(out.resolve("comparison.json"));
    Map<String, Object> auc = at(comparison, "metrics", "auc");
    assertThat(number(at(auc, "difference"), "value"))
        .isEqualTo(number(auc, "first") - number(auc, "second"));
    Map<String, Object> delong = at(comparison, "delong");
    assertThat(number(delong, "first")).isEqualTo(number(auc, "first"));
    assertThat(number(delong, "p")).isBetween(0.0, 1.0);
    assertThat(result.out()).contains("auc, DeLong", "difference");

    Path same = folder.resolve("same");
    assertThat(
            Shell.run("evaluate", model, data, "--split", "test", "--against", model, "--out", same)
                .status())
        .isZero();
    Map<String, Object> itself = json(same.resolve("comparison.json"));
    assertThat(number(at(itself, "delong"), "p")).isEqualTo(1);
    assertThat(number(at(itself, "metrics", "brier"), "p")).isEqualTo(1);
  }

  private static void png(Path file, int level) throws IOException {
    var image = new BufferedImage(Made.SIDE, Made.SIDE, BufferedImage.TYPE_BYTE_GRAY);
    byte[] pixels = Made.images(new int[] {level}, Made.SIDE * Made.SIDE, file.hashCode());
    image.getRaster().setDataElements(0, 0, Made.SIDE, Made.SIDE, pixels);
    ImageIO.write(image, "png", file.toFile());
  }

  @Test
  void subgroupsHaveTheSameMetricsAndAWarningWhereOneFaresWorse() throws IOException {
    StringBuilder manifest = new StringBuilder("path,label,patient,sex,ward\n");
    Files.createDirectories(folder.resolve("people"));
    for (int i = 0; i < 120; i++) {
      boolean woman = i % 4 < 2;
      int label = i % 2;
      // Of the men's images a half show the contrary of their label.
      png(folder.resolve("people/%d.png".formatted(i)), woman || i % 8 < 4 ? label : 1 - label);
      manifest.append(
          "%d.png,%s,p%d,%s,%s\n"
              .formatted(
                  i, Made.CLASSES.get(label), i / 2, woman ? "f" : "m", i < 6 ? "annex" : "main"));
    }
    Files.writeString(folder.resolve("people/manifest.csv"), manifest);
    Path out = folder.resolve("groups");
    var result = Shell.run("evaluate", model, folder.resolve("people"), "--out", out);
    assertThat(result.status()).as(result.err()).isZero();
    Map<String, Object> evaluation = json(out.resolve("evaluation.json"));
    assertThat(number(evaluation, "patients")).isEqualTo(60);
    assertThat(at(evaluation, "subgroups", "sex", "f", "metrics").keySet()).isEqualTo(METRICS);
    assertThat(number(at(evaluation, "subgroups", "sex", "m", "metrics", "auc"), "high"))
        .isLessThan(0.9);
    assertThat(number(at(evaluation, "subgroups", "sex", "f"), "cases")).isEqualTo(60);
    assertThat(result.out()).contains("warning: auc is higher for sex = f");
    assertThat(at(evaluation, "subgroups", "ward", "annex", "metrics")).isEmpty();
    assertThat(out.resolve("report.html"))
        .content()
        .contains("ward: annex<small>too few to say anything</small>");
  }

  @Test
  void predictionTakesASetAFolderAndOneImage() throws IOException {
    Files.createDirectories(folder.resolve("new"));
    png(folder.resolve("new/a.png"), 0);
    png(folder.resolve("new/b.png"), 1);
    var table = Shell.run("predict", model, folder.resolve("new"));
    assertThat(table.out()).contains("a.png  dark", "b.png  bright");
    var csv = Shell.run("predict", model, folder.resolve("new/b.png"), "--format", "csv");
    assertThat(csv.out()).startsWith("id,truth,prediction,p(dark),p(bright)\nb.png,unknown,bright");
    var json = Shell.run("predict", model, data, "--format", "json");
    Map<String, Object> said = Json.read(json.out());
    assertThat((List<?>) said.get("cases")).hasSize(96);
    assertThat(said).containsEntry("classes", Made.CLASSES).containsEntry("positive", "bright");
    for (var point : Bundle.open(model).model().operatingPoints()) {
      assertThat(number(at(said, "operating-points"), point.name())).isEqualTo(point.threshold());
    }
    assertThat(table.out()).startsWith("case   prediction  probability, positive: bright");
    assertThat(table.status() + csv.status() + json.status()).isZero();
  }

  /** Sixteen bits or fractions where eight bits were learnt: answered, but not without a word. */
  @Test
  void imagesOfAnotherScaleAreWarnedOf() throws IOException {
    for (float scale : new float[] {257, 1 / 255f}) {
      byte[] bytes = Made.images(Made.alternating(24, 2), Made.SIDE * Made.SIDE, 3);
      var floats = java.nio.ByteBuffer.allocate(4 * bytes.length);
      floats.order(java.nio.ByteOrder.LITTLE_ENDIAN);
      for (byte one : bytes) {
        floats.putFloat(scale * Byte.toUnsignedInt(one));
      }
      byte[] images = Made.npy("<f4", floats.array(), 24, Made.SIDE, Made.SIDE);
      byte[] labels = Made.npy(Made.bytes(Made.alternating(24, 2)), 24, 1);
      Path other =
          Made.npz(
              folder.resolve("scale" + scale + ".npz"),
              Map.of("test_images", images, "test_labels", labels));
      var predicted = Shell.run("predict", model, other);
      assertThat(predicted.status()).isZero();
      assertThat(predicted.err()).contains("24 of 24 images, first 'test/000000', have values out");
      Path out = folder.resolve("scaled" + scale);
      assertThat(Shell.run("evaluate", model, other, "--out", out).out()).contains("out of all");
      assertThat(out.resolve("report.html")).content().contains("another bit depth or unit?");
    }
    assertThat(Shell.run("predict", model, data).err()).isEmpty();
  }

  @Test
  void imagesToPredictMayLieInFoldersOfAnyName() throws IOException {
    Path ward = folder.resolve("ward");
    png(Files.createDirectories(ward.resolve("monday")).resolve("a.png"), 0);
    png(Files.createDirectories(ward.resolve("bright")).resolve("b.png"), 1);
    var csv = Shell.run("predict", model, ward, "--format", "csv");
    assertThat(csv.status()).as(csv.err()).isZero();
    assertThat(csv.out()).contains("bright/b.png,bright,bright,", "monday/a.png,unknown,dark,");
    var refused = Shell.run("evaluate", model, ward, "--out", folder.resolve("none"));
    assertThat(refused.isCleanRefusal()).as(refused.toString()).isTrue();
  }

  @Test
  void explanationsAndTheCardAreThere() throws IOException {
    Path out = folder.resolve("why.png");
    var result =
        Shell.run(
            "explain",
            model,
            data,
            "--method",
            "smooth-grad(samples=2)",
            "--seed",
            5,
            "--out",
            out);
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(ImageIO.read(out.toFile())).isNotNull();
    assertThat(Shell.run("explain", model, data, "--out", out).isCleanRefusal()).isTrue();
    Path seeded = folder.resolve("seeded.png");
    Path other = folder.resolve("other.png");
    String method = "smooth-grad(samples=2)";
    Shell.run("explain", model, data, "--method", method, "--seed", 5, "--out", seeded);
    Shell.run("explain", model, data, "--method", method, "--seed", 6, "--out", other);
    assertThat(seeded).hasSameBinaryContentAs(out);
    assertThat(Files.readAllBytes(other)).isNotEqualTo(Files.readAllBytes(out));
    var card = Shell.run("describe", model);
    assertThat(card.out()).contains("# made.npz", "Not a medical device", "## Subgroups");
  }

  @Test
  void aPlanIsCleanYamlThatIsObeyed() throws IOException {
    var planned = Shell.run("plan", data, "--budget", "60s", "--threads", 1, "--seed", 9);
    assertThat(planned.status()).as(planned.err()).isZero();
    Plan plan = Config.read(Plan.class, planned.out(), Plans.CATALOGUE);
    assertThat(plan.seed()).isEqualTo(9);
    assertThat(plan.labels().classes()).isEqualTo(Made.CLASSES);
    // Every choice says why, beside its key or above it.
    for (String key :
        List.of(
            "input:",
            "network:",
            "augment:",
            "batch:",
            "loss:",
            "sampling:",
            "steps:",
            "optimiser:",
            "schedule:",
            "averaging:",
            "members:",
            "compute:")) {
      assertThat(planned.out()).containsPattern("(?m)#.*\\n *" + key + "|" + key + ".*#");
    }
    Path mistyped = folder.resolve("mistyped.yaml");
    Files.writeString(mistyped, planned.out().replace("label-smoothing:", "label-smooting:"));
    var refused =
        Shell.run("train", data, "--plan", mistyped, "--out", folder.resolve("never-made"));
    assertThat(refused.isCleanRefusal()).as(refused.toString()).isTrue();
    assertThat(refused.err()).contains("label-smooting", "did you mean 'label-smoothing'");
    assertThat(folder.resolve("never-made")).doesNotExist();
  }

  @Test
  void whereThereIsChanceThereIsASeed() {
    for (String command : List.of("plan", "train", "evaluate", "explain", "demo", "transform")) {
      assertThat(Shell.run(command, "--help").out()).as(command).contains("--seed");
    }
  }

  @Test
  void wrongUsageIsTwo() {
    assertThat(Shell.run("train", data).status()).isEqualTo(2);
    assertThat(Shell.run("train", data, "--out", model, "--budget", "soon").status()).isEqualTo(2);
    assertThat(Shell.run("evaluate", model, data, "--split", "some", "--out", "x").status())
        .isEqualTo(2);
    assertThat(Shell.run("predict", model).status()).isEqualTo(2);
    Object[] both = {"evaluate", "--predictions", ".", data, "--against", model, "--out", "x"};
    assertThat(Shell.run(both).status()).isEqualTo(2);
  }
}
