package io.osler.core.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.volume.Size;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The fast transform of many lines against the one line by line. */
class SpectrumTest {
  @Test
  void manyLinesAtOnceEqualLineByLine() {
    List<Size> sizes =
        List.of(
            new Size(30, 20, 12),
            new Size(15, 9, 5),
            new Size(64, 3, 1),
            new Size(1, 8, 4),
            new Size(27, 25, 16),
            new Size(128, 75, 1));
    SplittableRandom random = new SplittableRandom(8);
    for (Size size : sizes) {
      float[] in = new float[size.voxels()];
      for (int v = 0; v < in.length; v++) {
        in[v] = (float) random.nextDouble(0, 100);
      }
      Spectrum.Gain gain = (i, j, k) -> Math.exp(-7 * Math.abs(i) - 3 * Math.abs(j) - 5 * k * k);
      assertThat(LaneSpectrum.fits(size)).isTrue();
      assertThat(LaneSpectrum.filtered(in, size, gain))
          .as("%s", size)
          .containsExactly(Spectrum.lineByLine(in, size, gain), Offset.offset(1e-4f));
    }
  }
}
