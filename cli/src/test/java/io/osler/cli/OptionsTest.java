package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.config.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
}
