package io.osler.cli;

import io.osler.core.io.Atomic;
import io.osler.core.io.Picture;
import io.osler.core.transform.Normalise;
import io.osler.learn.bundle.Bundle;
import io.osler.learn.bundle.Model;
import io.osler.learn.bundle.Origin;
import io.osler.learn.data.Labels;
import io.osler.learn.net.Input;
import io.osler.learn.net.NetSpec;
import io.osler.learn.net.Network;
import io.osler.learn.plan.Plan;
import io.osler.learn.tensor.Compute;
import io.osler.learn.train.Course;
import io.osler.learn.train.Optimiser;
import io.osler.learn.train.Sampling;
import io.osler.learn.train.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What most commands do, once, while the launcher records the start-up cache: which classes they
 * need and which methods they spend their time in. A model with random weights is written, and
 * asked about a folder of images.
 */
final class WarmUp {
  private static final int SIDE = 28;
  private static final int IMAGES = 300;
  private static final List<String> CLASSES = List.of("no", "yes");

  private WarmUp() {}

  public static void main(String[] args) throws IOException {
    run("--help");
    run("predict", "--help");
    Path scratch = Files.createTempDirectory("osler-warm-up-");
    try {
      String model = bundle(Files.createDirectory(scratch.resolve("model"))).toString();
      Path images = Files.createDirectory(scratch.resolve("images"));
      for (int i = 0; i < IMAGES; i++) {
        Files.write(
            images.resolve(i + ".png"), Picture.filled(SIDE, SIDE, 0x010101 * (i % 255)).png());
      }
      run("describe", model);
      run("predict", model, images.resolve("0.png").toString(), "--format", "json");
      run("predict", model, images.resolve("0.png").toString());
      run("predict", model, images.toString(), "--format", "csv");
    } finally {
      Atomic.remove(scratch);
    }
  }

  private static void run(String... command) {
    if (Osler.commandLine().execute(command) != 0) {
      throw new IllegalStateException("'osler " + String.join(" ", command) + "' failed");
    }
  }

  private static Path bundle(Path folder) throws IOException {
    NetSpec spec = new NetSpec.Lenet5();
    Plan plan =
        new Plan(
            Plan.FORMAT,
            new Labels(Labels.Kind.SINGLE_LABEL, CLASSES, 1),
            new Plan.Input(1, SIDE, SIDE, 1),
            List.of(),
            new Normalise(List.of(128.0), List.of(64.0)),
            List.of(),
            spec,
            Optional.empty(),
            new Plan.Learning(1, Plan.LossKind.CROSS_ENTROPY, 0, 0, new Sampling.Natural()),
            new Course(
                1, new Optimiser.AdamW(1e-3, 0.9, 0.999, 0), new Schedule.Constant(), 0, 0, 1, 0),
            new Plan.Members(1, 1),
            new Plan.Inference(64, List.of()),
            Optional.empty(),
            Compute.plain(1),
            1);
    Origin origin = new Origin("none", "", "", "warm-up", 1, 1, 0, "", Map.of());
    Network network = spec.build(new Input(1, List.of(SIDE, SIDE), CLASSES.size()), 1);
    try (var _ = network.weights()) {
      Model model = new Model(Plan.FORMAT, "warm-up", "none", 1, List.of(), 1, List.of(), plan);
      Bundle.write(folder, model, List.of(network), new Bundle.Papers("{}", "", origin, List.of()));
    }
    return folder;
  }
}
