package io.osler.learn.report;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How loss, validation metric and learning rate went, as a drawing of its own or a page that can be
 * watched while training runs.
 *
 * @param metric name of the points' validation metric, for example "AUC"
 */
public record LearningCurve(String metric, List<CurvePoint> points) {
  private static final int WIDTH = 960;
  private static final int LOSS = 260;
  private static final int METRIC = 190;
  private static final int RATE = 150;
  private static final int OVERLAP = 34;
  private static final int MOST_POINTS = 300;

  public LearningCurve {
    points = List.copyOf(points);
  }

  /** Three panels over optimiser steps, as a stand-alone SVG file. */
  public String svg() {
    Axis steps =
        Axis.around(
            "optimiser steps",
            withZero(points.stream().mapToDouble(CurvePoint::step).toArray()),
            8);
    int second = LOSS - OVERLAP;
    int third = second + METRIC - OVERLAP;
    String body =
        loss(steps).panel("Loss")
            + "<g transform=\"translate(0 "
            + second
            + ")\">"
            + metric(steps).panel("Validation " + metric)
            + "</g>"
            + "<g transform=\"translate(0 "
            + third
            + ")\">"
            + rate(steps).panel("Learning rate")
            + "</g>";
    return Svg.of(WIDTH, third + RATE, sentence(), body);
  }

  /**
   * A page with the drawing that asks for itself again every {@code refreshSeconds}; never if 0.
   */
  public String html(int refreshSeconds) {
    String refresh =
        refreshSeconds > 0
            ? "<meta http-equiv=\"refresh\" content=\"" + refreshSeconds + "\">"
            : "";
    return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        + refresh
        + "<title>Learning curve</title><style>body{max-width:980px;margin:28px auto;padding:0"
        + " 16px;font-family:'Segoe UI','Helvetica Neue',Helvetica,Arial,sans-serif;color:"
        + Ink.TEXT
        + "}h1{font-size:22px;font-weight:600}p{color:"
        + Ink.SOFT
        + "}</style></head><body>"
        + "<h1>Learning curve</h1><p>"
        + Html.escape(sentence())
        + "</p>"
        + svg()
        + "</body></html>\n";
  }

  /** Where training stands, in words. */
  String sentence() {
    if (points.isEmpty()) {
      return "No step has been finished yet.";
    }
    CurvePoint last = points.getLast();
    StringBuilder said = new StringBuilder(Numbers.count(last.step())).append(" steps");
    said.append(last.seconds() > 0 ? " in " + Numbers.duration(last.seconds()) : "").append('.');
    int best = best();
    if (best >= 0) {
      said.append(" Best validation ").append(metric).append(' ');
      said.append(Numbers.fixed(metricAt(points.get(best)), 3)).append(" at step ");
      said.append(Numbers.count(points.get(best).step())).append('.');
    }
    if (points.stream().anyMatch(p -> !Double.isFinite(p.trainLoss().orElse(0)))) {
      said.append(" Training diverged: some losses are not numbers.");
    }
    return said.toString();
  }

  private Plot loss(Axis steps) {
    Curve train = curve(p -> p.trainLoss().orElse(Double.NaN));
    Curve held = curve(p -> p.valLoss().orElse(Double.NaN));
    Axis up = Axis.around("loss", withZero(join(train.mean(), held.mean())), 5);
    Plot plot = new Plot(WIDTH, LOSS, steps, up).withoutTickWords().legendAt(true, false);
    if (train.thinned()) {
      plot.band(Ink.of(0), train.at(), train.low(), train.high());
    }
    plot.line(Ink.of(0), train.at(), train.mean()).legend(Ink.of(0), "training");
    if (held.at().length > 0) {
      plot.line(Ink.of(1), held.at(), held.mean()).legend(Ink.of(1), "validation");
    }
    return plot;
  }

  private Plot metric(Axis steps) {
    Curve held = curve(LearningCurve::metricAt);
    Axis up = Axis.around(metric, held.mean(), 4);
    Plot plot = new Plot(WIDTH, METRIC, steps, up).withoutTickWords();
    Ink ink = new Ink(Ink.of(1).colour(), "", Ink.Marker.DISC);
    plot.line(ink, held.at(), held.mean());
    if (held.at().length <= 60) {
      plot.points(ink, held.at(), held.mean(), 3);
    }
    int best = best();
    if (best >= 0) {
      double[] at = {points.get(best).step()};
      double[] value = {metricAt(points.get(best))};
      plot.points(new Ink(Ink.TEXT, "", Ink.Marker.DIAMOND), at, value, 5);
      plot.label(at[0], value[0], "best: " + Numbers.fixed(value[0], 3));
    }
    return plot;
  }

  private Plot rate(Axis steps) {
    Curve rate = curve(p -> p.learningRate().orElse(Double.NaN));
    Axis up = Axis.around("rate", withZero(rate.mean()), 2);
    return new Plot(WIDTH, RATE, steps, up)
        .line(new Ink(Ink.of(7).colour(), "", Ink.Marker.DISC), rate.at(), rate.mean());
  }

  private static double metricAt(CurvePoint point) {
    return point.valMetric().orElse(Double.NaN);
  }

  /** The first point with the highest metric; −1 where none was measured. */
  private int best() {
    int best = -1;
    for (int i = 0; i < points.size(); i++) {
      double value = metricAt(points.get(i));
      if (Double.isFinite(value) && (best < 0 || value > metricAt(points.get(best)))) {
        best = i;
      }
    }
    return best;
  }

  /** Means of neighbouring points, and the lowest and highest among them, at their mean step. */
  private record Curve(double[] at, double[] mean, double[] low, double[] high, boolean thinned) {}

  private Curve curve(ToDoubleFunction<CurvePoint> value) {
    List<CurvePoint> known =
        points.stream().filter(p -> Double.isFinite(value.applyAsDouble(p))).toList();
    int group = Math.ceilDiv(Math.max(known.size(), 1), MOST_POINTS);
    int groups = Math.ceilDiv(known.size(), group);
    Curve curve =
        new Curve(
            new double[groups],
            new double[groups],
            new double[groups],
            new double[groups],
            group > 1);
    for (int g = 0; g < groups; g++) {
      List<CurvePoint> these = known.subList(g * group, Math.min((g + 1) * group, known.size()));
      var values = these.stream().mapToDouble(value).summaryStatistics();
      curve.at()[g] = these.stream().mapToDouble(CurvePoint::step).average().orElse(0);
      curve.mean()[g] = values.getAverage();
      curve.low()[g] = values.getMin();
      curve.high()[g] = values.getMax();
    }
    return curve;
  }

  private static double[] withZero(double[] values) {
    return join(values, new double[] {0});
  }

  private static double[] join(double[] a, double[] b) {
    return java.util.stream.DoubleStream.concat(
            java.util.Arrays.stream(a), java.util.Arrays.stream(b))
        .toArray();
  }
}
