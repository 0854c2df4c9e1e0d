package io.osler.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class InstanceScoresTest {
  @Test
  void equalsNumPyAndScikitImage() {
    JsonNode tables = Golden.read("segmentation-scores").get("instances");
    assertThat(tables.size()).isEqualTo(3);
    for (JsonNode table : tables) {
      var values =
          InstanceScores.of(Golden.ints(table.get("truth")), Golden.ints(table.get("predicted")))
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
    var one = InstanceScores.of(truth, predicted).values();
    InstanceScores.of(truth, renamed)
        .values()
        .forEach(
            (name, value) -> assertThat(value).as(name).isCloseTo(one.get(name), within(1e-12)));
    var perfect = InstanceScores.of(truth, truth).values();
    for (Map.Entry<String, Double> entry : perfect.entrySet()) {
      double best = entry.getKey().equals("adapted-rand-error") ? 0 : 1;
      assertThat(entry.getValue()).as(entry.getKey()).isCloseTo(best, within(1e-12));
    }
  }

  @Test
  void emptyImagesFollowTheDeclaredRule() {
    int[] none = new int[6];
    int[] object = {0, 1, 1, 1, 0, 0};
    assertThat(InstanceScores.of(none, none).values()).isEmpty();
    var missed = InstanceScores.of(object, none).values();
    assertThat(missed.get("ap")).isZero();
    assertThat(missed.get("panoptic-quality")).isZero();
    assertThat(missed.get("aggregated-jaccard")).isZero();
    var invented = InstanceScores.of(none, object).values();
    assertThat(invented.get("ap")).isZero();
    assertThat(invented).doesNotContainKey("adapted-rand-error");
  }
}
