package io.osler.learn.task;

import io.osler.learn.report.CurvePoint;
import io.osler.learn.train.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Gathers the learning curve of one network while it trains. */
public final class Curve implements Progress {
  private final List<CurvePoint> points = new ArrayList<>();
  private final long begun = System.nanoTime();
  private double lossSum;
  private int losses;

  @Override
  public void step(Moment moment, double loss) {
    lossSum += loss;
    losses++;
    // About two hundred points: enough for any screen.
    if (moment.step() % Math.max(1, moment.steps() / 200) == 0) {
      add(moment, OptionalDouble.empty(), OptionalDouble.empty());
    }
  }

  @Override
  public void validated(Moment moment, Validation seen) {
    add(moment, OptionalDouble.of(seen.loss()), OptionalDouble.of(seen.value()));
  }

  private void add(Moment moment, OptionalDouble loss, OptionalDouble metric) {
    OptionalDouble mean = losses > 0 ? OptionalDouble.of(lossSum / losses) : OptionalDouble.empty();
    points.add(
        new CurvePoint(
            moment.step(),
            0,
            (System.nanoTime() - begun) * 1e-9,
            mean,
            loss,
            metric,
            OptionalDouble.of(moment.learningRate())));
    lossSum = 0;
    losses = 0;
  }

  public List<CurvePoint> points() {
    return List.copyOf(points);
  }
}
