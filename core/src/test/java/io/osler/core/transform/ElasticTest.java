package io.osler.core.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.volume.Case;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ElasticTest {
  /** An image of each voxel's own index: what lies at a moved landmark says where it came from. */
  private static Volume coordinates(Size size) {
    float[] v = new float[3 * size.voxels()];
    for (int k = 0; k < size.depth(); k++) {
      for (int j = 0; j < size.height(); j++) {
        for (int i = 0; i < size.width(); i++) {
          int at = size.offset(i, j, k);
          v[at] = i;
          v[size.voxels() + at] = j;
          v[2 * size.voxels() + at] = k;
        }
      }
    }
    return new Volume(size, 3, Samples.OBLIQUE, v);
  }

  private static double at(Volume image, int channel, Vec3 p) {
    double[] identity = new double[12];
    Sampler sampler = new Sampler(image.size(), image.geometry(), identity, Border.EDGE, 0);
    int base = channel * image.size().voxels();
    return sampler.value(image.voxels(), base, image.size(), p.x(), p.y(), p.z());
  }

  @Test
  void landmarksArriveWhereTheirAnatomyDoes() {
    for (Size size : List.of(Size.of(48, 40), new Size(40, 36, 30))) {
      Volume image = coordinates(size);
      for (long seed = 0; seed < 5; seed++) {
        Vec3 index = new Vec3(19.3, 17.6, size.is2d() ? 0 : 15.2);
        Truth landmark = new Truth.Landmarks(List.of(image.geometry().toPatient(index)));
        Case out =
            new Elastic(4, 0.35, seed, Border.EDGE, 0)
                .apply(new Case("a", "a", image, landmark, Map.of()));
        Vec3 moved = ((Truth.Landmarks) out.truth()).points().getFirst();
        Vec3 p = image.geometry().toIndex(moved);
        assertThat(p.minus(index).norm()).isGreaterThan(0.05);
        for (int axis = 0; axis < 3; axis++) {
          // The bent image is read between voxels: curvature leaves hundredths.
          assertThat(at(out.image(), axis, p)).isCloseTo(index.get(axis), within(0.06));
        }
      }
    }
  }

  @Test
  void wholeRowsEqualVoxelByVoxel() {
    for (Size size : List.of(Size.of(37, 21), new Size(23, 17, 9), new Size(1, 5, 4))) {
      Volume image = coordinates(size);
      for (Border border : Border.values()) {
        Sampler sampler = new Sampler(size, image.geometry(), new double[12], border, 7);
        BendField field = BendField.drawn(size, 5, 0.4, 3);
        for (int j = 0; j < size.height(); j++) {
          Field.Row row = field.row(j, size.depth() / 2);
          double[][] p = new double[3][size.width()];
          row.all(p[0], p[1], p[2]);
          float[] out = new float[size.width()];
          double[] shift = new double[3];
          for (int i = 0; i < size.width(); i++) {
            row.at(i, shift);
            assertThat(p[0][i]).isCloseTo(shift[0], within(1e-12));
            assertThat(p[1][i]).isCloseTo(shift[1], within(1e-12));
            assertThat(p[2][i]).isCloseTo(shift[2], within(1e-12));
            p[0][i] += i;
            p[1][i] += j;
            p[2][i] += size.depth() / 2;
          }
          sampler.values(image.voxels(), size.voxels(), size, p, out, 0);
          for (int i = 0; i < size.width(); i++) {
            float one =
                sampler.value(image.voxels(), size.voxels(), size, p[0][i], p[1][i], p[2][i]);
            assertThat(out[i]).isEqualTo(one);
          }
        }
      }
    }
  }

  /** The strongest field allowed keeps every neighbour on its side. */
  @Test
  void neverFolds() {
    Size size = new Size(30, 28, 26);
    for (long seed = 0; seed < 4; seed++) {
      Volume out = new Elastic(3, 0.4, seed, Border.EDGE, 0).apply(coordinates(size));
      BendField field = BendField.drawn(size, 3, 0.4, seed);
      for (int k = 1; k < size.depth(); k++) {
        for (int j = 1; j < size.height(); j++) {
          for (int i = 1; i < size.width(); i++) {
            Vec3 here = new Vec3(i, j, k);
            Vec3 a = step(field, here, new Vec3(-1, 0, 0));
            Vec3 b = step(field, here, new Vec3(0, -1, 0));
            Vec3 c = step(field, here, new Vec3(0, 0, -1));
            assertThat(a.cross(b).dot(c)).isNegative();
          }
        }
      }
      assertThat(out.size()).isEqualTo(size);
    }
  }

  private static Vec3 step(BendField field, Vec3 at, Vec3 by) {
    Vec3 there = at.plus(by);
    return there.plus(field.at(there)).minus(at.plus(field.at(at)));
  }
}
