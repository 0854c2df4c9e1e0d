package io.osler.learn.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplingTest {
  /** Class 0 seven times, class 2 three times; class 1 has no case. */
  private static final int[] CLASSES = {0, 2, 0, 0, 2, 0, 0, 0, 2, 0};

  private static List<Integer> draw(Sampling sampling, int count, long seed) {
    var pools = new Sampling.Pools(CLASSES);
    return IntStream.range(0, count).mapToObj(p -> sampling.at(p, pools, seed)).toList();
  }

  @Test
  void naturalSamplingTakesEveryCaseOncePerEpochInANewOrder() {
    List<Integer> drawn = draw(new Sampling.Natural(), 1000, 5);
    Set<List<Integer>> orders = new HashSet<>();
    for (int epoch = 0; epoch < 100; epoch++) {
      List<Integer> one = drawn.subList(10 * epoch, 10 * epoch + 10);
      assertThat(one).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      orders.add(one);
    }
    assertThat(orders).hasSizeGreaterThan(98);
  }

  @Test
  void balancedSamplingTakesClassesInTurnAndEveryCaseOfAClassEquallyOften() {
    List<Integer> drawn = draw(new Sampling.Balanced(), 2 * 3 * 7 * 10, 5);
    int[] times = new int[CLASSES.length];
    for (int p = 0; p < drawn.size(); p++) {
      assertThat(CLASSES[drawn.get(p)]).isEqualTo(p % 2 == 0 ? 0 : 2);
      times[drawn.get(p)]++;
    }
    for (int i = 0; i < times.length; i++) {
      assertThat(times[i]).isEqualTo(CLASSES[i] == 0 ? 30 : 70);
    }
  }

  @Test
  void aPositionGivesTheSameCaseWhateverWasAskedBefore() {
    for (Sampling sampling : List.of(new Sampling.Natural(), new Sampling.Balanced())) {
      List<Integer> forwards = draw(sampling, 300, 9);
      var pools = new Sampling.Pools(CLASSES);
      for (int p = 299; p >= 0; p -= 7) {
        assertThat(sampling.at(p, pools, 9)).isEqualTo(forwards.get(p));
      }
      assertThat(draw(sampling, 300, 10)).isNotEqualTo(forwards);
    }
  }
}
