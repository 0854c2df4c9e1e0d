package io.osler.core.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.config.Config;
import io.osler.core.transform.Transform;
import io.osler.core.volume.Case;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Each result of golden/classical.py and golden/real.py names its step as a pipeline would;
 * tolerance is a share of the largest value.
 */
class StepsGoldenTest {
  private static final Geometry SPACED = Geometry.spaced(0.7, 1.1, 2.5);
  private static final List<JsonNode> GOLDEN =
      List.of(golden("classical.json"), golden("real.json"));
  private static final Map<String, Volume> INPUTS = inputs();

  @TestFactory
  Stream<DynamicTest> equalsTheReference() {
    return results()
        .map(
            result ->
                DynamicTest.dynamicTest(
                    result.get("step").asString() + " of " + result.get("input").asString(),
                    () -> check(result)));
  }

  /** A step without golden numbers would go unseen. */
  @Test
  void everyClassicalStepHasGoldenNumbers() {
    Stream<Class<?>> seen = results().map(result -> step(result.get("step").asString()).getClass());
    assertThat(seen.filter(Steps.classical()::contains).distinct())
        .containsExactlyInAnyOrderElementsOf(Steps.classical());
  }

  private static Stream<JsonNode> results() {
    return GOLDEN.stream()
        .flatMap(file -> StreamSupport.stream(file.get("results").spliterator(), false));
  }

  private static void check(JsonNode result) {
    Volume input = Objects.requireNonNull(INPUTS.get(result.get("input").asString()));
    float[] out = step(result.get("step").asString()).apply(Case.of("a", input)).image().voxels();
    JsonNode wanted = result.get("voxels");
    assertThat(out).hasSize(wanted.size());
    double largest = Double.MIN_NORMAL;
    double worst = 0;
    int where = 0;
    for (int v = 0; v < out.length; v++) {
      double value = wanted.get(v).asDouble();
      largest = Math.max(largest, Math.abs(value));
      double difference = Math.abs(out[v] - value);
      if (!(difference <= worst)) {
        worst = difference;
        where = v;
      }
    }
    assertThat(worst / largest)
        .as("at %d: %s, wanted %s", where, out[where], wanted.get(where))
        .isLessThanOrEqualTo(result.get("tolerance").asDouble());
  }

  private static Transform step(String text) {
    return Config.read(Transform.class, "'" + text + "'", Steps.catalogue());
  }

  private static Map<String, Volume> inputs() {
    Map<String, Volume> inputs = new TreeMap<>();
    List<Map.Entry<String, JsonNode>> all =
        GOLDEN.stream().flatMap(file -> file.get("inputs").properties().stream()).toList();
    for (Map.Entry<String, JsonNode> input : all) {
      JsonNode s = input.getValue().get("size");
      Size size = new Size(s.get(0).asInt(), s.get(1).asInt(), s.get(2).asInt());
      JsonNode values = input.getValue().get("voxels");
      float[] voxels = new float[values.size()];
      for (int v = 0; v < voxels.length; v++) {
        voxels[v] = (float) values.get(v).asDouble();
      }
      inputs.put(input.getKey(), new Volume(size, voxels.length / size.voxels(), SPACED, voxels));
    }
    return inputs;
  }

  private static JsonNode golden(String file) {
    try (InputStream in =
        Objects.requireNonNull(StepsGoldenTest.class.getResourceAsStream("/golden/" + file))) {
      return JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
