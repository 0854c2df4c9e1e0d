package io.osler.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.volume.Size;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class InstanceScoresTest {
  private static final Size ROW = Size.of(6, 1);

  private static Size size(JsonNode table) {
    int[] shape = Golden.ints(table.get("shape"));
    return new Size(shape[2], shape[1], shape[0]);
  }

  @Test
  void equalsNumPyAndScikitImage() {
    JsonNode tables = Golden.read("segmentation-scores").get("instances");
    assertThat(tables.size()).isEqualTo(5);
    for (JsonNode table : tables) {
      var values =
          InstanceScores.of(
                  Golden.ints(table.get("truth")), Golden.ints(table.get("predicted")), size(table))
              .values();
      assertThat(values.keySet()).containsExactlyElementsOf(InstanceScores.NAMES);
      table
          .get("expected")
          .properties()
          .forEach(
              e ->
                  assertThat(values.get(e.getKey()))
                      .as(table.get("name").asString() + " " + e.getKey())
                      .isCloseTo(e.getValue().asDouble(), within(1e-9)));
    }
  }

  @Test
  void theValuesOfTheLabelsDoNotMatter() {
    JsonNode table = Golden.read("segmentation-scores").get("instances").get(0);
    int[] truth = Golden.ints(table.get("truth"));
    int[] predicted = Golden.ints(table.get("predicted"));
    int[] renamed = Arrays.stream(predicted).map(p -> p == 0 ? 0 : 1000 - 7 * p).toArray();
    var one = InstanceScores.of(truth, predicted, size(table)).values();
    InstanceScores.of(truth, renamed, size(table))
        .values()
        .forEach(
            (name, value) -> assertThat(value).as(name).isCloseTo(one.get(name), within(1e-12)));
    var perfect = InstanceScores.of(truth, truth, size(table)).values();
    for (Map.Entry<String, Double> entry : perfect.entrySet()) {
      double best = entry.getKey().endsWith("-error") ? 0 : 1;
      assertThat(entry.getValue()).as(entry.getKey()).isCloseTo(best, within(1e-12));
    }
  }

  @Test
  void emptyImagesFollowTheDeclaredRule() {
    int[] none = new int[6];
    int[] object = {0, 1, 1, 1, 0, 0};
    assertThat(InstanceScores.of(none, none, ROW).values()).isEmpty();
    var missed = InstanceScores.of(object, none, ROW).values();
    assertThat(missed.get("ap")).isZero();
    assertThat(missed.get("panoptic-quality")).isZero();
    assertThat(missed.get("aggregated-jaccard")).isZero();
    var invented = InstanceScores.of(none, object, ROW).values();
    assertThat(invented.get("ap")).isZero();
    assertThat(invented).doesNotContainKey("adapted-rand-error");
    // An object cannot be warped away, only shrunk to its last voxel's neighbourhood: it stays
    // wrong.
    assertThat(missed.get("warping-error")).isEqualTo(1 / 6.0);
  }

  @Test
  void aBoundaryThatLiesElsewhereCostsNoWarping() {
    Size size = Size.of(40, 30);
    int[] truth = new int[size.voxels()];
    int[] shifted = new int[size.voxels()];
    int[] split = new int[size.voxels()];
    for (int j = 5; j < 25; j++) {
      for (int i = 5; i < 30; i++) {
        truth[size.offset(i, j, 0)] = 1;
        shifted[size.offset(i + 4, j - 2, 0)] = 3;
        split[size.offset(i, j, 0)] = i < 17 ? 1 : 2;
      }
    }
    assertThat(InstanceScores.of(truth, shifted, size).values().get("warping-error")).isZero();
    // Two columns part the halves; all but one of their voxels can be flipped without parting them.
    double error =
        Optional.ofNullable(InstanceScores.of(truth, split, size).values().get("warping-error"))
            .orElseThrow();
    assertThat(error).isBetween(1 / 1200.0, 3 / 1200.0);
  }
}
