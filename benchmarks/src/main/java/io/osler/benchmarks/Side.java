package io.osler.benchmarks;

/** One of the two that are compared: does the whole work of a round each time it is asked. */
interface Side {
  /** How it computes, for the table. */
  String way();

  /** What one round took. */
  Timing run();

  /** Ours, in this process. */
  static Side here(String way, Runnable work) {
    return new Side() {
      @Override
      public String way() {
        return way;
      }

      @Override
      public Timing run() {
        return Timing.of(ProcessHandle.current(), work);
      }
    };
  }
}
