package io.osler.learn.train;

/** Hears what the loop does: a progress bar, a log file, a test. */
public interface Progress {
  /** Before the first step: {@code step} steps are done already, more than 0 after a resume. */
  default void begins(long step) {}

  /**
   * @param loss of this step's batch, before the step
   */
  void step(Moment moment, double loss);

  /** After a validation pass over held-out cases. */
  void validated(Moment moment, Validation validation);

  /** Where the loop is: {@code step} steps of {@code steps} are done. */
  record Moment(long step, long steps, double learningRate, double gradientNorm, int images) {}

  /** Loss and the metric that early stopping watches; higher is better. */
  record Validation(double loss, String metric, double value) {}

  /** Both hear everything, this one first. */
  default Progress and(Progress other) {
    Progress first = this;
    return new Progress() {
      @Override
      public void begins(long step) {
        first.begins(step);
        other.begins(step);
      }

      @Override
      public void step(Moment moment, double loss) {
        first.step(moment, loss);
        other.step(moment, loss);
      }

      @Override
      public void validated(Moment moment, Validation validation) {
        first.validated(moment, validation);
        other.validated(moment, validation);
      }
    };
  }

  /** Hears nothing. */
  static Progress silent() {
    return new Progress() {
      @Override
      public void step(Moment moment, double loss) {}

      @Override
      public void validated(Moment moment, Validation validation) {}
    };
  }
}
