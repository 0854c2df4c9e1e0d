package io.osler.learn.report;

import io.osler.core.metric.Interval;
import io.osler.core.metric.Ranking;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Sensitivity against false alarms over all thresholds, and precision against recall. */
final class RocChart {
  private static final int WIDTH = 470;
  private static final int HEIGHT = 430;
  private static final int MOST_CURVES = 8;

  private RocChart() {}

  /** One class against the rest. */
  private record Curve(String name, Ranking ranking, double auc, double averagePrecision) {}

  static String roc(Report report) {
    List<Curve> curves = curves(report);
    Plot plot =
        new Plot(
            WIDTH,
            HEIGHT,
            Axis.share("share of the other " + report.unit() + " flagged (false alarms)"),
            Axis.share("share of the sought " + report.unit() + " flagged"));
    plot.guide(0, 0, 1, 1);
    if (report.binary() && !curves.isEmpty()) {
      RocBand band = RocBand.of(report);
      plot.band(Ink.of(0), band.grid(), band.low(), band.high());
    }
    for (int c = 0; c < curves.size(); c++) {
      List<Ranking.RocPoint> points = curves.get(c).ranking().roc();
      plot.line(
          Ink.of(c),
          points.stream().mapToDouble(Ranking.RocPoint::falsePositiveRate).toArray(),
          points.stream().mapToDouble(Ranking.RocPoint::sensitivity).toArray());
      plot.legend(
          Ink.of(c), "AUC " + Numbers.fixed(curves.get(c).auc(), 3) + "  " + shown(curves, c));
    }
    operatingPoints(report, plot);
    return plot.svg("ROC: found against false alarms", "ROC curve. " + said(curves, true));
  }

  private static void operatingPoints(Report report, Plot plot) {
    for (int i = 0; report.binary() && i < report.points().size(); i++) {
      OperatingResult point = report.points().get(i);
      Interval sensitivity = point.sensitivity();
      double alarms = 1 - point.specificity().value();
      Ink ink = new Ink(Ink.of(i + 1).colour(), "", Ink.of(i + 1).marker());
      plot.points(ink, new double[] {alarms}, new double[] {sensitivity.value()}, 6);
      plot.legendPoints(ink, shorten(point.name()));
    }
  }

  static String precisionRecall(Report report) {
    List<Curve> curves = curves(report);
    Plot plot =
        new Plot(
            WIDTH,
            HEIGHT,
            Axis.share("share of the sought " + report.unit() + " flagged (recall)"),
            Axis.share("share of flags that are right (precision)"));
    if (report.binary()) {
      double share = share(report);
      plot.guide(0, share, 1, share);
    }
    for (int c = 0; c < curves.size(); c++) {
      List<Ranking.PrecisionRecallPoint> points = curves.get(c).ranking().precisionRecall();
      plot.line(
          Ink.of(c),
          points.stream().mapToDouble(Ranking.PrecisionRecallPoint::recall).toArray(),
          points.stream().mapToDouble(Ranking.PrecisionRecallPoint::precision).toArray());
      plot.legend(
          Ink.of(c),
          "AP " + Numbers.fixed(curves.get(c).averagePrecision(), 3) + "  " + shown(curves, c));
    }
    for (int i = 0; report.binary() && i < report.points().size(); i++) {
      OperatingResult point = report.points().get(i);
      Ink ink = new Ink(Ink.of(i + 1).colour(), "", Ink.of(i + 1).marker());
      if (point.ppv().isPresent()) {
        plot.points(
            ink,
            new double[] {point.sensitivity().value()},
            new double[] {point.ppv().get().value()},
            6);
        plot.legendPoints(ink, shorten(point.name()));
      }
    }
    plot.legendAt(false, true);
    return plot.svg(
        "Precision–recall: flags that are right", "Precision–recall curve. " + said(curves, false));
  }

  private static double share(Report report) {
    long sought =
        report.predictions().stream().filter(p -> p.truth().contains(report.positive())).count();
    return report.predictions().isEmpty() ? 0 : sought / (double) report.predictions().size();
  }

  private static String shown(List<Curve> curves, int c) {
    return curves.size() == 1 ? "(this model)" : shorten(curves.get(c).name());
  }

  static String shorten(String name) {
    return name.length() <= 26 ? name : name.substring(0, name.offsetByCodePoints(0, 24)) + "…";
  }

  private static String said(List<Curve> curves, boolean roc) {
    StringBuilder said = new StringBuilder();
    for (Curve curve : curves) {
      said.append(curve.name()).append(": area ");
      said.append(Numbers.fixed(roc ? curve.auc() : curve.averagePrecision(), 3)).append(". ");
    }
    return said.toString();
  }

  /** The positive class, or every class against the rest, the worst eight when there are more. */
  private static List<Curve> curves(Report report) {
    List<Curve> curves = new ArrayList<>();
    for (int c = 0; c < report.classes().size(); c++) {
      if (report.binary() && c != report.positive()) {
        continue;
      }
      Ranking ranking = ranking(report.predictions(), c);
      if (ranking.auc().isPresent()) {
        curves.add(
            new Curve(
                report.classes().get(c),
                ranking,
                ranking.auc().getAsDouble(),
                ranking.averagePrecision().orElse(0)));
      }
    }
    return curves.size() <= MOST_CURVES
        ? curves
        : curves.stream()
            .sorted(Comparator.comparingDouble(Curve::auc))
            .limit(MOST_CURVES)
            .toList();
  }

  private static Ranking ranking(List<Prediction> predictions, int c) {
    List<Prediction> read = predictions.stream().filter(p -> p.read(c)).toList();
    boolean[] holds = new boolean[read.size()];
    double[] score = new double[read.size()];
    for (int i = 0; i < score.length; i++) {
      holds[i] = read.get(i).truth().contains(c);
      score[i] = read.get(i).probabilities().get(c);
    }
    return Ranking.of(holds, score);
  }
}
