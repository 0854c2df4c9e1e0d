package io.osler.benchmarks;

import io.osler.core.io.Picture;
import io.osler.core.transform.Normalise;
import io.osler.core.volume.Case;
import io.osler.learn.bundle.Bundle;
import io.osler.learn.bundle.Model;
import io.osler.learn.bundle.Origin;
import io.osler.learn.data.Labels;
import io.osler.learn.net.Input;
import io.osler.learn.net.NetSpec;
import io.osler.learn.net.Network;
import io.osler.learn.net.Stem;
import io.osler.learn.plan.Plan;
import io.osler.learn.tensor.Compute;
import io.osler.learn.tensor.Layout;
import io.osler.learn.tensor.Precision;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.train.Course;
import io.osler.learn.train.Optimiser;
import io.osler.learn.train.Sampling;
import io.osler.learn.train.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@code osler predict} on a folder of PNG files against a Python script that does just that; each
 * round starts both programs anew. The network is LeNet-5: what is compared is the way from files
 * to a table, not the convolutions, which are the same library's on both sides and are compared by
 * {@code step-2d}.
 */
final class PredictCli {
  private static final NetSpec SPEC = new NetSpec.Lenet5();
  private static final int IMAGES = 1_000;
  private static final int ROUNDS = 7;
  private static final int BATCH = 64;
  private static final double MEAN = 128;
  private static final double STD = 64;

  private PredictCli() {}

  static Benchmark of(Precision precision) {
    return place -> List.of(compare(place, precision));
  }

  private static Comparison compare(Place place, Precision precision) throws IOException {
    Work work = new Work(2, Stem.SMALL, 64, BATCH, 1, precision); // its images, not its network
    Path folder = place.scratch().resolve("images");
    Files.createDirectories(folder);
    List<Case> cases = work.images(IMAGES).cases(work.size());
    for (int i = 0; i < IMAGES; i++) {
      Picture.of(cases.get(i).image(), 0).write(folder.resolve("%04d.png".formatted(i)));
    }
    Path model = bundle(place, work);
    Command ours =
        new Command(
            "osler predict",
            List.of(
                "" + place.root().resolve("osler"),
                "predict",
                "" + model,
                "" + folder,
                "--format",
                "csv"),
            place.scratch().resolve("ours"));
    List<String> script =
        new ArrayList<>(List.of(place.python(), "" + place.peers().resolve("predict.py")));
    script.addAll(List.of("--images", "" + folder));
    script.addAll(List.of("--weights", "" + model.resolve("weights.safetensors")));
    script.addAll(List.of("--precision", work.precisionName(), "--classes", "" + Work.CLASSES));
    script.addAll(List.of("--batch", "" + BATCH, "--threads", "" + Work.THREADS));
    script.addAll(List.of("--mean", "" + MEAN, "--std", "" + STD));
    Command theirs = new Command("torch, numpy, Pillow", script, place.scratch().resolve("theirs"));
    String name = "predict-cli " + work.precisionName();
    ours.run();
    theirs.run();
    double difference =
        Comparison.difference(name, probabilities(ours), probabilities(theirs), work.tolerance());
    return Comparison.alternating(name, ours, theirs, place.rounds(ROUNDS), 1, difference);
  }

  /** The last columns of every line but the first. */
  private static float[] probabilities(Command command) throws IOException {
    List<String> lines = Files.readAllLines(command.output());
    float[] values = new float[(lines.size() - 1) * Work.CLASSES];
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      for (int c = 0; c < Work.CLASSES; c++) {
        values[(i - 1) * Work.CLASSES + c] =
            Float.parseFloat(cells[cells.length - Work.CLASSES + c]);
      }
    }
    return values;
  }

  private static Path bundle(Place place, Work work) throws IOException {
    List<String> names = IntStream.range(0, Work.CLASSES).mapToObj(c -> "class " + c).toList();
    Plan plan =
        new Plan(
            Plan.FORMAT,
            new Labels(Labels.Kind.SINGLE_LABEL, names, 0),
            new Plan.Input(1, Work.SIDE, Work.SIDE, 1),
            List.of(),
            new Normalise(List.of(MEAN), List.of(STD)),
            List.of(),
            SPEC,
            Optional.empty(),
            new Plan.Learning(BATCH, Plan.LossKind.CROSS_ENTROPY, 0, 0, new Sampling.Natural()),
            new Course(
                1, new Optimiser.AdamW(1e-3, 0.9, 0.999, 0), new Schedule.Constant(), 0, 0, 1, 0),
            new Plan.Members(1, 1),
            new Plan.Inference(BATCH, List.of()),
            Optional.empty(),
            new Compute(work.precision(), Layout.CHANNELS_LAST, Work.THREADS),
            1);
    Path folder = Files.createDirectories(place.scratch().resolve("model"));
    Origin origin = new Origin("noise", "", "", "benchmark", 1, Work.THREADS, 0, "", Map.of());
    try (var _ = new TensorScope()) {
      Network network = SPEC.build(new Input(1, List.of(Work.SIDE, Work.SIDE), Work.CLASSES), 1);
      try (var _ = network.weights()) {
        Model model =
            new Model(Plan.FORMAT, "benchmark", "noise", 1, List.of(), 1, List.of(), plan);
        Bundle.write(
            folder, model, List.of(network), new Bundle.Papers("{}", "", origin, List.of()));
      }
    }
    return folder;
  }
}
