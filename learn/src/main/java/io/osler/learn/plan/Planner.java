package io.osler.learn.plan;

import io.osler.core.config.Config;
import io.osler.core.config.InputException;
import io.osler.core.steps.Laterality;
import io.osler.core.transform.Axis;
import io.osler.core.transform.Grey;
import io.osler.core.transform.Interpolation;
import io.osler.core.transform.Normalise;
import io.osler.core.transform.Resize;
import io.osler.core.transform.Transform;
import io.osler.core.volume.Size;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Labels;
import io.osler.learn.net.Input;
import io.osler.learn.net.NetSpec;
import io.osler.learn.net.Stem;
import io.osler.learn.tensor.Compute;
import io.osler.learn.train.Course;
import io.osler.learn.train.Optimiser;
import io.osler.learn.train.Sampling;
import io.osler.learn.train.Schedule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From what the images are and how long there is to a plan, each choice with its reason. The clock
 * is asked once, for the time of a step; the plan then holds numbers of steps, not seconds.
 */
public final class Planner {
  /** Mean-image correlation from which an axis counts as mirror-symmetric. */
  private static final double SYMMETRIC = 0.8;

  /** Passes over the cases that are plenty for any network. */
  private static final double EPOCHS_MOST = 300;

  /** Channels of a residual network's first stage, in order of preference. */
  private static final List<Integer> WIDTHS = List.of(64, 48, 32);

  /** Seconds of the budget that read, calibrate, resample and report. */
  private static final double OVERHEAD_SECONDS = 12;

  private final Look look;
  private final Labels labels;
  private final Map<String, String> reasons = new LinkedHashMap<>();

  private Planner(Look look, Labels labels) {
    this.look = look;
    this.labels = labels;
  }

  /** A plan and, by dotted path, why it is so. */
  public record Reasoned(Plan plan, Map<String, String> reasons) {
    /** The plan file: YAML with a comment at every choice. */
    public String yaml() {
      return Config.write(plan, reasons);
    }
  }

  /**
   * What the user asks for.
   *
   * @param seconds for the whole command
   * @param spent seconds of it that are gone already
   * @param folds networks from cross-validation; empty to let the budget decide
   * @param weights pretrained weights to begin with, and the network they belong to
   * @param donor another segmentation's weights to begin with
   * @param compare whether to compare configurations of a segmentation whatever the budget pays
   */
  public record Wish(
      double seconds,
      double spent,
      long seed,
      int threads,
      Optional<Integer> folds,
      Optional<Pretrained> weights,
      Optional<Donor> donor,
      boolean compare) {
    public Wish(
        double seconds,
        double spent,
        long seed,
        int threads,
        Optional<Integer> folds,
        Optional<Pretrained> weights) {
      this(seconds, spent, seed, threads, folds, weights, Optional.empty(), false);
    }
  }

  public static Reasoned plan(DataSet data, Wish wish) {
    if (data.labels().outlined()) {
      return SegmentPlanner.plan(data, wish);
    }
    Trainable.check(data);
    return new Planner(Look.at(data), data.labels()).plan(wish);
  }

  private Reasoned plan(Wish wish) {
    long started = System.nanoTime();
    Size size = size(wish.weights());
    int batch = batch(size, wish.weights().isPresent());
    NetSpec network = network(size, batch, wish);
    Plan draft = draft(wish, size, network, batch);
    Speed speed = speed(draft, batch, size, wish);
    double measuring = (System.nanoTime() - started) * 1e-9;
    return within(wish, draft, speed, seconds(wish) - measuring);
  }

  private static double seconds(Wish wish) {
    return wish.seconds() - wish.spent() - OVERHEAD_SECONDS;
  }

  private Plan draft(Wish wish, Size size, NetSpec network, int batch) {
    return new Plan(
        Plan.FORMAT,
        labels,
        new Plan.Input(look.channels(), size.width(), size.height(), size.depth()),
        prepare(size),
        normalise(wish.weights()),
        List.of(), // known with the passes
        network,
        wish.weights().map(Pretrained::start),
        learning(batch),
        course(1, 1),
        new Plan.Members(1, 1),
        inference(Double.POSITIVE_INFINITY), // the passes are not known yet: the dearest
        Optional.empty(),
        Compute.plain(wish.threads()),
        wish.seed());
  }

  private Size size(Optional<Pretrained> weights) {
    if (weights.isPresent()) {
      int side = weights.get().side();
      weights.get().check(look.size());
      because("input", "the pretrained network saw %d × %d pixels".formatted(side, side));
      return new Size(side, side, 1);
    }
    int most = look.size().is2d() ? 128 : 64;
    int longest =
        Math.max(look.size().width(), Math.max(look.size().height(), look.size().depth()));
    double shrink = Math.min(1, (double) most / longest);
    because(
        "input",
        shrink < 1
            ? "median size %s, reduced to %d along the longest axis".formatted(look.size(), most)
            : "the images' own median size");
    Size s = look.size();
    return new Size(
        length(s.width(), shrink),
        length(s.height(), shrink),
        s.is2d() ? 1 : length(s.depth(), shrink));
  }

  private static int length(int voxels, double shrink) {
    return Math.max(8, (int) Math.round(voxels * shrink));
  }

  private NetSpec network(Size size, int batch, Wish wish) {
    if (wish.weights().isPresent()) {
      because("network", "the pretrained weights' own architecture");
      return wish.weights().get().network();
    }
    int longest = Math.max(size.width(), Math.max(size.height(), size.depth()));
    if (!size.is2d()) {
      Stem stem = longest < 24 ? Stem.SMALL : Stem.HALF;
      because("network", "volumes; a residual network trains reliably from scratch on few cases");
      return new NetSpec.VolumetricResnet18(stem, 32);
    }
    Stem stem = longest <= 64 ? Stem.SMALL : Stem.IMAGENET;
    int width = width(stem, size, batch, wish);
    because(
        "network",
        "trains reliably from scratch on few cases; %s; as wide as leaves time for %d networks"
            .formatted(
                stem == Stem.SMALL ? "a small stem keeps small images' detail" : "large images",
                Pace.MOST_FOLDS));
    return new NetSpec.Resnet18(stem, width);
  }

  /** The widest that pays a network per fold; work grows with the square of the width. */
  private int width(Stem stem, Size size, int batch, Wish wish) {
    double widest = WIDTHS.getFirst();
    long[] shape = {batch, look.channels(), size.height(), size.width()};
    Input input = new Input(look.channels(), List.of(size.height(), size.width()), classes());
    double seconds =
        Speed.estimate(
            () -> new NetSpec.Resnet18(stem, (int) widest).build(input, 1), shape, wish.threads());
    for (int width : WIDTHS) {
      double steps = seconds(wish) / (seconds * Math.pow(width / widest, 2));
      if (new Pace(look.cases(), batch, false, 1).networks(steps) >= Pace.MOST_FOLDS) {
        return width;
      }
    }
    return WIDTHS.getLast();
  }

  private int classes() {
    return labels.classes().size();
  }

  /** Fine-tuning is short: twice the steps are worth more to it than smoother ones. */
  private int batch(Size size, boolean tuning) {
    int batch = size.is2d() && !tuning ? (look.cases() < 2_000 ? 64 : 128) : 32;
    while (batch > 8 && (batch * 4 > look.cases() || (long) batch * size.voxels() > 4_000_000)) {
      batch /= 2;
    }
    because("learning.batch", look.cases() + " cases of " + size + " voxels");
    return batch;
  }

  private List<Transform> prepare(Size size) {
    List<Transform> steps = new ArrayList<>();
    String grey = "";
    if (look.mixed()) {
      steps.add(new Grey());
      grey = "some images are grey and some in colour; ";
    }
    if (look.sameSize() && look.size().equals(size)) {
      because("prepare", grey + "all images have the network's size already");
      return steps;
    }
    because("prepare", grey + "sizes differ from what the network takes; area does not alias");
    steps.add(
        new Resize(
            size,
            look.size().voxels() > size.voxels() ? Interpolation.AREA : Interpolation.LINEAR));
    return steps;
  }

  private Normalise normalise(Optional<Pretrained> weights) {
    if (weights.isPresent()) {
      because("normalise", "what the pretrained weights were fed");
      because("start.body-rate", Pretrained.BODY_RATE_REASON);
      return weights.get().normalise(look.channels());
    }
    // By each image's own percentiles or CLAHE 0.001 to 0.02 of AUC were lost on held-out folds
    // (benchmarks/run ablation): how bright an image is against others tells something.
    because(
        "normalise",
        "mean and deviation of the training and validation images; by each alone AUC was lost");
    return new Normalise(look.mean(), look.deviation());
  }

  private Plan.Inference inference(double passes) {
    return new Plan.Inference(64, mirror(passes).stream().map(Axis::ordinal).toList());
  }

  /** Which axes are mirrored where a network sees each case this often. */
  private List<Axis> mirror(double passes) {
    List<String> sided = Laterality.sided(labels.classes());
    if (!sided.isEmpty()) {
      because("inference.mirror", sided + " name a side: a mirror image would be another class");
      return List.of();
    }
    if (ImageVariation.widely(look, passes)) {
      because("inference.mirror", "a shape's mirror image is a shape of the same class");
      return List.of(Axis.values());
    }
    List<Axis> axes = new ArrayList<>();
    for (Axis axis : Axis.values()) {
      if (look.size().get(axis.ordinal()) > 1 && look.symmetry()[axis.ordinal()] >= SYMMETRIC) {
        axes.add(axis);
      }
    }
    because(
        "inference.mirror",
        "mean image against its mirror: r = %.2f, %.2f, %.2f; from %.1f on an axis is mirrored"
            .formatted(look.symmetry()[0], look.symmetry()[1], look.symmetry()[2], SYMMETRIC));
    return axes;
  }

  private Plan.Learning learning(int batch) {
    if (labels.kind() == Labels.Kind.MULTI_LABEL) {
      because("learning.loss", "findings may hold together");
      return new Plan.Learning(
          batch, Plan.LossKind.BINARY_CROSS_ENTROPY, 0, 0, new Sampling.Natural());
    }
    double ratio = look.commonest() / (double) Math.max(1, look.rarest());
    because(
        "learning.sampling",
        "the commonest class has %.1f times the cases of the rarest".formatted(ratio));
    because("learning.loss", "each image has one class");
    because("learning.mix-up", "gained on few cases and cost nothing on many");
    because("learning.label-smoothing", "labels of few cases are not to be believed to the last");
    return new Plan.Learning(
        batch,
        Plan.LossKind.CROSS_ENTROPY,
        0.05,
        0.2,
        ratio > 1.5 ? new Sampling.Balanced() : new Sampling.Natural());
  }

  private Course course(long steps, int validations) {
    because("course.optimiser", "one rate suits all networks here; decay, since cases are few");
    because("course.schedule", "rises while the first averages settle, then falls to nothing");
    because("course.averaging", "what is kept is the mean over the last 200 steps or so");
    because("course.validate-every", validations + " looks at the held-out cases");
    because("course.patience", "never stops early: the rate is to fall to its end");
    return new Course(
        steps,
        new Optimiser.AdamW(1e-3, 0.9, 0.999, 0.05),
        new Schedule.Cosine(0.05),
        1.0,
        0.995,
        Math.max(1, (steps + validations - 1) / validations),
        0);
  }

  private Speed speed(Plan draft, int batch, Size size, Wish wish) {
    long[] shape =
        size.is2d()
            ? new long[] {batch, look.channels(), size.height(), size.width()}
            : new long[] {batch, look.channels(), size.depth(), size.height(), size.width()};
    List<Speed> speeds = Speed.measure(() -> Plans.network(draft, 1), shape, wish.threads());
    Speed best = speeds.getFirst();
    StringBuilder text = new StringBuilder("seconds per step measured here:");
    for (Speed one : speeds) {
      text.append(
          " %s %s %.3f;"
              .formatted(one.compute().precision(), one.compute().layout(), one.secondsPerStep())
              .toLowerCase(java.util.Locale.ROOT)
              .replace('_', '-'));
    }
    because("compute", text.toString());
    return best;
  }

  private Reasoned within(Wish wish, Plan draft, Speed speed, double seconds) {
    int batch = draft.learning().batch();
    Pace pace =
        new Pace(
            look.cases(), batch, draft.start().isPresent(), 1 << draft.inference().mirror().size());
    double all = seconds / speed.secondsPerStep();
    Plan.Members members =
        wish.folds().map(n -> new Plan.Members(n, 1)).orElseGet(() -> pace.members(all));
    int validations = pace.validations(members, all);
    double steps = all - pace.judging(members, validations);
    double perEpoch = pace.stepsPerEpoch();
    double epochs = steps / perEpoch;
    if (steps < 5) {
      throw new InputException(
          "A budget of %.0f s is too short: one training step takes %.1f s here."
              .formatted(wish.seconds(), speed.secondsPerStep()),
          "",
          "give at least %.0f s with --budget."
              .formatted(wish.seconds() + (20 - steps) * speed.secondsPerStep()));
    }
    int networks = members.folds() * members.seeds();
    long perNetwork = (long) Math.max(1, Math.min(steps / networks, EPOCHS_MOST * perEpoch));
    because(
        "members",
        "the budget pays %.0f passes over the cases: %s of %.0f passes"
            .formatted(
                epochs,
                networks == 1 ? "one network" : networks + " networks",
                perNetwork / perEpoch));
    because(
        "course.steps",
        "%.0f s of the budget of %.0f s at %.3f s per step, shared by %d"
            .formatted(seconds, wish.seconds(), speed.secondsPerStep(), networks));
    Course course = course(perNetwork, validations);
    double passes = draft.start().isPresent() ? Double.POSITIVE_INFINITY : perNetwork / perEpoch;
    var variation = new ImageVariation(look, mirror(passes), passes);
    Plan plan =
        new Plan(
            draft.format(),
            draft.labels(),
            draft.input(),
            draft.prepare(),
            draft.normalise(),
            variation.steps(this::because),
            draft.network(),
            draft.start(),
            draft.learning(),
            course,
            members,
            inference(passes),
            Optional.empty(),
            speed.compute(),
            draft.seed());
    return new Reasoned(plan, Map.copyOf(reasons));
  }

  private void because(String path, String reason) {
    reasons.put(path, reason);
  }
}
