package io.osler.learn.task;

import io.osler.core.config.Config;
import io.osler.core.config.InputException;
import io.osler.core.config.Json;
import io.osler.core.io.Atomic;
import io.osler.core.metric.OperatingPoint;
import io.osler.core.metric.Ranking;
import io.osler.core.steps.Laterality;
import io.osler.learn.bundle.Bundle;
import io.osler.learn.bundle.Model;
import io.osler.learn.bundle.Origin;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Entry;
import io.osler.learn.data.Split;
import io.osler.learn.infer.Calibration;
import io.osler.learn.infer.Predictions;
import io.osler.learn.net.Network;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Plans;
import io.osler.learn.report.OutlinePage;
import io.osler.learn.tensor.Hashes;
import io.osler.learn.train.Progress;
import io.osler.learn.train.RunFolder;
import io.osler.learn.train.Sampling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * From a data set and a plan to a model bundle: train, hold against unseen cases, calibrate, choose
 * operating points, write. Nothing stands under {@code out} until all of it does.
 *
 * @param out the bundle's folder; its run folder {@code <out>.run} keeps checkpoints and logs
 * @param resume whether to go on from what the run folder holds
 * @param checkpointSeconds how much work an interruption may cost; it changes no result
 */
public record Training(
    String name, String code, Path out, boolean resume, double checkpointSeconds) {
  /** A checkpoint every 20 s. */
  public Training(String name, String code, Path out, boolean resume) {
    this(name, code, out, resume, 20);
  }

  private static final String DRAFT = "bundle";

  /** A finished model and how it did on the cases that its networks had not seen. */
  public record Result(Bundle bundle, Evaluation heldOut, Predictions predictions) {}

  public Path runFolder() {
    return out.resolveSibling(out.getFileName() + ".run");
  }

  /** Refuses an output that is there already or cannot be written, before any work is done. */
  public Training refuseExisting() {
    if (Files.exists(out)) {
      throw new InputException(
          out + " exists already.", "", "choose another --out, or move the old one away.");
    }
    if (Files.exists(runFolder()) && !resume) {
      throw new InputException(
          runFolder() + " holds an earlier run.",
          "training into this folder was interrupted, or its model was moved away.",
          "go on with --resume, or delete the folder to start again.");
    }
    Atomic.probe(out);
    return this;
  }

  /**
   * @param planYaml the plan as the user reads it, comments included; kept in the run folder
   */
  public Result train(DataSet data, Plan plan, String planYaml, Function<String, Progress> progress)
      throws IOException {
    Laterality.check(plan.augment(), data.labels().classes());
    refuseExisting();
    var classify = new Classify(data, plan); // refuses before anything is written
    Begun begun = begin(data, plan, planYaml);
    return begun.to(() -> train(data, plan, begun, classify, progress));
  }

  private Result train(
      DataSet data, Plan plan, Begun begun, Classify classify, Function<String, Progress> progress)
      throws IOException {
    Classify.Trained trained =
        classify.train(begun.run(), begun.identity(), checkpointSeconds, progress);
    Calibration calibration =
        Calibration.fit(
            trained.heldOut(),
            plan.learning().sampling() instanceof Sampling.Balanced
                || plan.learning().loss() == Plan.LossKind.BALANCED_CROSS_ENTROPY,
            classify.counts());
    Predictions heldOut = trained.heldOut().with(calibration);
    Model model =
        new Model(
            Plan.FORMAT,
            code,
            name,
            calibration.temperature(),
            calibration.shift(),
            trained.networks().size(),
            points(heldOut),
            plan);
    Evaluation evaluation = Evaluation.of(heldOut, model, heldOutName(data, plan), plan.seed());
    Origin origin = begun.origin(code, model.plan());
    String card = Cards.markdown(model, data, evaluation, origin);
    Path draft = Files.createDirectories(begun.run().resolve(DRAFT));
    Curves.keep(begun.run(), trained.networks().size(), draft);
    Bundle bundle =
        finish(
            begun.run(),
            model,
            trained.networks(),
            Map.of(),
            new Bundle.Papers(Json.write(evaluation), card, origin, trainedOn(data)));
    return new Result(bundle, evaluation, heldOut);
  }

  /** A finished segmentation model and how it did on cases that its networks had not seen. */
  public record Outlined(Bundle bundle, OutlineEvaluation heldOut) {}

  /** As {@link #train}, for a plan with a segmentation; the bundle keeps the tidying chosen. */
  public Outlined outline(
      DataSet data, Plan plan, String planYaml, Function<String, Progress> progress)
      throws IOException {
    Laterality.checkUpright(plan.augment(), data.labels().classes());
    refuseExisting();
    var segment = new Segment(data, plan);
    segment.check(); // refuses before anything is written
    Begun begun = begin(data, plan, planYaml);
    return begun.to(() -> outline(data, plan, begun, segment, progress));
  }

  private Outlined outline(
      DataSet data, Plan plan, Begun begun, Segment segment, Function<String, Progress> progress)
      throws IOException {
    Segment.Trained trained =
        segment.train(begun.run(), begun.identity(), checkpointSeconds, progress);
    Model model =
        new Model(
            Plan.FORMAT,
            code,
            name,
            1,
            List.of(),
            trained.networks().values().iterator().next().size(),
            List.of(),
            trained.plan(),
            trained.compared());
    OutlineEvaluation evaluation =
        OutlineEvaluation.of(
                name,
                trained.on(),
                trained.scores(),
                Segment.TOLERANCE_MM,
                plan.seed(),
                warned(trained, data, plan))
            .after(trained.compared());
    Origin origin = begun.origin(code, model.plan());
    String card = Cards.markdown(model, data, evaluation, origin);
    OutlinePage.write(
        trained.gallery().report(name, evaluation, card),
        Files.createDirectories(begun.run().resolve(DRAFT)).resolve("report.html"));
    Map<String, List<Network>> networks = new TreeMap<>(trained.networks());
    List<Network> own = networks.remove(model.plan().outlining().name());
    Bundle bundle =
        finish(
            begun.run(),
            model,
            own == null ? List.of() : own,
            networks,
            new Bundle.Papers(Json.write(evaluation), card, origin, trainedOn(data)));
    return new Outlined(bundle, evaluation);
  }

  /** Also of cases that taught the weights to begin with. */
  private static List<String> warned(Segment.Trained trained, DataSet data, Plan plan) {
    List<String> warnings = new ArrayList<>(trained.warnings());
    plan.start()
        .flatMap(start -> Optional.ofNullable(Path.of(start.file()).getParent()))
        .filter(folder -> Files.isRegularFile(folder.resolve("model.yaml")))
        .ifPresent(
            folder -> {
              Set<String> known = Bundle.open(folder).trainedOn();
              long seen = trainedOn(data).stream().filter(known::contains).count();
              if (seen > 0) {
                warnings.add(
                    "%d of the images taught the weights that training began with: the figures are"
                            .formatted(seen)
                        + " too good.");
              }
            });
    return warnings;
  }

  private interface Work<T> {
    T done() throws IOException;
  }

  /** A run that has a folder, of its own or an earlier one's, and knows what it is of. */
  private record Begun(
      Path run, boolean own, String data, String dataSha256, String planSha256, long started) {
    /** Does the work; what is refused before its first checkpoint leaves no folder behind. */
    <T> T to(Work<T> work) throws IOException {
      try {
        return work.done();
      } catch (InputException refused) {
        if (own && !RunFolder.begun(run)) {
          Atomic.remove(run);
        }
        throw refused;
      }
    }

    String identity() {
      return dataSha256 + "/" + planSha256;
    }

    Origin origin(String code, Plan plan) {
      double seconds = (System.nanoTime() - started) * 1e-9;
      return new Origin(
          data,
          dataSha256,
          Hashes.sha256(Config.write(plan)),
          code,
          plan.seed(),
          plan.compute().threads(),
          Math.round(seconds * 10) / 10.0,
          Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
          versions());
    }
  }

  private Begun begin(DataSet data, Plan plan, String planYaml) throws IOException {
    refuseExisting();
    long started = System.nanoTime();
    String hash = data.hash();
    boolean own = !Files.exists(runFolder());
    Path run = Files.createDirectories(runFolder());
    String planHash = Hashes.sha256(Config.write(plan));
    Path kept = run.resolve("plan.yaml");
    if (RunFolder.begun(run)
        && Files.exists(kept)
        && !planHash.equals(Hashes.sha256(Config.write(Plans.read(kept))))) {
      throw RunFolder.foreign(run); // before its plan is lost
    }
    Atomic.replace(kept, planYaml.getBytes(StandardCharsets.UTF_8));
    return new Begun(run, own, data.name(), hash, planHash, started);
  }

  private Bundle finish(
      Path run,
      Model model,
      List<Network> networks,
      Map<String, List<Network>> others,
      Bundle.Papers papers)
      throws IOException {
    Path draft = Files.createDirectories(run.resolve(DRAFT));
    Bundle.write(draft, model, networks, others, papers);
    Files.move(draft, out, StandardCopyOption.ATOMIC_MOVE);
    return Bundle.open(out);
  }

  /** Each image that may have taught a network, by hash, sorted. */
  private static List<String> trainedOn(DataSet data) {
    return data.entries().stream()
        .filter(one -> one.split() != Split.TEST && one.isLabelled())
        .map(Entry::hash)
        .distinct()
        .sorted()
        .toList();
  }

  private static String heldOutName(DataSet data, Plan plan) {
    if (plan.members().folds() > 1) {
      return "held-out folds of the training and validation cases";
    }
    return data.has(Split.VAL) && data.entries().stream().anyMatch(Training::learnt)
        ? "the validation cases"
        : "a held-out tenth of the training cases";
  }

  private static boolean learnt(Entry one) {
    return one.split() != Split.VAL && one.split() != Split.TEST;
  }

  private static List<Model.Operating> points(Predictions seen) {
    List<Model.Operating> points = new ArrayList<>();
    if (seen.labels().binary()) {
      Ranking ranking =
          Ranking.oneVsRest(seen.categories(), seen.probabilities(), seen.labels().positive());
      for (OperatingPoint point :
          List.of(
              OperatingPoint.youden(ranking),
              OperatingPoint.sensitivityAtLeast(ranking, 0.95),
              OperatingPoint.specificityAtLeast(ranking, 0.95))) {
        points.add(
            new Model.Operating(
                point.name(),
                Math.clamp(point.threshold(), 0, 1),
                point.sensitivity(),
                point.specificity()));
      }
    }
    return points;
  }

  private static Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    versions.put("jdk", Runtime.version().toString());
    versions.put("libtorch", "2.10.0");
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return versions;
  }

  /** A plan file as the user edited it. */
  public static Plan plan(Path file) {
    return Plans.read(file);
  }
}
