package io.osler.cli;

import io.osler.learn.data.DataSet;
import io.osler.learn.plan.Planner;
import io.osler.learn.plan.Pretrained;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a plan depends on beside the data. */
final class PlanOptions {
  @Option(
      names = "--budget",
      paramLabel = "TIME",
      converter = Budget.Converter.class,
      defaultValue = "20m",
      description = "Time for the whole command, e.g. 90s, 20m, 2h (default: ${DEFAULT-VALUE}).")
  private Budget budget = new Budget(1200);

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed gives the same weights (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads for the arithmetic (default: one per core).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--folds",
      paramLabel = "N",
      description = "Networks from N-fold cross-validation (default: as the budget allows).")
  private Optional<Integer> folds = Optional.empty();

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "Start from pretrained weights (.safetensors of a network that Osler knows).")
  private Optional<Path> weights = Optional.empty();

  double seconds() {
    return budget.seconds();
  }

  Optional<Integer> folds() {
    return folds;
  }

  Planner.Reasoned plan(DataSet data, long startedNanos) {
    double spent = (System.nanoTime() - startedNanos) * 1e-9;
    return Planner.plan(
        data,
        new Planner.Wish(
            budget.seconds(), spent, seed, threads, folds, weights.map(Pretrained::of)));
  }
}
