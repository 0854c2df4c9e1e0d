package io.osler.learn.plan;

import io.osler.core.config.InputException;
import io.osler.core.transform.Axis;
import io.osler.core.transform.Normalise;
import io.osler.core.volume.Vec3;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Outlines;
import io.osler.learn.net.NetSpec;
import io.osler.learn.plan.Planner.Reasoned;
import io.osler.learn.plan.Planner.Wish;
import io.osler.learn.tensor.Compute;
import io.osler.learn.train.Course;
import io.osler.learn.train.Optimiser;
import io.osler.learn.train.Sampling;
import io.osler.learn.train.Schedule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A segmentation plan: nnU-Net v2's rules (Isensee et al. 2021), held against how long a step takes
 * on this machine instead of against a graphics card's memory.
 */
final class SegmentPlanner {
  /** Share of the budget for steps; the rest reads, judges, tidies up and reports. */
  private static final double TRAINING_SHARE = 0.9;

  /** Steps below which a network is hardly worth having, and from which a wider one pays. */
  private static final double STEPS_LEAST = 2_500;

  private static final double STEPS_WIDER = 8_000;
  private static final double STEPS_MOST = 40_000;

  /** nnU-Net's 250,000 steps of momentum come into reach here. */
  private static final double STEPS_MOMENTUM = 150_000;

  private static final int MOST_FOLDS = 5;
  private static final int VALIDATIONS = 10;

  /** Voxels of the patch that steps are first timed on. */
  private static final double PROBE_3D = 64 * 64 * 64;

  private static final double PROBE_2D = 256 * 256;

  private final VolumeLook look;
  private final Outlines outlines;
  private final Wish wish;
  private final Map<String, String> reasons = new LinkedHashMap<>();

  private SegmentPlanner(VolumeLook look, Wish wish) {
    this.look = look;
    this.outlines = look.outlines();
    this.wish = wish;
  }

  static Reasoned plan(DataSet data, Wish wish) {
    long started = System.nanoTime();
    VolumeLook look = VolumeLook.at(data);
    if (look.cases() == 0) {
      throw new InputException(
          data.name() + " has no labelled case outside its test split.", "", "add label maps.");
    }
    SegmentPlanner planner = new SegmentPlanner(look, wish);
    return planner.plan(started);
  }

  private Reasoned plan(long started) {
    because("labels", labelled());
    Optional<Plan> tuned = wish.donor().flatMap(Donor::plan);
    Vec3 spacing =
        tuned.isPresent()
            ? tuned.get().outlining().spacing()
            : new TargetSpacing(look).choose(this::because);
    Preparation preparation = new Preparation(look, spacing);
    int dims = look.flat() ? 2 : 3;
    double[] axes = dims == 2 ? new double[2] : new double[3];
    int[] median = new int[dims];
    double voxels = look.cases();
    for (int a = 0; a < dims; a++) {
      int axis = dims - 1 - a; // tensor order: slices, rows, columns
      axes[a] = spacing.get(axis);
      median[a] = (int) Math.max(4, look.length(axis, spacing));
      voxels *= median[a];
    }
    Sizing sizing = new Sizing(axes, median, voxels, outlines.classes().size());
    Topology whole = sizing.at(Topology.Means.nnunet(dims));
    Plan draft = draft(preparation, spacing, whole, 2);
    double seconds = wish.seconds() * TRAINING_SHARE - wish.spent() - since(started);
    if (tuned.isPresent()) {
      return tuned(tuned.get(), preparation, started);
    }
    return fit(draft, sizing, whole, preparation, spacing, seconds, started);
  }

  /** As the plan of the weights to begin with has it, as far as the network goes. */
  private Reasoned tuned(Plan donor, Preparation preparation, long started) {
    if (donor.input().dims() == 2 != look.flat()) {
      throw new InputException(
          "The weights to begin with are of a network in %d dimensions."
              .formatted(donor.input().dims()),
          "it was trained on other kinds of images.",
          "leave --weights out, or give a model of such images.");
    }
    Vec3 spacing = donor.outlining().spacing();
    Plan.Input in = donor.input();
    List<Integer> patch =
        look.flat()
            ? List.of(in.height(), in.width())
            : List.of(in.depth(), in.height(), in.width());
    int batch = donor.learning().batch();
    Plan draft = draft(preparation, spacing, patch, donor.network(), batch);
    for (String key : List.of("segmentation.spacing", "input", "network", "learning.batch")) {
      because(key, "as the weights to begin with were trained");
    }
    Speed speed = speeds(draft, batch).getFirst();
    double left = wish.seconds() * TRAINING_SHARE - wish.spent() - since(started);
    double step = speed.secondsPerStep();
    return within(draft, speed.compute(), step, left - judging(draft, step, batch));
  }

  private Reasoned fit(
      Plan draft,
      Sizing sizing,
      Topology whole,
      Preparation preparation,
      Vec3 spacing,
      double seconds,
      long started) {
    int dims = sizing.spacing().length;
    double share = Math.clamp(wish.seconds() / 600, 0.05, 1); // short budgets cannot probe long
    Topology probe = sizing.within(share * (dims == 3 ? PROBE_3D : PROBE_2D), 16);
    int batch = 2;
    List<Speed> speeds = speeds(draft(preparation, spacing, probe, batch), batch);
    Speed narrow = speeds.getFirst();
    because("compute", words(speeds));
    double perVoxel = narrow.secondsPerStep() / (batch * probe.voxels());
    double affordable = seconds / (STEPS_LEAST * batch * perVoxel);
    int base = 16;
    Topology chosen = sizing.within(Math.max(affordable, dims == 3 ? 24 * 24 * 24 : 64 * 64), base);
    double step = perVoxel * batch * chosen.voxels();
    boolean entire = chosen.voxels() >= whole.voxels() * 0.999;
    because("input", patch(whole, chosen, entire));
    because(
        "network.features", "16 maps: wider ones pay from %.0f steps on".formatted(STEPS_WIDER));
    if (entire && seconds / step > STEPS_WIDER * 2.5) {
      Topology wide = sizing.within(chosen.voxels(), 32);
      Plan asked = draft(preparation, spacing, wide, batch);
      double wider =
          Speed.seconds(() -> Plans.network(asked, 1), shape(asked, batch), narrow.compute());
      if (seconds / wider >= STEPS_WIDER) {
        base = 32;
        chosen = wide;
        step = wider;
        because(
            "network.features",
            "nnU-Net's 32 maps: %.0f steps of %.2f s are affordable"
                .formatted(seconds / step, step));
      }
    }
    because(
        "network",
        "an axis is halved while it has at least 8 voxels and its spacing is within twice the"
            + " finest; a kernel is 3 along it from then on (nnU-Net)");
    double more = Math.min(seconds / step / STEPS_MOST, (double) chosen.batch() / batch);
    if (more >= 2) {
      batch *= (int) more;
      step *= (int) more;
    }
    because(
        "learning.batch",
        "nnU-Net would take %d; on a CPU steps are worth more than images in a step"
            .formatted(Math.max(chosen.batch(), whole.batch())));
    Plan sized = draft(preparation, spacing, chosen, batch);
    double left = wish.seconds() * TRAINING_SHARE - wish.spent() - since(started);
    return within(sized, narrow.compute(), step, left - judging(sized, step, batch));
  }

  /** Seconds for whole predictions of the cases held out, about a third of a step per patch. */
  private double judging(Plan plan, double step, int batch) {
    double perCase = perCase(plan, step, batch);
    return Math.min(0.06 * wish.seconds(), perCase * Math.max(1, look.cases() / 5.0));
  }

  private double perCase(Plan plan, double step, int batch) {
    double patches = 1;
    for (int axis = 0; axis < 3; axis++) {
      int p = plan.input().size().get(axis);
      double n = look.length(axis, plan.outlining().spacing());
      patches *= axis == 2 && look.flat() ? 1 : Math.ceil(Math.max(0, n - p) / (p / 2.0)) + 1;
    }
    return patches * (1 << plan.inference().mirror().size()) * step / batch * 0.4;
  }

  private Reasoned within(Plan sized, Compute compute, double step, double seconds) {
    double steps = seconds / step;
    if (steps < 5) {
      throw new InputException(
          "A budget of %.0f s is too short: one training step takes %.1f s here."
              .formatted(wish.seconds(), step),
          "",
          "give at least %.0f s with --budget.".formatted(30 + step * 20));
    }
    Plan computed = begun(sized).with(compute);
    Alternatives other = new Alternatives(look, computed);
    List<Configuration> beside = beside(other, steps);
    int networks = 1 + beside.size();
    int affordable = (int) Math.clamp(Math.floor(steps / networks / STEPS_MOST), 1, MOST_FOLDS);
    int least = beside.stream().anyMatch(one -> one.after().isPresent()) ? 2 : 1;
    int folds = Math.min(wish.folds().orElse(affordable), Math.max(1, look.cases()));
    folds = Math.max(folds, least);
    because(
        "members",
        least > 1
            ? "a cascade learns from what networks of other folds outline"
            : "%.0f steps are affordable; more networks than one pay from %.0f steps each on"
                .formatted(steps, STEPS_MOST));
    long each = (long) Math.clamp(steps / folds / networks, 1, STEPS_MOMENTUM * 2);
    because(
        "course.steps",
        "%.0f s of the budget of %.0f s at %.3f s per step, shared by %d"
            .formatted(seconds, wish.seconds(), step, folds * networks));
    because("course.averaging", "weights averaged over the last twentieth of the steps or so");
    double judged =
        0.06 * wish.seconds() / Math.max(1e-9, perCase(sized, step, sized.learning().batch()));
    because("segmentation.judged", "as many as 6 % of the budget pays for");
    Plan all = beside.isEmpty() ? computed : other.with(beside);
    Map<String, Course> courses = new LinkedHashMap<>();
    for (Plan one : Configurations.of(all).inOrder()) {
      courses.put(one.outlining().name(), course(each));
    }
    Plan timed =
        Configurations.of(all.with(all.course(), new Plan.Members(folds, 1))).courses(courses);
    return new Reasoned(
        timed.with(timed.outlining().judging((int) Math.clamp(judged, 1, 1000))),
        Map.copyOf(reasons));
  }

  private Plan begun(Plan plan) {
    return wish.donor().map(donor -> donor.begin(plan, this::because)).orElse(plan);
  }

  /**
   * Other configurations to train too: where asked for, or where the budget pays plenty of each.
   */
  private List<Configuration> beside(Alternatives other, double steps) {
    List<Configuration> list = wish.donor().isPresent() ? List.of() : other.list();
    if (list.isEmpty()) {
      return list;
    }
    boolean pays = steps >= STEPS_MOST * (1 + list.size());
    because(
        "segmentation.others",
        "a patch shows %.0f %% of the median image: nnU-Net would train %s too; %s"
            .formatted(
                100 * other.seen(),
                Alternatives.names(list),
                wish.compare()
                    ? "asked for: the best on held-out cases, or the best two, are kept"
                    : pays
                        ? "the budget pays for all: the best, or the best two, are kept"
                        : "from %.0f times this budget on, or with --compare"
                            .formatted(Math.ceil(STEPS_MOST * (1 + list.size()) / steps))));
    return pays || wish.compare() ? list : List.of();
  }

  private Course course(long steps) {
    long every = Math.max(1, (steps + VALIDATIONS - 1) / VALIDATIONS);
    double averaging = Math.clamp(1 - 20.0 / steps, 0.5, 0.999);
    if (steps >= STEPS_MOMENTUM) {
      because("course.optimiser", "long enough for nnU-Net's momentum");
      return new Course(
          steps,
          new Optimiser.Sgd(0.01, 0.99, true, 3e-5),
          new Schedule.Poly(0.9),
          12,
          averaging,
          every,
          0);
    }
    because("course.optimiser", "converges in a tenth of the steps that nnU-Net's momentum needs");
    return new Course(
        steps,
        new Optimiser.AdamW(1e-3, 0.9, 0.999, 0.01),
        new Schedule.Cosine(0.03),
        12,
        averaging,
        every,
        0);
  }

  private Plan draft(Preparation preparation, Vec3 spacing, Topology topology, int batch) {
    return draft(preparation, spacing, topology.patch(), topology.network(true), batch);
  }

  private Plan draft(
      Preparation preparation, Vec3 spacing, List<Integer> size, NetSpec network, int batch) {
    List<Integer> patch = new ArrayList<>(size);
    Collections.reverse(patch); // columns, rows, slices
    List<Axis> mirror = new Mirroring(look).axes(this::because);
    return new Plan(
        Plan.FORMAT,
        outlines.labels(),
        new Plan.Input(
            look.channels(), patch.get(0), patch.get(1), patch.size() == 3 ? patch.get(2) : 1),
        preparation.steps(this::because),
        new Normalise(List.of(0.0), List.of(1.0)),
        new Variation(look, spacing, patch).steps(mirror, this::because),
        network,
        Optional.empty(),
        new Plan.Learning(batch, loss(), 0, 0, new Sampling.Natural()),
        course(1),
        new Plan.Members(1, 1),
        new Plan.Inference(2 * batch, mirror.stream().map(Axis::ordinal).toList()),
        Optional.of(
            new Segmentation(
                outlines,
                spacing,
                new Variation(look, spacing, patch).patches(this::because),
                new Segmentation.Sliding(0.5, 2 * batch),
                Segmentation.Tidying.NONE,
                1000)),
        Compute.plain(wish.threads()),
        wish.seed());
  }

  private Plan.LossKind loss() {
    if (outlines.regions()) {
      because("learning.loss", "structures overlap: a yes or no for each");
      return Plan.LossKind.DICE_BINARY_CROSS_ENTROPY;
    }
    because(
        "learning.loss",
        look.flat()
            ? "many patches of 2-D images hold no structure: Dice over the whole batch"
            : "Dice is what is judged, cross-entropy teaches every voxel");
    return look.flat() ? Plan.LossKind.BATCH_DICE_CROSS_ENTROPY : Plan.LossKind.DICE_CROSS_ENTROPY;
  }

  private String labelled() {
    return outlines.instances()
        ? "objects are numbered: inside and rim are learned, objects grown from their insides"
        : outlines.regions() ? "regions that may overlap" : "one structure per voxel";
  }

  private String patch(Topology whole, Topology chosen, boolean entire) {
    return entire
        ? "nnU-Net's patch for its own memory target; the budget pays for it"
        : "nnU-Net's patch is %s; the budget pays %.0f steps of this one"
            .formatted(whole.patch(), STEPS_LEAST);
  }

  private List<Speed> speeds(Plan plan, int batch) {
    return Speed.measure(() -> Plans.network(plan, 1), shape(plan, batch), wish.threads());
  }

  private static long[] shape(Plan plan, int batch) {
    Plan.Input in = plan.input();
    return in.dims() == 2
        ? new long[] {batch, in.channels(), in.height(), in.width()}
        : new long[] {batch, in.channels(), in.depth(), in.height(), in.width()};
  }

  private static String words(List<Speed> speeds) {
    List<String> each = new ArrayList<>();
    for (Speed one : speeds) {
      each.add(
          "%s %s %.3f"
              .formatted(one.compute().precision(), one.compute().layout(), one.secondsPerStep())
              .toLowerCase(Locale.ROOT)
              .replace('_', '-'));
    }
    return "seconds per step measured here: " + String.join("; ", each);
  }

  private static double since(long started) {
    return (System.nanoTime() - started) * 1e-9;
  }

  private void because(String path, String reason) {
    reasons.put(path, reason);
  }
}
