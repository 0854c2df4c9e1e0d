package io.osler.core.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Moments of each noise over 40,000 voxels of the value 30 in an image from 0 to 100. */
class NoiseTest {
  private static final Size SIZE = Size.of(300, 200);
  private static final int PLAIN = 40_000;
  private static final Volume IMAGE = image();

  private static Volume image() {
    float[] v = new float[SIZE.voxels()];
    Arrays.fill(v, 0, PLAIN, 30);
    Arrays.fill(v, PLAIN, 50_000, 100);
    return Volume.of(SIZE, Geometry.UNIT, v);
  }

  private static Spread after(Intensity noise) {
    return Spread.of(noise.apply(IMAGE).voxels(), 0, PLAIN);
  }

  @Test
  void gaussian() {
    double sigma = 0.2 * Spread.of(IMAGE.voxels(), 0, SIZE.voxels()).deviation();
    Spread s = after(new GaussianNoise(0.2, 3));
    assertThat(s.mean()).isCloseTo(30, within(0.15));
    assertThat(s.deviation()).isCloseTo(sigma, within(0.02 * sigma));
  }

  /** E[R²] = ν² + 2σ². */
  @Test
  void rician() {
    double sigma = 0.5 * Spread.of(IMAGE.voxels(), 0, SIZE.voxels()).deviation();
    Spread s = after(new RicianNoise(0.5, 3));
    double power = s.mean() * s.mean() + s.deviation() * s.deviation();
    assertThat(power).isCloseTo(900 + 2 * sigma * sigma, within(20.0));
    assertThat(s.low()).isNotNegative();
  }

  /** Mean kept; variance v·range/peak, below and above the change of method. */
  @Test
  void poisson() {
    for (double peak : new double[] {20, 400, 5000}) {
      Spread s = after(new PoissonNoise(peak, 3));
      assertThat(s.mean()).isCloseTo(30, within(0.3));
      assertThat(s.deviation() * s.deviation() * peak / 100).isCloseTo(30, within(1.0));
    }
  }

  @Test
  void speckle() {
    Spread s = after(new SpeckleNoise(0.1, 3));
    assertThat(s.mean()).isCloseTo(30, within(0.1));
    assertThat(s.deviation()).isCloseTo(3, within(0.06));
  }

  @Test
  void saltAndPepper() {
    float[] v = new SaltAndPepper(0.1, 3).apply(IMAGE).voxels();
    int salt = 0;
    int pepper = 0;
    for (int i = 0; i < PLAIN; i++) {
      salt += v[i] == 100 ? 1 : 0;
      pepper += v[i] == 0 ? 1 : 0;
    }
    assertThat(salt).isBetween(1850, 2150);
    assertThat(pepper).isBetween(1850, 2150);
  }
}
