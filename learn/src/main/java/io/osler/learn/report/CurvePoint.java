package io.osler.learn.report;

import io.osler.core.config.Require;
import java.util.OptionalDouble;

/**
 * Where training stood at one moment.
 *
 * @param step optimiser steps done
 * @param epoch passes over the training data begun, from 0
 * @param seconds since training began
 * @param trainLoss loss of the last step or mean since the last point; NaN where it diverged
 * @param valLoss where the validation images were looked at
 * @param valMetric the metric that decides which weights are kept, higher is better
 */
public record CurvePoint(
    long step,
    int epoch,
    double seconds,
    double trainLoss,
    OptionalDouble valLoss,
    OptionalDouble valMetric,
    double learningRate) {
  public CurvePoint {
    Require.atLeast("step", step, 0);
    Require.atLeast("epoch", epoch, 0);
    Require.atLeast("seconds", seconds, 0);
    Require.atLeast("learning-rate", learningRate, 0);
  }
}
