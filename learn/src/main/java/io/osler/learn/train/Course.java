package io.osler.learn.train;

import io.osler.core.config.Default;
import io.osler.core.config.Require;

/**
 * How long and how a network is trained; part of the plan file.
 *
 * @param steps updates of the weights
 * @param clip largest gradient norm, 0 for none
 * @param averaging decay of the moving average of the weights that is kept in the end, 0 for none
 * @param validateEvery steps between looks at the validation cases
 * @param patience validations without a better metric before training ends early, 0 to never do so
 */
public record Course(
    long steps,
    Optimiser optimiser,
    Schedule schedule,
    @Default("1.0") double clip,
    @Default("0.99") double averaging,
    long validateEvery,
    @Default("0") int patience) {
  public Course {
    Require.within("steps", steps, 1, 100_000_000);
    Require.atLeast("clip", clip, 0);
    Require.within("averaging", averaging, 0, 0.99999);
    Require.atLeast("validate-every", validateEvery, 1);
    Require.atLeast("patience", patience, 0);
  }
}
