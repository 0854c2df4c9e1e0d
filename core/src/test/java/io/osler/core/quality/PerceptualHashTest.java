package io.osler.core.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.transform.GaussianNoise;
import io.osler.core.transform.Interpolation;
import io.osler.core.transform.Normalise;
import io.osler.core.transform.Resize;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PerceptualHashTest {
  /** A few broad blobs, as images of bodies have. */
  private static Volume blobs(Size size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] v = new float[size.voxels()];
    for (int b = 0; b < 12; b++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      double z = size.is2d() ? 0 : random.nextDouble();
      double width = random.nextDouble(0.05, 0.2);
      for (int i = 0; i < v.length; i++) {
        int row = i / size.width();
        double dx = (i % size.width() + 0.5) / size.width() - x;
        double dy = (row % size.height() + 0.5) / size.height() - y;
        double dz = size.is2d() ? 0 : (row / size.height() + 0.5) / size.depth() - z;
        v[i] += (float) (100 * Math.exp(-(dx * dx + dy * dy + dz * dz) / (2 * width * width)));
      }
    }
    return Volume.of(size, Geometry.UNIT, v);
  }

  /** Made with ImageHash 4.3.2: imagehash.phash(Image.fromarray(a)) of a[j, i] as below. */
  @Test
  void equalsImageHash() {
    float[] v = new float[32 * 32];
    for (int j = 0; j < 32; j++) {
      for (int i = 0; i < 32; i++) {
        v[j * 32 + i] = (i * i + 3 * j * i + 7 * j + 40 * (i / 5 % 2)) % 256;
      }
    }
    Volume image = Volume.of(Size.of(32, 32), Geometry.UNIT, v);
    assertThat(PerceptualHash.of(image).orElseThrow()).hasToString("8202020f97df5f5f");
  }

  @Test
  void findsWhatWasStoredAgainAndNothingElse() {
    for (boolean solid : List.of(false, true)) {
      Size size = solid ? new Size(40, 36, 30) : Size.of(96, 80);
      Size smaller = solid ? new Size(30, 30, 24) : Size.of(60, 60);
      List<UnaryOperator<Volume>> copies =
          List.of(
              new Resize(smaller, Interpolation.LINEAR)::apply,
              image -> new Normalise(List.of(-40.0), List.of(0.8)).apply(image),
              new GaussianNoise(0.05, 3)::apply);
      List<Optional<PerceptualHash>> all = new ArrayList<>();
      for (int seed = 0; seed < 24; seed++) {
        all.add(PerceptualHash.of(blobs(size, seed)));
      }
      for (int c = 0; c < copies.size(); c++) {
        all.add(PerceptualHash.of(copies.get(c).apply(blobs(size, 10 * c))));
      }
      assertThat(PerceptualHash.pairs(all))
          .containsExactly(
              new PerceptualHash.Pair(0, 24),
              new PerceptualHash.Pair(10, 25),
              new PerceptualHash.Pair(20, 26));
    }
  }

  @Test
  void screeningMissesNoPair() {
    List<Optional<PerceptualHash>> all = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 300; i++) {
      Volume image = blobs(Size.of(32, 32), i % 40);
      all.add(PerceptualHash.of(new GaussianNoise(random.nextDouble(0.4), i).apply(image)));
    }
    List<PerceptualHash.Pair> naive = new ArrayList<>();
    for (int b = 0; b < all.size(); b++) {
      for (int a = 0; a < b; a++) {
        if (all.get(a).orElseThrow().isLike(all.get(b).orElseThrow())) {
          naive.add(new PerceptualHash.Pair(a, b));
          break;
        }
      }
    }
    assertThat(naive).hasSizeGreaterThan(20);
    assertThat(PerceptualHash.pairs(all)).isEqualTo(naive);
  }

  @Test
  void nothingIsSaidOfConstantAndUndefinedImages() {
    float[] flat = new float[64];
    assertThat(PerceptualHash.of(Volume.of(Size.of(8, 8), Geometry.UNIT, flat))).isEmpty();
    float[] bad = new float[64];
    bad[5] = Float.NaN;
    assertThat(PerceptualHash.of(Volume.of(Size.of(8, 8), Geometry.UNIT, bad))).isEmpty();
  }
}
