package io.osler.cli;

import java.io.PrintStream;
import java.util.Locale;

/** How many of a known number are done, on stderr; may be advanced by several threads. */
final class CountBar {
  private static final int WIDTH = 24;

  private final PrintStream err = System.err;
  private final boolean terminal = System.console() != null && System.console().isTerminal();
  private final String label;
  private final int all;
  private final long begun = System.nanoTime();
  private long shown = begun;
  private int done;

  CountBar(String label, int all) {
    this.label = label;
    this.all = all;
  }

  synchronized void advance() {
    done++;
    long now = System.nanoTime();
    // Short work without a terminal stays silent: its result says enough.
    boolean last = done == all && (terminal || shown != begun);
    if (last || now - shown > (terminal ? 200_000_000L : 10_000_000_000L)) {
      shown = now;
      int full = (int) ((long) done * WIDTH / all);
      long left = Math.round((now - begun) * 1e-9 / done * (all - done));
      String line =
          String.format(
              Locale.ROOT,
              "%s ▕%s%s▏ %d of %d  %d:%02d left",
              label,
              "█".repeat(full),
              "░".repeat(WIDTH - full),
              done,
              all,
              left / 60,
              left % 60);
      err.print(terminal ? "\r\033[K" + line + (done == all ? "\n" : "") : line + "\n");
      err.flush();
    }
  }
}
