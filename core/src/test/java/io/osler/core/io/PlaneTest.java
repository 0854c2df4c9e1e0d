package io.osler.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaneTest {
  private final Size size = new Size(4, 3, 2);
  private final Geometry geometry = Geometry.spaced(1, 2, 5);

  /** Voxel (i, j, k) holds 100 k + 10 j + i. */
  private Volume counted() {
    float[] voxels = new float[size.voxels()];
    for (int k = 0; k < 2; k++) {
      for (int j = 0; j < 3; j++) {
        for (int i = 0; i < 4; i++) {
          voxels[size.offset(i, j, k)] = 100 * k + 10 * j + i;
        }
      }
    }
    return Volume.of(size, geometry, voxels);
  }

  @Test
  void millimetresAreToScale() {
    List<Plane> planes = Plane.at(size, geometry, new int[] {2, 1, 0}, 60);
    assertThat(planes.get(0)).isEqualTo(new Plane(0, 1, 2, 0, 40, 60)); // 4 by 6 mm
    assertThat(planes.get(1)).isEqualTo(new Plane(0, 2, 1, 1, 24, 60)); // 4 by 10 mm
    assertThat(planes.get(2)).isEqualTo(new Plane(1, 2, 0, 2, 36, 60)); // 6 by 10 mm
    assertThat(planes.stream().map(plane -> plane.where(size)))
        .containsExactly("slice 1 of 2", "row 2 of 3", "column 3 of 4");
  }

  @Test
  void slicesRunUpwards() {
    List<float[]> seen =
        Plane.at(size, geometry, new int[] {2, 1, 1}, 60).stream()
            .map(plane -> plane.plain(size).of(counted()).voxels())
            .toList();
    assertThat(seen.get(0))
        .containsExactly(100, 101, 102, 103, 110, 111, 112, 113, 120, 121, 122, 123);
    assertThat(seen.get(1)).containsExactly(110, 111, 112, 113, 10, 11, 12, 13);
    assertThat(seen.get(2)).containsExactly(102, 112, 122, 2, 12, 22);
  }

  @Test
  void aPictureIsOnePlane() {
    Size flat = Size.of(4, 3);
    assertThat(Plane.at(flat, Geometry.UNIT, new int[] {2, 1, 0}, 8))
        .containsExactly(new Plane(0, 1, 2, 0, 8, 6));
  }

  @Test
  void pixelsAreTheVoxelsTheyLieIn() {
    Plane plane = new Plane(0, 1, 2, 0, 8, 6);
    assertThat(plane.voxel(size, 0, 0)).isZero();
    assertThat(plane.voxel(size, 7, 5)).isEqualTo(size.offset(3, 2, 0));
    assertThat(plane.voxel(size, 3, 2)).isEqualTo(size.offset(1, 1, 0));
    Picture picture = Picture.of(counted(), plane);
    assertThat(picture.pixel(7, 5)).isEqualTo(0x303030); // 255 · 23 / 123
  }
}
