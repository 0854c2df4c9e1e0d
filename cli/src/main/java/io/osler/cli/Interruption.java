package io.osler.cli;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;

/**
 * Ctrl-C: one message and exit status 130. Results are written whole under another name and
 * renamed, so an interrupted command leaves earlier ones as they were.
 */
final class Interruption {
  private static final int STATUS = 130;

  /** What to do next, as the running command knows it. */
  private static final AtomicReference<String> ADVICE = new AtomicReference<>("run it again.");

  private Interruption() {}

  static void advise(String advice) {
    ADVICE.set(advice);
  }

  /** Runs {@code work} and returns its exit status, unless a signal ends the program first. */
  static int guarded(IntSupplier work, PrintStream err) {
    AtomicBoolean done = new AtomicBoolean();
    Runnable say =
        () -> {
          if (!done.get()) {
            err.println();
            err.println("osler: interrupted; earlier results are untouched. Fix: " + ADVICE.get());
            err.flush();
            // At once: native threads that still compute would trip over what an orderly end frees.
            Runtime.getRuntime().halt(STATUS);
          }
        };
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(say));
    try {
      return work.getAsInt();
    } finally {
      done.set(true);
    }
  }
}
