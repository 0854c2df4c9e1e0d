package io.osler.learn.report;

import io.osler.core.config.Require;
import java.util.OptionalDouble;

/**
 * Where training stood at one moment.
 *
 * @param step optimiser steps done
 * @param epoch passes over the training data begun, from 0
 * @param seconds since training began; 0 where it is not known
 * @param trainLoss mean since the last point, if there was a step; NaN where it diverged
 * @param valLoss where the validation images were looked at
 * @param valMetric the metric that decides which weights are kept, higher is better
 */
public record CurvePoint(
    long step,
    int epoch,
    double seconds,
    OptionalDouble trainLoss,
    OptionalDouble valLoss,
    OptionalDouble valMetric,
    OptionalDouble learningRate) {
  public CurvePoint {
    Require.atLeast("step", step, 0);
    Require.atLeast("epoch", epoch, 0);
    Require.atLeast("seconds", seconds, 0);
    learningRate.ifPresent(rate -> Require.atLeast("learning-rate", rate, 0));
  }
}
