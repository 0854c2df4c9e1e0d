package io.osler.core.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AffineTest {
  /** The obvious version: each voxel's patient point, looked up in the old image. */
  private static float plain(Volume in, Vec3 p, Border border, float fill) {
    Size s = in.size();
    double z = s.is2d() ? 0 : p.z();
    double sum = 0;
    for (int corner = 0; corner < 8; corner++) {
      int i = (int) Math.floor(p.x()) + (corner & 1);
      int j = (int) Math.floor(p.y()) + (corner >> 1 & 1);
      int k = (int) Math.floor(z) + (corner >> 2);
      double weight = (1 - Math.abs(p.x() - i)) * (1 - Math.abs(p.y() - j)) * (1 - Math.abs(z - k));
      int a = border.index(i, s.width());
      int b = border.index(j, s.height());
      int c = border.index(k, s.depth());
      if (weight > 0) {
        sum += weight * (a < 0 || b < 0 || c < 0 ? fill : in.at(0, a, b, c));
      }
    }
    return (float) sum;
  }

  @Test
  void equalsItsPlainTwinThroughPatientSpace() {
    Random random = new Random(11);
    for (int trial = 0; trial < 60; trial++) {
      Size size = trial % 3 == 0 ? Size.of(17, 12) : new Size(11, 9, 8);
      Volume image = Samples.noise(size, 1, trial);
      Affine affine =
          new Affine(
              new Vec3(random.nextDouble(-90, 90), random.nextDouble(-90, 90), random.nextInt(360)),
              new Vec3(random.nextDouble(0.5, 2), random.nextDouble(0.5, 2), 1.3),
              new Vec3(random.nextDouble(-0.6, 0.6), random.nextDouble(-0.6, 0.6), 0.2),
              Border.values()[trial % 3],
              9);
      Volume out = affine.apply(image);
      for (int k = 0; k < size.depth(); k++) {
        for (int j = 0; j < size.height(); j++) {
          for (int i = 0; i < size.width(); i++) {
            Vec3 p = image.geometry().toIndex(out.geometry().toPatient(new Vec3(i, j, k)));
            assertThat(out.at(0, i, j, k))
                .as("%s at %d %d %d", affine, i, j, k)
                .isCloseTo(plain(image, p, affine.border(), 9), within(2e-3f));
          }
        }
      }
    }
  }

  @Test
  void nothingToDoChangesNothing() {
    Volume image = Samples.noise(new Size(9, 8, 7), 2, 1);
    Affine still = new Affine(Vec3.ZERO, Vec3.ONE, Vec3.ZERO, Border.CONSTANT, 0);
    assertThat(still.apply(image).voxels()).isEqualTo(image.voxels());
  }
}
