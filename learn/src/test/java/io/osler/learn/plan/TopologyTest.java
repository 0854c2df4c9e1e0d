package io.osler.learn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.config.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Patches, strides, kernels, features and batches against those that nnunetv2 2.8.1 plans. */
class TopologyTest {
  record Golden(List<Row> plans) {}

  record Row(
      List<Double> spacing,
      List<Integer> median,
      int cases,
      int labels,
      List<Integer> patch,
      int batch,
      List<List<Integer>> strides,
      List<List<Integer>> kernels,
      List<Integer> features) {}

  @TestFactory
  Stream<DynamicTest> plansAsNnunetAtItsOwnMemoryTarget() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            TopologyTest.class.getResourceAsStream("/golden/nnunet_plans.json"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<Row> rows = Json.read(Golden.class, text).plans();
      assertThat(rows).hasSizeGreaterThan(10);
      return rows.stream()
          .map(
              row ->
                  DynamicTest.dynamicTest(row.median() + " at " + row.spacing(), () -> check(row)));
    }
  }

  private static void check(Row golden) {
    double[] spacing = golden.spacing().stream().mapToDouble(Double::doubleValue).toArray();
    int[] median = golden.median().stream().mapToInt(Integer::intValue).toArray();
    double voxels = golden.cases();
    for (int n : median) {
      voxels *= n;
    }
    Topology topology =
        Topology.of(
            spacing, median, voxels, golden.labels(), Topology.Means.nnunet(spacing.length));
    assertThat(topology.patch()).isEqualTo(golden.patch());
    assertThat(topology.strides()).isEqualTo(golden.strides());
    assertThat(topology.kernels()).isEqualTo(golden.kernels());
    assertThat(topology.features()).isEqualTo(golden.features());
    assertThat(topology.batch()).isEqualTo(golden.batch());
  }

  @Test
  void aSmallerTargetTakesASmallerPatch() {
    double[] spacing = {1, 1, 1};
    int[] median = {138, 169, 138};
    Topology.Means full = Topology.Means.nnunet(3);
    Topology half = Topology.of(spacing, median, 1e9, 3, full.with(full.reference() / 8, 32));
    assertThat(half.voxels()).isLessThan(Topology.of(spacing, median, 1e9, 3, full).voxels() / 4);
    for (int a = 0; a < 3; a++) {
      int axis = a;
      int divisor = half.strides().stream().mapToInt(s -> s.get(axis)).reduce(1, (x, y) -> x * y);
      assertThat(half.patch().get(a) % divisor).isZero();
    }
  }
}
