package io.osler.cli;

import io.osler.learn.train.Progress;
import java.io.PrintStream;
import java.util.Locale;

/**
 * One line on stderr that is drawn over: share done, loss, metric, images per second, time left.
 * Where stderr is no terminal, a line every ten seconds instead.
 */
final class ProgressBar implements Progress {
  private static final int WIDTH = 24;

  private final PrintStream err;
  private final boolean terminal;
  private final String label;
  private final long begun = System.nanoTime();
  private long shown;
  private long firstStep;
  private long images;
  private double loss = Double.NaN;
  private String metric = "";

  ProgressBar(PrintStream err, boolean terminal, String label) {
    this.err = err;
    this.terminal = terminal;
    this.label = label;
  }

  @Override
  public void begins(long step) {
    firstStep = step;
  }

  @Override
  public void step(Moment moment, double stepLoss) {
    loss = Double.isNaN(loss) ? stepLoss : 0.95 * loss + 0.05 * stepLoss;
    images += moment.images();
    long now = System.nanoTime();
    boolean last = moment.step() == moment.steps();
    if (now - shown > (terminal ? 200_000_000L : 10_000_000_000L) || last) {
      shown = now;
      show(moment, last);
    }
  }

  @Override
  public void validated(Moment moment, Validation validation) {
    metric =
        String.format(Locale.ROOT, "  validation %s %.3f", validation.metric(), validation.value());
  }

  private void show(Moment moment, boolean last) {
    double seconds = (System.nanoTime() - begun) * 1e-9;
    double share = (double) moment.step() / moment.steps();
    int full = (int) (share * WIDTH);
    long done = Math.max(1, moment.step() - firstStep);
    long left = Math.round(seconds / done * (moment.steps() - moment.step()));
    String line =
        String.format(
            Locale.ROOT,
            "%s ▕%s%s▏ %3.0f %%  loss %.3f%s  %,.0f images/s  %d:%02d left",
            label,
            "█".repeat(full),
            "░".repeat(WIDTH - full),
            100 * share,
            loss,
            metric,
            images / seconds,
            left / 60,
            left % 60);
    err.print(terminal ? "\r\033[K" + line + (last ? "\n" : "") : line + "\n");
    err.flush();
  }
}
