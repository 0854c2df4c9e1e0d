package io.osler.cli;

import io.osler.core.config.Config;
import io.osler.learn.data.DataSet;
import io.osler.learn.plan.Configurations;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Plans;
import io.osler.learn.task.Pacing;
import io.osler.learn.task.Training;
import io.osler.learn.train.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code osler train}. */
@Command(
    name = "train",
    description = {
      "Train on labelled images, or on images with label maps, and write a model bundle.",
      "Without --plan one is made for the budget. Cases of the test split are never touched."
    },
    footer = {
      "",
      "Examples: osler train breastmnist.npz --budget 20m --out model/",
      "          osler train images/ --plan plan.yaml --out model/ --resume",
      "          osler train Task04_Hippocampus/ --budget 30m --out model/"
    })
final class TrainCommand implements Callable<Integer> {
  @Mixin private final DataInput data = new DataInput();
  @Mixin private final PlanOptions options = new PlanOptions();

  @Option(names = "--plan", paramLabel = "FILE", description = "A plan from 'osler plan'.")
  private Optional<Path> planFile = Optional.empty();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Where the model goes; must not exist yet.")
  private Path out = Path.of("model");

  @Option(names = "--name", description = "What the model is called (default: the data's name).")
  private Optional<String> name = Optional.empty();

  @Option(names = "--resume", description = "Go on with an interrupted run into --out.")
  private boolean resume;

  @Option(
      names = "--checkpoint",
      paramLabel = "TIME",
      converter = Budget.Converter.class,
      defaultValue = "20s",
      description = "How much work an interruption may cost at most (default: ${DEFAULT-VALUE}).")
  private Budget checkpoint = new Budget(20);

  @Override
  public Integer call() throws IOException {
    long started = System.nanoTime();
    Path folder = out.normalize();
    Path kept =
        new Training("", "", folder, resume).refuseExisting().runFolder().resolve("plan.yaml");
    Optional<Path> file = planFile.or(() -> Optional.of(kept).filter(Files::exists));
    Plan plan;
    String yaml;
    DataSet set;
    if (file.isPresent()) {
      plan = Plans.read(file.get());
      yaml = Files.readString(file.get());
      set = data.open(plan);
      Plan asked = options.beside(plan, planFile.isPresent());
      if (!asked.equals(plan)) {
        plan = asked;
        yaml = Config.write(plan);
      }
    } else {
      set = data.open();
      System.err.println("planning: looking at the images, measuring a training step");
      var reasoned = options.plan(set, started);
      if (set.labels().outlined()) {
        System.err.println("planning: a trial of the training, for the number of steps");
        int wanted = Configurations.of(reasoned.plan()).candidates().size();
        reasoned = Pacing.paced(set, reasoned, options.seconds(), started);
        if (Configurations.of(reasoned.plan()).candidates().size() < wanted) {
          Optional.ofNullable(reasoned.reasons().get("segmentation.others"))
              .ifPresent(why -> System.err.println("configurations: " + why));
        }
        Optional.ofNullable(reasoned.reasons().get("start"))
            .ifPresent(why -> System.err.println("weights to begin with: " + why));
      }
      plan = reasoned.plan();
      yaml = reasoned.yaml();
    }
    Interruption.advise("go on with the same command and --resume.");
    Training training =
        new Training(name.orElse(set.name()), Version.code(), folder, resume, checkpoint.seconds());
    boolean terminal = System.console() != null && System.console().isTerminal();
    Function<String, Progress> progress = label -> new ProgressBar(System.err, terminal, label);
    System.out.print(
        plan.segmentation().isPresent()
            ? training.outline(set, plan, yaml, progress).heldOut().table()
            : training.train(set, plan, yaml, progress).heldOut().table());
    System.out.printf(
        "%nmodel written to %s (%.0f s)%n", out, (System.nanoTime() - started) * 1e-9);
    return 0;
  }
}
