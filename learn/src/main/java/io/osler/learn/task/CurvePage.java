package io.osler.learn.task;

import io.osler.core.io.Atomic;
import io.osler.learn.report.LearningCurve;
import io.osler.learn.train.Progress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * {@code learning-curve.html} in a run folder: open it in a browser while training runs; it asks
 * for itself again until training has ended.
 */
public final class CurvePage implements Progress, AutoCloseable {
  private static final int REFRESH_SECONDS = 5;
  private static final long NANOS_BETWEEN = REFRESH_SECONDS * 1_000_000_000L;

  private final Path file;
  private final Curve curve = new Curve();
  private String metric = "metric";
  private long written;

  /** Nothing is written before the first step. */
  public CurvePage(Path file) {
    this.file = file;
    this.written = System.nanoTime();
  }

  @Override
  public void step(Moment moment, double loss) {
    curve.step(moment, loss);
    if (System.nanoTime() - written > NANOS_BETWEEN) {
      write(REFRESH_SECONDS);
    }
  }

  @Override
  public void validated(Moment moment, Validation seen) {
    curve.validated(moment, seen);
    metric = seen.metric().equals("auc") ? "AUC" : seen.metric().toLowerCase(Locale.ROOT);
    write(REFRESH_SECONDS);
  }

  private void write(int refreshSeconds) {
    String page = new LearningCurve(metric, curve.points()).html(refreshSeconds);
    Atomic.replace(file, page.getBytes(StandardCharsets.UTF_8));
    written = System.nanoTime();
  }

  /** The last page, which no longer asks for itself. */
  @Override
  public void close() {
    if (!curve.points().isEmpty()) {
      write(0);
    }
  }
}
