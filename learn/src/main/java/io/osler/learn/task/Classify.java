package io.osler.learn.task;

import io.osler.core.config.InputException;
import io.osler.core.transform.Normalise;
import io.osler.core.transform.Transform;
import io.osler.core.volume.Case;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Entry;
import io.osler.learn.data.Labels;
import io.osler.learn.data.Split;
import io.osler.learn.data.Splits;
import io.osler.learn.infer.Calibration;
import io.osler.learn.infer.Ensemble;
import io.osler.learn.infer.Predictions;
import io.osler.learn.loss.Loss;
import io.osler.learn.net.Network;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Trainable;
import io.osler.learn.tensor.Compute;
import io.osler.learn.train.Fit;
import io.osler.learn.train.Heads;
import io.osler.learn.train.Log;
import io.osler.learn.train.Progress;
import io.osler.learn.train.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Classification from a plan: an ensemble of networks, each held against cases it did not learn
 * from, and their predictions for those cases.
 */
public final class Classify {
  private static final long SHELF_BYTES = Runtime.getRuntime().maxMemory() / 3;

  private final Plan plan;

  /** Deviations of single voxels; the means of images lie within a few. */
  private static final double FAR = 10;

  /** Of the deviation of single voxels; images of 0 to 1 where 0 to 255 was learnt have 1/255. */
  private static final double FLAT = 0.01;

  private final Shelf shelf;
  private final List<Entry> entries;
  private final List<Truth> truths;
  private final int[] classes;
  private final Members members;

  /** Training and validation cases of {@code data} under {@code plan}. */
  public Classify(DataSet data, Plan plan) {
    Trainable.check(data);
    Trainable.check(data, plan);
    this.plan = plan;
    this.entries =
        data.entries().stream()
            .filter(one -> one.split() != Split.TEST && !(one.truth() instanceof Truth.Unknown))
            .toList();
    this.truths = entries.stream().map(Entry::truth).toList();
    this.classes = Targets.classes(truths);
    this.shelf =
        new Shelf(
            entries.stream().<Supplier<Case>>map(one -> () -> prepared(plan, one.sound())).toList(),
            SHELF_BYTES);
    this.members = members();
  }

  /** What every image goes through before augmentation and normalisation. */
  public static Case prepared(Plan plan, Case one) {
    for (Transform transform : plan.prepare()) {
      one = transform.apply(one);
    }
    Plan.Input input = plan.input();
    Volume image = one.image();
    if (image.channels() != input.channels() || !image.size().equals(input.size())) {
      throw new InputException(
          "The image '%s' is %s with %d channel(s) when prepared; the network takes %s with %d."
              .formatted(one.id(), image.size(), image.channels(), input.size(), input.channels()),
          "images of another kind than the plan was made for.",
          "give images of that kind, or make a plan for these.");
    }
    return one;
  }

  /** Cases of each class among those trained on. */
  int[] counts() {
    int[] counts = new int[plan.labels().classes().size()];
    for (Truth truth : truths) {
      if (truth instanceof Truth.Category(int index)) {
        counts[index]++;
      }
    }
    return counts;
  }

  private Members members() {
    Plan.Members wanted = plan.members();
    if (wanted.folds() > 1) {
      Members folds =
          Members.folds(parts(wanted.folds()), wanted.folds(), wanted.seeds(), plan.seed());
      if (folds.list().stream().anyMatch(one -> one.held().isEmpty())) {
        throw new InputException(
            "%d patients are too few for %d folds with cases of each class in all of them."
                .formatted(patients().stream().distinct().count(), wanted.folds()),
            "some fold would be judged on nothing.",
            "ask for fewer folds.");
      }
      return folds;
    }
    List<Integer> train = new ArrayList<>();
    List<Integer> held = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      (entries.get(i).split() == Split.VAL ? held : train).add(i);
    }
    if (held.isEmpty() || train.isEmpty()) {
      return Members.tenth(parts(10), wanted.seeds(), plan.seed());
    }
    return Members.split(train, held, wanted.seeds(), plan.seed());
  }

  /** Parts by patient: classes are dealt out, several findings shared out rarest first. */
  int[] parts(int n) {
    return plan.labels().kind() == Labels.Kind.MULTI_LABEL
        ? Splits.parts(
            entries, plan.labels().classes().size(), n, new SplittableRandom(plan.seed()))
        : Members.deal(patients(), classes, n, plan.seed());
  }

  private List<String> patients() {
    return entries.stream().map(Entry::patient).toList();
  }

  /** What training leaves: the networks and what they said of cases they had not seen. */
  public record Trained(List<Network> networks, Predictions heldOut) {}

  /**
   * Trains every member, resuming what {@code run} holds of this very plan and data.
   *
   * @param identity of plan and data; a checkpoint of another is refused
   * @param checkpointSeconds between two checkpoints
   * @param progress one for each member, by its label such as {@code "network 2 of 5"}
   */
  public Trained train(
      Path run, String identity, double checkpointSeconds, Function<String, Progress> progress)
      throws IOException {
    List<Network> networks = new ArrayList<>();
    double[][] sums = new double[entries.size()][];
    int[] counts = new int[entries.size()];
    for (Members.Member member : members.list()) {
      Path folder = Files.createDirectories(run.resolve("network-" + member.number()));
      String label = "network %d of %d".formatted(member.number() + 1, members.list().size());
      var checkpoints = new RunFolder(folder, identity + "/" + member.number(), checkpointSeconds);
      Network network = fit(member, folder, checkpoints, progress.apply(label));
      networks.add(network);
      hold(member, network, sums, counts);
    }
    return new Trained(List.copyOf(networks), heldOut(sums, counts));
  }

  private Network fit(Members.Member member, Path folder, RunFolder checkpoints, Progress progress)
      throws IOException {
    Starts start = Starts.of(plan, member.seed());
    Network network = start.network();
    List<Truth> own = member.train().stream().map(truths::get).toList();
    int[] ownClasses = Targets.classes(own);
    Loss loss = Targets.loss(plan, ownClasses);
    Compute compute = plan.compute();
    var recipe =
        new ImageBatches.Recipe(
            shelf.only(member.train()),
            Targets.rows(own, plan),
            ownClasses,
            plan.augment(),
            plan.normalise(),
            plan.learning().sampling(),
            plan.learning().mixUp(),
            plan.learning().batch(),
            plan.input().size(),
            plan.input().channels(),
            member.seed());
    try (var batches = new ImageBatches(recipe, compute.layout(), 1);
        var log = new Log(folder.resolve("log.jsonl"));
        var page = new CurvePage(folder.resolve("learning-curve.html"));
        var fit =
            new Fit(
                network,
                Heads.objective(network, loss),
                plan.course(),
                compute,
                member.seed(),
                start.rate())) {
      fit.run(
          batches,
          () -> validate(network, member.held()),
          checkpoints,
          log.and(page).and(progress));
    }
    return network;
  }

  private Progress.Validation validate(Network network, List<Integer> held) {
    Predictions seen = predictions(network, held, List.of());
    return Scoring.validation(seen);
  }

  private void hold(Members.Member member, Network network, double[][] sums, int[] counts) {
    Predictions seen = predictions(network, member.held(), plan.inference().mirror());
    for (int row = 0; row < seen.rows().size(); row++) {
      int index = member.held().get(row);
      double[] logits = seen.rows().get(row).logits();
      if (counts[index]++ == 0) {
        sums[index] = new double[logits.length];
      }
      for (int c = 0; c < logits.length; c++) {
        sums[index][c] += logits[c];
      }
    }
  }

  private Predictions predictions(Network network, List<Integer> which, List<Integer> mirror) {
    var alone =
        new Ensemble(
            List.of(network), plan.normalise(), mirror, plan.inference().batch(), plan.compute());
    List<Predictions.Row> rows = new ArrayList<>();
    // Chunks: the held-out images of a large set are never all in memory.
    for (int from = 0; from < which.size(); from += plan.inference().batch()) {
      List<Integer> some =
          which.subList(from, Math.min(which.size(), from + plan.inference().batch()));
      double[][] logits =
          alone.logits(some.stream().map(index -> shelf.at(index).image()).toList());
      for (int i = 0; i < logits.length; i++) {
        rows.add(row(some.get(i), logits[i]));
      }
    }
    return new Predictions(plan.labels(), Calibration.NONE, rows);
  }

  private Predictions heldOut(double[][] sums, int[] counts) {
    List<Predictions.Row> rows = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        for (int c = 0; c < sums[i].length; c++) {
          sums[i][c] /= counts[i];
        }
        rows.add(row(i, sums[i]));
      }
    }
    return new Predictions(plan.labels(), Calibration.NONE, rows);
  }

  private Predictions.Row row(int index, double[] logits) {
    Entry one = entries.get(index);
    return new Predictions.Row(one.id(), one.patient(), one.truth(), logits, one.attributes());
  }

  /** What {@code ensemble} says of these entries, in order, prepared as the plan says. */
  public static Predictions predict(
      Plan plan, Ensemble ensemble, Calibration calibration, List<Entry> entries) {
    return predict(
        plan,
        ensemble,
        calibration,
        entries,
        (_, bad) -> {
          throw bad;
        });
  }

  /** An entry's image as the networks take it, or why there is none. */
  private record Read(Entry entry, Optional<Volume> image, Optional<InputException> bad) {
    static Read of(Plan plan, Entry entry) {
      try {
        Volume image = prepared(plan, entry.sound()).image();
        return new Read(entry, Optional.of(image), Optional.empty());
      } catch (InputException bad) {
        return new Read(entry, Optional.empty(), Optional.of(bad));
      }
    }
  }

  /**
   * The same, without the entries whose image cannot be used.
   *
   * @param refused told of each of them, in order
   */
  public static Predictions predict(
      Plan plan,
      Ensemble ensemble,
      Calibration calibration,
      List<Entry> entries,
      BiConsumer<Entry, InputException> refused) {
    List<Predictions.Row> rows = new ArrayList<>();
    List<String> unlike = new ArrayList<>();
    // Chunks: the images of a large set are never all in memory.
    int chunk = Math.max(1, plan.inference().batch());
    for (int from = 0; from < entries.size(); from += chunk) {
      List<Entry> some = entries.subList(from, Math.min(entries.size(), from + chunk));
      List<Read> read = some.parallelStream().map(one -> Read.of(plan, one)).toList();
      read.forEach(one -> one.bad().ifPresent(bad -> refused.accept(one.entry(), bad)));
      List<Entry> sound =
          read.stream().filter(r -> r.image().isPresent()).map(Read::entry).toList();
      List<Volume> images = read.stream().flatMap(r -> r.image().stream()).toList();
      double[][] logits = images.isEmpty() ? new double[0][] : ensemble.logits(images);
      for (int i = 0; i < logits.length; i++) {
        Entry one = sound.get(i);
        if (unlike(plan.normalise(), images.get(i))) {
          unlike.add(one.id());
        }
        rows.add(
            new Predictions.Row(one.id(), one.patient(), one.truth(), logits[i], one.attributes()));
      }
    }
    return new Predictions(plan.labels(), calibration, rows, unlike);
  }

  /**
   * Whether a channel's mean is further from the usual one than any honest image's could be, or all
   * its values are nearly one.
   */
  private static boolean unlike(Normalise usual, Volume image) {
    int n = image.size().voxels();
    for (int c = 0; c < image.channels(); c++) {
      int stated = Math.min(c, usual.mean().size() - 1);
      double mean = usual.mean().get(stated);
      double deviation = usual.std().get(stated);
      double sum = 0;
      double squares = 0;
      for (int v = c * n; v < (c + 1) * n; v++) {
        double z = (image.voxels()[v] - mean) / deviation;
        sum += z;
        squares += z * z;
      }
      double spread = Math.sqrt(Math.max(0, squares / n - (sum / n) * (sum / n)));
      if (Math.abs(sum / n) > FAR || spread < FLAT) {
        return true;
      }
    }
    return false;
  }
}
