package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Volume;
import java.util.Arrays;

/**
 * Every {@code ghosts}-th line of k-space along the phase-encoding axis, but for the zero
 * frequency, is weakened by the factor 1 − strength; the magnitude is shown. Leaves faint copies
 * n/ghosts apart. A 2-D image has none along k. Memory: two copies of the image and two of a
 * channel.
 */
@About(value = "Faint copies along one axis (MR).", source = "TorchIO RandomGhosting")
public record Ghosting(
    @About("phase-encoding") @Default("j") Axis axis,
    @About("how many copies") @Default("4") int ghosts,
    @About("how much is lost") @Unit("fraction") @Default("0.5") double strength)
    implements Intensity {
  public Ghosting {
    Require.within("ghosts", ghosts, 2, 1000);
    Require.within("strength", strength, 0, 1);
  }

  @Override
  public Volume apply(Volume image) {
    return Channels.each(
        Channels.finite(image, "ghosting"),
        (in, from, to, out) -> {
          float[] channel = Arrays.copyOfRange(in, from, to);
          float[] result = new float[channel.length];
          double low = Spread.range(in, from, to).low();
          PhaseLines.each(
              channel, channel, low, image.size(), axis, result, (spectrum, _) -> weaken(spectrum));
          System.arraycopy(result, 0, out, from, result.length);
        });
  }

  /** Frequency −f is treated as f is, so that a real line stays real. */
  private void weaken(double[] spectrum) {
    int n = spectrum.length / 2;
    for (int p = 1; p < n; p++) {
      if (Math.min(p, n - p) % ghosts == 0) {
        spectrum[2 * p] *= 1 - strength;
        spectrum[2 * p + 1] *= 1 - strength;
      }
    }
  }
}
