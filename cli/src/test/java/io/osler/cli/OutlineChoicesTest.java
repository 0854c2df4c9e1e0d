package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code --folds}, {@code --weights} and {@code --compare}. */
@Timeout(300)
class OutlineChoicesTest {
  private static final Size PATCH = new Size(16, 16, 16);
  private static final List<String> STRUCTURES = List.of("core", "shell");

  @TempDir static Path shared;
  private static Path data = Path.of(".");

  @TempDir Path folder;

  @BeforeAll
  static void make() throws IOException {
    data = MadeOutlines.decathlon(shared.resolve("Task92_Made"));
  }

  private Path trained(String name, int steps, Object... options) throws IOException {
    Path plan =
        MadeOutlines.plan(folder.resolve(name + ".yaml"), STRUCTURES, Vec3.ONE, PATCH, steps);
    Path out = folder.resolve(name);
    List<Object> arguments = new ArrayList<>();
    arguments.addAll(List.of("train", data, "--plan", plan, "--out", out));
    arguments.addAll(List.of(options));
    var result = Shell.run(arguments.toArray());
    assertThat(result.status()).as(result.err()).isZero();
    return out;
  }

  private static JsonNode heldOut(Path model) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(model.resolve("evaluation.json")));
  }

  @Test
  void everyCaseIsJudgedByTheFoldThatDidNotLearnFromIt() throws IOException {
    JsonNode one = heldOut(trained("one", 4));
    JsonNode three = heldOut(trained("three", 4, "--folds", 3));
    assertThat(one.get("cases").size()).isLessThan(MadeOutlines.CASES);
    assertThat(three.get("cases").size()).isEqualTo(MadeOutlines.CASES);
  }

  /** Two networks of one split are one model: its cases are judged once, by both together. */
  @Test
  void networksThatDifferBySeedAreJudgedTogether() throws IOException {
    Path plan = MadeOutlines.plan(folder.resolve("p.yaml"), STRUCTURES, Vec3.ONE, PATCH, 4);
    Files.writeString(plan, Files.readString(plan).replace("seeds: 1", "seeds: 2"));
    Path out = folder.resolve("two");
    var result = Shell.run("train", data, "--plan", plan, "--out", out);
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(Files.readString(out.resolve("model.yaml"))).contains("networks: 2");
    assertThat(result.out()).contains("on held-out cases: 1 cases");
    assertThat(heldOut(out).get("cases").size()).isEqualTo(1);
  }

  @Test
  void anotherModelsWeightsAreWhereTrainingBegins() throws IOException {
    Path first = trained("first", 60);
    double fresh = dice(trained("fresh", 2));
    double begun = dice(trained("begun", 2, "--weights", first));
    assertThat(begun).isGreaterThan(0.7).isGreaterThan(fresh + 0.2);
  }

  private static double dice(Path model) throws IOException {
    return heldOut(model).at("/structures/shell/dice/value").asDouble();
  }

  @Test
  void configurationsAreComparedAndTheModelSaysWhichItKept() throws IOException {
    var planned = Shell.run("plan", data, "--budget", "40s", "--threads", 1, "--compare");
    assertThat(planned.status()).as(planned.err()).isZero();
    String few =
        planned
            .out()
            .replaceAll("(?m)steps: \\d+", "steps: 3")
            .replaceAll("(?m)validate-every: \\d+", "validate-every: 3");
    Path plan = Files.writeString(folder.resolve("plan.yaml"), few);
    Path model = folder.resolve("model");
    var result = Shell.run("train", data, "--plan", plan, "--out", model);
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(few).contains("name: \"3d\"", "name: \"2d\"");
    assertThat(Files.readString(model.resolve("model.yaml")))
        .contains("configurations: [\"3d\"]", "configurations: [\"2d\"]")
        .contains("configurations: [\"3d\", \"2d\"]");
    var seen = Shell.run("evaluate", model, data, "--out", folder.resolve("scores"));
    assertThat(seen.status()).as(seen.err()).isZero();
  }
}
