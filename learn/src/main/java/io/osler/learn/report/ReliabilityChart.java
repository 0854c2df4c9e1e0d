package io.osler.learn.report;

import io.osler.core.metric.Reliability;
import java.util.List;

/** Stated probability against how often it came true, with how many images said so below. */
final class ReliabilityChart {
  private static final int WIDTH = 470;
  private static final int HEIGHT = 330;
  private static final int BINS = 10;
  private static final double Z = 1.959963984540054; // 97.5 % point of the normal distribution

  private ReliabilityChart() {}

  static String svg(Report report) {
    Reliability reliability = Reliability.of(stated(report), held(report), BINS);
    List<Reliability.Bin> bins = reliability.bins().stream().filter(b -> b.cases() > 0).toList();
    Axis across = Axis.share(sentence(report));
    Plot plot = new Plot(WIDTH, HEIGHT, across, Axis.share("share where it was true"));
    plot.withoutTickWords().guide(0, 0, 1, 1);
    Ink ink = Ink.of(0);
    for (Reliability.Bin bin : bins) {
      double[] ends = wilson(bin.share(), bin.cases());
      plot.whisker(ink, bin.confidence(), ends[0], ends[1]);
    }
    double[] xs = bins.stream().mapToDouble(Reliability.Bin::confidence).toArray();
    double[] ys = bins.stream().mapToDouble(Reliability.Bin::share).toArray();
    plot.line(new Ink(ink.colour(), "2 3", ink.marker()), xs, ys);
    plot.points(ink, xs, ys, 5);
    double[] counts = reliability.bins().stream().mapToDouble(Reliability.Bin::cases).toArray();
    Axis up = Axis.around(report.unit(), withZero(counts), 2);
    Plot below = new Plot(WIDTH, 140, across, up);
    for (Reliability.Bin bin : reliability.bins()) {
      below.column(ink, bin.low(), bin.high(), bin.cases());
    }
    String body =
        plot.panel("Calibration: can the stated probability be trusted?")
            + "<g transform=\"translate(0 "
            + (HEIGHT - 44)
            + ")\">"
            + below.panel("")
            + "</g>";
    return Svg.of(
        WIDTH,
        HEIGHT - 44 + 140,
        "Reliability diagram; expected calibration error " + Numbers.fixed(reliability.ece(), 3),
        body);
  }

  private static String sentence(Report report) {
    return report.binary()
        ? "stated probability of “" + RocChart.shorten(report.positiveName()) + "”"
        : "stated probability of the class called";
  }

  private static double[] withZero(double[] counts) {
    double[] all = java.util.Arrays.copyOf(counts, counts.length + 1);
    all[counts.length] = 0;
    return all;
  }

  /** Those of which anything is known. */
  private static List<Prediction> read(Report report) {
    int classes = report.classes().size();
    return report.predictions().stream().filter(p -> p.unread().size() < classes).toList();
  }

  private static double[] stated(Report report) {
    return read(report).stream()
        .mapToDouble(p -> p.probabilities().get(report.binary() ? report.positive() : p.called()))
        .toArray();
  }

  private static boolean[] held(Report report) {
    List<Prediction> read = read(report);
    boolean[] held = new boolean[read.size()];
    for (int i = 0; i < held.length; i++) {
      Prediction p = read.get(i);
      held[i] = p.truth().contains(report.binary() ? report.positive() : p.called());
    }
    return held;
  }

  /** 95 % interval of a share k/n after Wilson 1927: stays inside [0, 1] also for 0 and n of n. */
  static double[] wilson(double share, long n) {
    double z2 = Z * Z / n;
    double middle = (share + z2 / 2) / (1 + z2);
    double half = Z * Math.sqrt(share * (1 - share) / n + z2 / (4 * n)) / (1 + z2);
    return new double[] {Math.max(0, middle - half), Math.min(1, middle + half)};
  }
}
