package io.osler.core.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.config.InputException;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DenseCrfTest {
  /** Against the sum over all pairs; both as means, because the factor is left open. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void latticeFiltersAsTheGaussianDoes(int dims) {
    var random = new SplittableRandom(dims);
    int points = 1500;
    float[] features = new float[points * dims];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) random.nextDouble(0, 4);
    }
    float[] values = new float[2 * points];
    for (int p = 0; p < points; p++) {
      values[p] = (float) Math.sin(features[p * dims]);
      values[points + p] = 1;
    }
    float[] fast = new Permutohedral(features, dims).filter(values, 2);
    double worst = 0;
    double mean = 0;
    for (int i = 0; i < points; i++) {
      double sum = 0;
      double weights = 0;
      for (int j = 0; j < points; j++) {
        double square = 0;
        for (int k = 0; k < dims; k++) {
          double gap = features[i * dims + k] - features[j * dims + k];
          square += gap * gap;
        }
        double weight = Math.exp(-square / 2);
        sum += weight * values[j];
        weights += weight;
      }
      double error = Math.abs(fast[i] / fast[points + i] - sum / weights);
      worst = Math.max(worst, error);
      mean += error / points;
    }
    assertThat(mean).isLessThan(0.02);
    assertThat(worst).isLessThan(0.12);
  }

  private static final int SIDE = 48;

  private static boolean disc(int v) {
    int x = v % SIDE - 24;
    int y = v / SIDE - 22;
    return x * x + y * y < 200;
  }

  /** A bright disc in noise. */
  private static Volume image() {
    var random = new SplittableRandom(1);
    float[] voxels = new float[SIDE * SIDE];
    for (int v = 0; v < voxels.length; v++) {
      voxels[v] = (float) ((disc(v) ? 100 : 0) + random.nextGaussian(0, 10));
    }
    return Volume.of(new Size(SIDE, SIDE, 1), Geometry.UNIT, voxels);
  }

  private static int errors(float[] probabilities) {
    int errors = 0;
    for (int v = 0; v < SIDE * SIDE; v++) {
      errors += probabilities[SIDE * SIDE + v] > 0.5 == disc(v) ? 0 : 1;
    }
    return errors;
  }

  @Test
  void movesLabelsToTheEdgesOfTheImage() {
    var random = new SplittableRandom(2);
    float[] p = new float[2 * SIDE * SIDE];
    for (int v = 0; v < SIDE * SIDE; v++) {
      // Blurred by a shift of three voxels, and one voxel in eight tells lies.
      boolean inside = disc(Math.min(SIDE * SIDE - 1, v + 3)) ^ random.nextInt(8) == 0;
      p[SIDE * SIDE + v] = inside ? 0.7f : 0.3f;
      p[v] = 1 - p[SIDE * SIDE + v];
    }
    var crf = new DenseCrf(5, 4, 8, 30, 1, 2);
    float[] refined = crf.refine(p, image());
    assertThat(errors(p)).isGreaterThan(250);
    assertThat(errors(refined)).isLessThan(25);
    for (int v = 0; v < SIDE * SIDE; v++) {
      assertThat(refined[v] + refined[SIDE * SIDE + v]).isCloseTo(1, within(1e-5f));
    }
    assertThat(crf.refine(p, image())).isEqualTo(refined);
  }

  @Test
  void withoutTiesNothingChanges() {
    float[] p = new float[2 * SIDE * SIDE];
    for (int v = 0; v < SIDE * SIDE; v++) {
      p[v] = v % 90 / 100f + 0.05f;
      p[SIDE * SIDE + v] = 1 - p[v];
    }
    float[] same = new DenseCrf(3, 0, 8, 30, 0, 2).refine(p, image());
    for (int i = 0; i < p.length; i++) {
      assertThat(same[i]).isCloseTo(p[i], within(1e-5f));
    }
  }

  @Test
  void worksInThreeDimensionsWithUnevenSpacing() {
    int n = 10;
    float[] voxels = new float[n * n * n];
    float[] p = new float[2 * voxels.length];
    for (int v = 0; v < voxels.length; v++) {
      boolean half = v % n >= 5;
      voxels[v] = half ? 50 : 0;
      boolean lie = v % 7 == 0;
      p[voxels.length + v] = half ^ lie ? 0.65f : 0.35f;
      p[v] = 1 - p[voxels.length + v];
    }
    Volume image = Volume.of(new Size(n, n, n), Geometry.spaced(1, 1, 3), voxels);
    float[] refined = new DenseCrf(5, 4, 6, 10, 1, 2).refine(p, image);
    for (int v = 0; v < voxels.length; v++) {
      assertThat(refined[voxels.length + v] > 0.5).as("voxel " + v).isEqualTo(v % n >= 5);
    }
  }

  @Test
  void refusesMapsOfAnotherSize() {
    assertThatThrownBy(() -> new DenseCrf(5, 4, 8, 30, 1, 2).refine(new float[77], image()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("probabilities");
    assertThatThrownBy(() -> new DenseCrf(5, 4, 8, 0, 1, 2)).hasMessageContaining("brightness");
  }
}
