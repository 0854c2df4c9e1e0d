package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.volume.Volume;

/**
 * low + (high − low)·((v − low)/(high − low))^γ per channel, between its own lowest and highest
 * value, which stay. γ above 1 darkens. Inverted, the same is done to the negative: high − (high −
 * low)·((high − v)/(high − low))^γ, and γ above 1 brightens. A constant channel stays. Memory: two
 * copies of the image.
 */
@About("A power of the relative intensity; above 1 darkens.")
public record Gamma(
    @About("the exponent") double gamma,
    @About("the power is taken of the negative image") @Default("false") boolean inverted,
    @About("mean and deviation of a channel stay, not its range") @Default("false") boolean moments)
    implements Intensity {
  public Gamma {
    Require.positive("gamma", gamma);
  }

  /** The plain power; the range stays. */
  public Gamma(double gamma) {
    this(gamma, false, false);
  }

  @Override
  public Volume apply(Volume image) {
    return Channels.each(
        image,
        (in, from, to, out) -> {
          Spread s = moments ? Spread.of(in, from, to) : Spread.range(in, from, to);
          if (s.constant()) {
            System.arraycopy(in, from, out, from, to - from);
            return;
          }
          double zero = inverted ? s.high() : s.low();
          double range = inverted ? -s.range() : s.range();
          double factor = 1 / range;
          Power power = new Power(gamma, to - from);
          for (int i = from; i < to; i++) {
            out[i] = (float) (zero + range * power.of((in[i] - zero) * factor));
          }
          if (moments) {
            restore(s, out, from, to);
          }
        });
  }

  private static void restore(Spread wanted, float[] out, int from, int to) {
    Spread is = Spread.of(out, from, to);
    double factor = is.deviation() > 0 ? wanted.deviation() / is.deviation() : 1;
    for (int i = from; i < to; i++) {
      out[i] = (float) (wanted.mean() + (out[i] - is.mean()) * factor);
    }
  }
}
