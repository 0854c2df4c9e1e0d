package io.osler.learn.train;

import io.osler.core.config.Require;

/** Learning-rate factor in [0, 1] at a step; times the optimiser's learning rate. */
public sealed interface Schedule {
  double factor(long step, long steps);

  /** Always 1. */
  record Constant() implements Schedule {
    @Override
    public double factor(long step, long steps) {
      return 1;
    }
  }

  /** Linear rise over the first {@code warmup} share of the steps, then half a cosine to 0. */
  record Cosine(double warmup) implements Schedule {
    public Cosine {
      Require.within("warmup", warmup, 0, 0.9);
    }

    @Override
    public double factor(long step, long steps) {
      double rise = warmup * steps;
      if (step < rise) {
        return (step + 1) / Math.max(1, Math.ceil(rise));
      }
      double progress = (step - rise) / Math.max(1, steps - rise);
      return 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress)));
    }
  }

  /** (1 − step / steps)^power, as DeepLab and nnU-Net. */
  record Poly(double power) implements Schedule {
    public Poly {
      Require.positive("power", power);
    }

    @Override
    public double factor(long step, long steps) {
      return Math.pow(Math.max(0, 1 - (double) step / steps), power);
    }
  }
}
