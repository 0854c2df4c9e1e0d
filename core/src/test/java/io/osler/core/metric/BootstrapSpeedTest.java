package io.osler.core.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class BootstrapSpeedTest {
  @Test
  void allIntervalsOfATestSetTakeWellUnderASecondAndAHalf() {
    Table table = Table.random(new SplittableRandom(1), 624, 2);
    long start = System.nanoTime();
    var result = Bootstrap.standard(1).intervals(ClassificationScores.of(table.truth, table.p, 1));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.err.println("2,000 replicates of 624 cases: " + took.toMillis() + " ms");
    assertThat(result.intervals()).hasSize(15);
    assertThat(took).isLessThan(Duration.ofMillis(1500));
  }
}
