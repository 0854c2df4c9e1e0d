package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import io.osler.learn.bundle.Bundle;
import io.osler.learn.data.DataSet;
import io.osler.learn.plan.Donor;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Planner;
import io.osler.learn.plan.Pretrained;
import io.osler.learn.task.Pacing;
import io.osler.learn.tensor.Compute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a plan depends on beside the data. */
final class PlanOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

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
      paramLabel = "PATH",
      description =
          "Start from pretrained weights: .safetensors of a network that Osler knows; for label"
              + " maps the model folder of another segmentation, or its weights. Heads for other"
              + " structures start fresh.")
  private Optional<Path> weights = Optional.empty();

  @Option(
      names = "--compare",
      description =
          "Of volumes: train in 2-D, at low resolution and as a cascade too, and keep the best or"
              + " the best two together (default: where the budget pays for it).")
  private boolean compare;

  double seconds() {
    return budget.seconds();
  }

  Planner.Reasoned plan(DataSet data, long startedNanos) {
    Require.within("--threads", threads, 1, 1024);
    folds.ifPresent(n -> Require.within("--folds", n, 1, 50));
    double spent = (System.nanoTime() - startedNanos) * 1e-9;
    boolean outlined = data.labels().outlined();
    if (compare && !outlined) {
      throw new InputException(
          "--compare is for images with label maps.",
          data.name() + " has none.",
          "leave the option out.");
    }
    return Planner.plan(
        data,
        new Planner.Wish(
            budget.seconds(),
            spent,
            seed,
            threads,
            folds,
            outlined ? Optional.empty() : weights.map(Pretrained::of),
            outlined ? weights.map(PlanOptions::donor) : Optional.empty(),
            compare));
  }

  /**
   * A plan from a file with what was asked for beside it.
   *
   * @param fresh whether it is the user's file, not that of a run to go on with, which holds its
   *     weights already
   */
  Plan beside(Plan plan, boolean fresh) {
    for (String option : List.of("--budget", "--compare")) {
      if (fresh && given(option)) {
        System.err.println("note: " + option + " changes nothing: the plan says how to train.");
      }
    }
    Plan out = folds.map(n -> Pacing.folded(plan, n)).orElse(plan);
    if (given("--seed")) {
      out = out.with(seed);
    }
    if (given("--threads")) {
      Compute own = plan.compute();
      out = out.with(new Compute(own.precision(), own.layout(), threads));
    }
    if (weights.isEmpty() || !fresh) {
      return out;
    }
    if (plan.segmentation().isEmpty()) {
      throw new InputException(
          "--weights does not go with --plan here.",
          "a plan of whole images says itself which weights it starts from.",
          "make the plan with 'osler plan --weights'.");
    }
    return out.with(donor(weights.get()).start());
  }

  /** Whether the user wrote the option, rather than left it at its default. */
  private boolean given(String option) {
    return command.commandLine().getParseResult().hasMatchedOption(option);
  }

  private static Donor donor(Path given) {
    if (!Files.isDirectory(given)) {
      return Donor.of(given);
    }
    Bundle bundle = Bundle.open(given);
    if (bundle.model().plan().segmentation().isEmpty()) {
      throw new InputException(
          given + " is a model of whole images, not of outlines.",
          "",
          "give a model that was trained on images with label maps.");
    }
    return bundle.donor();
  }
}
