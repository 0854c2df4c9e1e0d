package io.osler.core.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The tabled power against the function itself. */
class PowerTest {
  @Test
  void equalsTheFunction() {
    SplittableRandom random = new SplittableRandom(1);
    for (double gamma : new double[] {0.05, 0.4, 0.7, 1, 1.5, 2.2, 3.9, 7}) {
      Power power = new Power(gamma, 1 << 20);
      for (int n = 0; n < 20_000; n++) {
        double x = n % 2 == 0 ? random.nextDouble() : Math.pow(2, -30 * random.nextDouble());
        double wanted = Math.pow(x, gamma);
        assertThat(power.of(x)).isCloseTo(wanted, within(5e-7 * wanted));
      }
      assertThat(power.of(0)).isZero();
      assertThat(power.of(1)).isEqualTo(1);
    }
  }
}
