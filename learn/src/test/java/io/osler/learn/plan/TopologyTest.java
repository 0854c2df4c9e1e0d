package io.osler.learn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.config.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Patches, strides, kernels, features and batches against those that nnunetv2 2.8.1 plans. */
class TopologyTest {
  @SuppressWarnings("unchecked")
  @TestFactory
  Stream<DynamicTest> plansAsNnunetAtItsOwnMemoryTarget() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            TopologyTest.class.getResourceAsStream("/golden/nnunet_plans.json"))) {
      Map<String, Object> json = Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      List<Map<String, Object>> plans = (List<Map<String, Object>>) json.get("plans");
      assertThat(plans).hasSizeGreaterThan(10);
      return plans.stream()
          .map(
              plan ->
                  DynamicTest.dynamicTest(
                      plan.get("median") + " at " + plan.get("spacing"), () -> check(plan)));
    }
  }

  private static void check(Map<String, Object> golden) {
    double[] spacing = numbers(golden.get("spacing"));
    double[] sizes = numbers(golden.get("median"));
    int[] median = new int[sizes.length];
    double voxels = numbers(List.of(golden.get("cases")))[0];
    for (int a = 0; a < median.length; a++) {
      median[a] = (int) sizes[a];
      voxels *= median[a];
    }
    int labels = (int) numbers(List.of(golden.get("labels")))[0];
    Topology topology =
        Topology.of(spacing, median, voxels, labels, Topology.Means.nnunet(spacing.length));
    assertThat(words(topology.patch())).isEqualTo(words(golden.get("patch")));
    assertThat(words(topology.strides())).isEqualTo(words(golden.get("strides")));
    assertThat(words(topology.kernels())).isEqualTo(words(golden.get("kernels")));
    assertThat(words(topology.features())).isEqualTo(words(golden.get("features")));
    assertThat(words(topology.batch())).isEqualTo(words(golden.get("batch")));
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

  private static double[] numbers(Object list) {
    return ((List<?>) list).stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
  }

  /** Whole numbers alike whether JSON gave int or double. */
  private static String words(Object value) {
    return String.valueOf(value).replace(".0", "");
  }
}
