package io.osler.core.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OperatingPointWordsTest {
  @Test
  void namesBecomeWords() {
    assertThat(OperatingPoint.words("youden")).isEqualTo("Best balance");
    assertThat(OperatingPoint.words("sensitivity-0.95")).isEqualTo("At least 95 % sensitivity");
    assertThat(OperatingPoint.words("specificity-0.9")).isEqualTo("At least 90 % specificity");
    assertThat(OperatingPoint.words("our-own")).isEqualTo("our-own");
  }
}
