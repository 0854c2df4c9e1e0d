package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.Arrays;

/**
 * The patient moves once during the scan: lines of k-space, taken from the lowest frequency of the
 * phase-encoding axis to the highest, come from the image up to {@code time} and from the moved
 * image after; the magnitude is shown. The grid is the first pose's. Memory: three copies of the
 * image and three of a channel.
 */
@About(value = "A movement during the scan (MR).", source = "Shaw et al. 2019; TorchIO")
public record Motion(
    @About("phase-encoding") @Default("j") Axis axis,
    @About("about i, j, k") @Unit("degrees") @Default("[0, 0, 5]") Vec3 rotation,
    @About("along i, j, k") @Unit("fraction of the extent") @Default("[0.02, 0, 0]") Vec3 shift,
    @About("when it happens") @Unit("fraction of the scan") @Default("0.7") double time)
    implements Intensity {
  public Motion {
    Require.that(rotation.isFinite(), "rotation", rotation, "finite degrees");
    Require.that(shift.isFinite(), "shift", shift, "finite fractions");
    Require.within("time", time, 0, 1);
  }

  @Override
  public Volume apply(Volume image) {
    Size size = image.size();
    Affine pose = new Affine(rotation, Vec3.ONE, shift, Border.EDGE, 0);
    float[] moved = pose.apply(Channels.finite(image, "motion")).voxels();
    return Channels.each(
        image,
        (in, from, to, out) -> {
          float[] result = new float[to - from];
          PhaseLines.each(
              Arrays.copyOfRange(in, from, to),
              Arrays.copyOfRange(moved, from, to),
              Spread.range(in, from, to).low(),
              size,
              axis,
              result,
              this::join);
          System.arraycopy(result, 0, out, from, result.length);
        });
  }

  private void join(double[] spectrum, double[] after) {
    int n = spectrum.length / 2;
    int before = (int) Math.rint(time * n);
    for (int line = before; line < n; line++) {
      // Acquired from −n/2 upwards; the transform keeps frequency f at index f mod n.
      int p = Math.floorMod(line - n / 2, n);
      spectrum[2 * p] = after[2 * p];
      spectrum[2 * p + 1] = after[2 * p + 1];
    }
  }
}
