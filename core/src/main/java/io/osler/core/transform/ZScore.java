package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.volume.Volume;

/**
 * (v − μ)/σ per channel, σ the population standard deviation; a constant channel becomes 0. Memory:
 * two copies of the image.
 *
 * @param nonzero measure and change only voxels that are not 0 (skull-stripped MR); the others stay
 *     0
 */
@About("To mean 0 and standard deviation 1, per channel.")
public record ZScore(
    @About("measure and change only voxels that are not 0") @Default("false") boolean nonzero)
    implements Intensity {
  @Override
  public Volume apply(Volume image) {
    return Channels.each(Channels.finite(image, "z-score"), this::channel);
  }

  private void channel(float[] in, int from, int to, float[] out) {
    long count = 0;
    double sum = 0;
    for (int i = from; i < to; i++) {
      if (counts(in[i])) {
        count++;
        sum += in[i];
      }
    }
    double mean = count == 0 ? 0 : sum / count;
    double squares = 0;
    for (int i = from; i < to; i++) {
      if (counts(in[i])) {
        double d = in[i] - mean;
        squares += d * d;
      }
    }
    double deviation = count == 0 ? 0 : Math.sqrt(squares / count);
    // Rounding of the mean leaves a constant channel a deviation of some 1e-16 of its value.
    if (deviation <= 1e-12 * Math.abs(mean)) {
      return;
    }
    double factor = 1 / deviation;
    for (int i = from; i < to; i++) {
      out[i] = counts(in[i]) ? (float) ((in[i] - mean) * factor) : 0;
    }
  }

  private boolean counts(float v) {
    return !nonzero || v != 0;
  }
}
