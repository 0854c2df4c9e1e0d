package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Require;
import io.osler.core.volume.Volume;

/**
 * low + (high − low)·((v − low)/(high − low))^γ per channel, between its own lowest and highest
 * value, which stay. γ above 1 darkens. A constant channel stays.
 */
@About("A power of the relative intensity; above 1 darkens.")
public record Gamma(@About("the exponent") double gamma) implements Intensity {
  public Gamma {
    Require.positive("gamma", gamma);
  }

  @Override
  public Volume apply(Volume image) {
    return Channels.each(
        image,
        (in, from, to, out) -> {
          Spread s = Spread.range(in, from, to);
          if (s.constant()) {
            System.arraycopy(in, from, out, from, to - from);
            return;
          }
          double low = s.low();
          double range = s.range();
          double factor = 1 / range;
          for (int i = from; i < to; i++) {
            out[i] = (float) (low + range * Math.pow((in[i] - low) * factor, gamma));
          }
        });
  }
}
