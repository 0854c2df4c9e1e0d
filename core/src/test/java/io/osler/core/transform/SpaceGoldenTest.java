package io.osler.core.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.config.Config;
import io.osler.core.volume.Case;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each result of golden/space.py names its step as a pipeline would. */
class SpaceGoldenTest {
  /** Of the largest value: float storage of inputs, weights and results. */
  private static final double TOLERANCE = 3e-6;

  private static final Geometry SPACED = Geometry.spaced(0.7, 1.1, 2.5);
  private static final JsonNode GOLDEN = golden();

  @TestFactory
  Stream<DynamicTest> equalsTheReference() {
    return StreamSupport.stream(GOLDEN.get("results").spliterator(), false)
        .map(
            result ->
                DynamicTest.dynamicTest(
                    result.get("step").asString() + " of " + result.get("input").asString(),
                    () -> check(result)));
  }

  private static void check(JsonNode result) {
    String text = "'" + result.get("step").asString() + "'";
    Transform step = Config.read(Transform.class, text, Transforms.catalogue());
    Volume input = volume(GOLDEN.get("inputs").get(result.get("input").asString()), 1);
    Volume wanted = volume(result, result.get("channels").asInt());
    if (result.get("labels").asBoolean()) {
      LabelMap map = new LabelMap(input.size(), SPACED, whole(input));
      Case out = step.apply(new Case("a", "a", input, new Truth.Mask(map), Map.of()));
      LabelMap moved = ((Truth.Mask) out.truth()).map();
      assertThat(moved.size()).isEqualTo(wanted.size());
      assertThat(moved.labels()).isEqualTo(whole(wanted));
      return;
    }
    Volume out = step.apply(Case.of("a", input)).image();
    assertThat(out.size()).isEqualTo(wanted.size());
    assertThat(out.channels()).isEqualTo(wanted.channels());
    double largest = 0;
    double worst = 0;
    for (int v = 0; v < out.voxels().length; v++) {
      largest = Math.max(largest, Math.abs(wanted.voxels()[v]));
      worst = Math.max(worst, Math.abs(out.voxels()[v] - wanted.voxels()[v]));
    }
    assertThat(worst / largest).isLessThan(TOLERANCE);
  }

  private static int[] whole(Volume volume) {
    int[] labels = new int[volume.voxels().length];
    for (int v = 0; v < labels.length; v++) {
      labels[v] = (int) volume.voxels()[v];
    }
    return labels;
  }

  private static Volume volume(JsonNode node, int channels) {
    JsonNode s = node.get("size");
    Size size = new Size(s.get(0).asInt(), s.get(1).asInt(), s.get(2).asInt());
    float[] voxels = new float[node.get("voxels").size()];
    for (int v = 0; v < voxels.length; v++) {
      voxels[v] = (float) node.get("voxels").get(v).asDouble();
    }
    return new Volume(size, channels, SPACED, voxels);
  }

  private static JsonNode golden() {
    try (InputStream in =
        Objects.requireNonNull(SpaceGoldenTest.class.getResourceAsStream("/golden/space.json"))) {
      return JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
