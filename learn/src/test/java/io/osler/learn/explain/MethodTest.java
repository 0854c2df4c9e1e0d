package io.osler.learn.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.config.InputException;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MethodTest {
  private static final int AT = 5;
  private static final int DRAWS = 8;
  private static final PlantedSquare flat = flat(1);
  private static final PlantedSquare solid = solid(1);

  @BeforeAll
  static void train() {
    flat.trained(240);
    solid.trained(60);
  }

  private static PlantedSquare flat(long seed) {
    return new PlantedSquare(2, 24, 32, seed);
  }

  private static PlantedSquare solid(long seed) {
    return new PlantedSquare(3, 16, 16, seed);
  }

  @AfterAll
  static void free() {
    flat.close();
    solid.close();
  }

  static List<Method> methods() {
    return List.of(
        new Method.Cam(),
        new Method.GradCam(),
        new Method.GradCamPp(),
        new Method.Occlusion(2, 2, 0),
        new Method.IntegratedGradients(32, 0),
        new Method.SmoothGrad(32, 0.1, 0, 3));
  }

  @Test
  void everyMethodIsTested() {
    assertThat(methods().stream().map(Object::getClass).map(Class.class::cast))
        .containsExactlyInAnyOrder(Method.class.getPermittedSubclasses());
  }

  private static HeatMap map(Method method, PlantedSquare network) {
    float[] image = network.image(true, AT, new SplittableRandom(11));
    try (var _ = new TensorScope()) {
      return method.explain(network, Tensors.of(image, network.shape(1)), 1);
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void looksAtTheSquareThatDecides(Method method) {
    assertThat(hits(map(method, flat), flat)).isGreaterThanOrEqualTo(0.8);
    assertThat(hits(map(method, solid), solid)).isGreaterThanOrEqualTo(0.8);
  }

  /** Share of the top 5 % of voxels that lie in the planted square. */
  private static double hits(HeatMap map, PlantedSquare network) {
    int top = map.values().length / 20;
    return IntStream.range(0, map.values().length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -map.values()[i]))
            .limit(top)
            .filter(i -> network.inside(i, AT))
            .count()
        / (double) top;
  }

  /**
   * Adebayo et al. 2018: all weights drawn anew, and no draw's map is like the trained network's,
   * nor like its negative. Wide windows of an occlusion leave few independent places, so that two
   * maps agree by chance: they are as fine here as the stripes.
   */
  @ParameterizedTest
  @MethodSource("methods")
  void isAboutTheWeights(Method method) {
    float[] inPlane = map(method, flat).values();
    float[] inSpace = map(method, solid).values();
    for (int seed = 1; seed <= DRAWS; seed++) {
      try (PlantedSquare drawn = flat(seed);
          PlantedSquare drawnSolid = solid(seed)) {
        assertThat(spearman(inPlane, map(method, drawn).values()))
            .as("flat, draw " + seed)
            .isBetween(-0.5, 0.5);
        assertThat(spearman(inSpace, map(method, drawnSolid).values()))
            .as("solid, draw " + seed)
            .isBetween(-0.5, 0.5);
      }
    }
  }

  private static double spearman(float[] a, float[] b) {
    double[] ra = ranks(a);
    double[] rb = ranks(b);
    double mean = (a.length - 1) / 2.0;
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (ra[i] - mean) * (rb[i] - mean);
      aa += (ra[i] - mean) * (ra[i] - mean);
      bb += (rb[i] - mean) * (rb[i] - mean);
    }
    return aa * bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
  }

  /** Ties share their mean rank. */
  private static double[] ranks(float[] values) {
    Integer[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .toArray(Integer[]::new);
    double[] ranks = new double[values.length];
    for (int from = 0; from < order.length; ) {
      int to = from;
      while (to < order.length && values[order[to]] == values[order[from]]) {
        to++;
      }
      for (int r = from; r < to; r++) {
        ranks[order[r]] = (from + to - 1) / 2.0;
      }
      from = to;
    }
    return ranks;
  }

  @Test
  void integratedGradientsAddUpToTheRiseOfTheLogit() {
    float[] image = flat.image(true, AT, new SplittableRandom(11));
    HeatMap map = map(new Method.IntegratedGradients(400, 0), flat);
    double sum = 0;
    for (float v : map.values()) {
      sum += v;
    }
    float[] both = Arrays.copyOf(image, 2 * image.length);
    try (var _ = new TensorScope()) {
      float[] logits = Tensors.floats(flat.forward(Tensors.of(both, flat.shape(2))));
      double rise = logits[1] - logits[3];
      assertThat(sum).isCloseTo(rise, within(0.01 * Math.abs(rise)));
    }
  }

  @Test
  void camAddsUpToTheLogitWithoutItsBias() {
    float[] image = flat.image(true, AT, new SplittableRandom(11));
    double sum = 0;
    for (float v : map(new Method.Cam(), flat).values()) {
      sum += v;
    }
    try (var _ = new TensorScope()) {
      float logit = Tensors.floats(flat.forward(Tensors.of(image, flat.shape(1))))[1];
      float bias =
          Tensors.floats(
              java.util.Objects.requireNonNull(flat.weights().parameters().get("fc.bias")))[1];
      assertThat(sum / flat.voxels()).isCloseTo(logit - bias, within(1e-3));
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void isTheSameEveryTime(Method method) {
    assertThat(map(method, flat).values()).isEqualTo(map(method, flat).values());
  }

  @Test
  void interpolatesLinearlyWithCoincidingEdges() {
    float[] four = Upsample.linear(new float[] {0, 4}, Size.of(2, 1), Size.of(4, 1));
    assertThat(four).containsExactly(0, 1, 3, 4);
  }

  @Test
  void refusesAClassThatIsNotThere() {
    try (var _ = new TensorScope()) {
      var input = Tensors.zeros(flat.shape(1));
      assertThatThrownBy(() -> new Method.GradCam().explain(flat, input, 2))
          .isInstanceOf(InputException.class);
    }
  }

  @Test
  void shownIsTheSliceWhereHeatMeetsTheImage() {
    Size size = new Size(2, 2, 5);
    float[] heat = new float[20];
    float[] image = new float[20];
    Arrays.fill(image, -1_000);
    heat[4] = 1; // slice 1, in the air
    heat[13] = 0.5f; // slice 3, on something
    HeatMap map = new HeatMap(size, heat);
    assertThat(map.strongestSlice(2, Volume.of(size, Geometry.UNIT, image))).isEqualTo(1);
    image[13] = 300;
    assertThat(map.strongestSlice(2, Volume.of(size, Geometry.UNIT, image))).isEqualTo(3);
    HeatMap cold = new HeatMap(size, new float[20]);
    assertThat(cold.strongestSlice(2, Volume.of(size, Geometry.UNIT, image))).isEqualTo(2);
  }
}
