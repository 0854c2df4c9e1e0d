package io.osler.learn.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.config.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whether there is a low resolution, and which, against what nnunetv2 2.8.1 plans. */
class LowResolutionTest {
  record Golden(List<Row> plans) {}

  record Row(
      List<Double> spacing,
      List<Integer> median,
      int cases,
      int labels,
      List<Integer> full,
      boolean batchDice,
      List<Double> lowSpacing,
      List<Integer> lowPatch,
      int lowBatch) {}

  @TestFactory
  Stream<DynamicTest> cascadesWhereNnunetDoes() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            LowResolutionTest.class.getResourceAsStream("/golden/nnunet_lowres.json"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<Row> rows = Json.read(Golden.class, text).plans();
      assertThat(rows).hasSize(8).anyMatch(row -> row.lowBatch() == 0);
      return rows.stream()
          .map(
              row ->
                  DynamicTest.dynamicTest(row.median() + " at " + row.spacing(), () -> check(row)));
    }
  }

  private static void check(Row golden) {
    double[] spacing = golden.spacing().stream().mapToDouble(Double::doubleValue).toArray();
    int[] median = golden.median().stream().mapToInt(Integer::intValue).toArray();
    Topology.Means means = Topology.Means.nnunet(3);
    double voxels = (double) golden.cases() * median[0] * median[1] * median[2];
    Topology full = Topology.of(spacing, median, voxels, golden.labels(), means);
    assertThat(full.patch()).isEqualTo(golden.full());
    Optional<LowResolution> low =
        LowResolution.of(
            spacing,
            median,
            golden.cases(),
            full.voxels(),
            (s, m, all) -> Topology.of(s, m, all, golden.labels(), means));
    assertThat(low.isPresent()).isEqualTo(golden.lowBatch() > 0).isEqualTo(golden.batchDice());
    low.ifPresent(
        found -> {
          for (int a = 0; a < 3; a++) {
            assertThat(found.spacing()[a]).isCloseTo(golden.lowSpacing().get(a), within(1e-9));
          }
          assertThat(found.topology().patch()).isEqualTo(golden.lowPatch());
          assertThat(found.topology().batch()).isEqualTo(golden.lowBatch());
        });
  }
}
