package io.osler.core.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DecayTest {
  @Test
  void isTheExponentialAsFarAsItSays() {
    int n = 24_001; // odd: the last ones are left over by vector instructions
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = i * 0.001f;
    }
    float[] y = x.clone();
    Decay.of(y);
    for (int i = 0; i < n; i++) {
      assertThat(y[i] / Math.exp(-x[i])).as("%s", x[i]).isCloseTo(1, within(3e-5));
    }
    assertThat(y[0]).isEqualTo(1);
  }

  @Test
  void beyondFortyAllAreAlikeAndNothingIsUndefined() {
    float[] y = {40, 41, 1000, Float.MAX_VALUE, Float.POSITIVE_INFINITY};
    Decay.of(y);
    for (float one : y) {
      assertThat(one).isEqualTo(y[0]).isBetween(0f, 1e-17f);
    }
  }

  @Test
  void neverRises() {
    float[] y = new float[40_000];
    for (int i = 0; i < y.length; i++) {
      y[i] = i * 0.001f;
    }
    Decay.of(y);
    for (int i = 1; i < y.length; i++) {
      assertThat(y[i]).isLessThanOrEqualTo(y[i - 1] * (1 + 1e-5f));
    }
  }
}
