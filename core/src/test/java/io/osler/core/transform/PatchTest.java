package io.osler.core.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.config.InputException;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import org.junit.jupiter.api.Test;

class PatchTest {
  /** By hand: ⌈24/20⌉ + 1 = 3 along i, one along j, ⌈14/8⌉ + 1 = 3 along k, evenly spread. */
  @Test
  void startsAreEvenlySpread() {
    assertThat(new PatchGrid(new Size(40, 64, 16), 0.5).starts(new Size(64, 64, 30)))
        .containsExactly(
            new Voxel(0, 0, 0),
            new Voxel(12, 0, 0),
            new Voxel(24, 0, 0),
            new Voxel(0, 0, 7),
            new Voxel(12, 0, 7),
            new Voxel(24, 0, 7),
            new Voxel(0, 0, 14),
            new Voxel(12, 0, 14),
            new Voxel(24, 0, 14));
  }

  @Test
  void patchesPutTogetherAgainAreTheImage() {
    for (Size size : new Size[] {new Size(23, 17, 11), Size.of(30, 21)}) {
      Volume image = Samples.noise(size, 2, 3);
      Size patch = new Size(9, 8, size.is2d() ? 1 : 5);
      PatchSum sum = new PatchSum(size, patch, 2);
      for (Voxel start : new PatchGrid(patch, 0.4).starts(size)) {
        sum.add(start, new Crop(start, patch).apply(image).voxels());
      }
      float[] out = sum.result(image.geometry()).voxels();
      for (int v = 0; v < out.length; v++) {
        assertThat(out[v]).isCloseTo(image.voxels()[v], within(1e-3f));
      }
    }
  }

  @Test
  void gapsAndMisfitsAreRefused() {
    PatchSum sum = new PatchSum(Size.of(8, 8), Size.of(4, 4), 1);
    sum.add(Voxel.ZERO, new float[16]);
    assertThatThrownBy(() -> sum.result(Samples.OBLIQUE)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> sum.add(new Voxel(5, 0, 0), new float[16]))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new PatchGrid(Size.of(9, 4), 0.5).starts(Size.of(8, 8)))
        .isInstanceOf(InputException.class);
  }
}
