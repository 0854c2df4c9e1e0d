package io.osler.learn.task;

import io.osler.learn.data.DataSet;
import io.osler.learn.plan.Configurations;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Planner;
import io.osler.learn.train.Course;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A fresh plan's number of steps put right by a trial of the very training that follows, loading
 * and augmentation included, so that the whole command keeps to its budget.
 */
public final class Pacing {
  /** Share of the budget that is spent; what is left is for the unforeseen. */
  private static final double SHARE = 0.975;

  private static final double TRIAL_SHARE = 0.03;
  private static final double TRIAL_SECONDS = 15;
  private static final double JUDGING_SHARE = 0.08;

  /** At most so much of the budget goes into comparing; configurations are left out before. */
  private static final double COMPARING = 0.4;

  /** Predictions, scores and reading take longer beside a collector and a disk than alone. */
  private static final double SLACK = 1.15;

  /** Fewer held-out cases than these are no ground to choose a pair on. */
  private static final int CHOOSING = 4;

  private static final int VALIDATIONS = 10;
  private static final double START_SECONDS = 1.5;

  private Pacing() {}

  /**
   * @param seconds for the whole command
   * @param startedNanos when it began
   */
  public static Planner.Reasoned paced(
      DataSet data, Planner.Reasoned reasoned, double seconds, long startedNanos) {
    Plan plan = reasoned.plan();
    double trial = Math.min(TRIAL_SHARE * seconds, TRIAL_SECONDS);
    Segment segment = new Segment(data, plan);
    SequencedMap<String, Segment.Pace> paces = segment.pace(trial, trial);
    ScoringPace scoring = segment.scoring();
    int folds = plan.members().folds();
    int networks = folds * plan.members().seeds();
    int labelled = (int) data.entries().stream().filter(e -> e.isLabelled()).count();
    int held = Math.max(1, folds > 1 ? labelled : labelled / 10);
    List<String> kept = kept(plan, paces, networks, scoring, seconds);
    int candidates = Configurations.of(plan).candidates().size();
    boolean fewer = kept.size() < candidates;
    plan = fewer ? Configurations.of(plan).only(kept) : plan;
    Plan whole = plan;
    double predicted = plan.members().seeds() * predicted(plan, paces);
    double contest = kept.size() > 1 || !fewer ? scoring.contest() * kept.size() / candidates : 0;
    // A choice between configurations deserves more cases.
    boolean choice = contest > 0;
    double share = (choice ? 2 : 1) * JUDGING_SHARE * seconds;
    plan = lighter(plan, predicted, share);
    predicted /= lightening(whole, plan);
    // A choice predicts once more.
    double perCase = SLACK * (predicted + scoring.read() + scoring.judge());
    perCase += choice ? SLACK * (predicted + scoring.read() + contest) : 0;
    int wanted = Math.max(folds, Math.min(held, CHOOSING));
    boolean pairs = kept.size() > 1 && (perCase + SLACK * scoring.pairs()) * wanted <= share;
    perCase += pairs ? SLACK * scoring.pairs() : 0;
    int judged = (int) Math.clamp(share / perCase, Math.min(folds, held), held);
    double spent = (System.nanoTime() - startedNanos) * 1e-9 + START_SECONDS;
    double left = seconds * SHARE - spent - Math.max(judged, folds) * perCase;
    left = Math.max(0, left - earlier(plan, paces, labelled) - labelled * scoring.read());
    Map<String, Course> courses = new HashMap<>();
    List<Plan> stages = Configurations.of(plan).inOrder();
    for (Plan one : stages) {
      String name = one.outlining().name();
      double step = Optional.ofNullable(paces.get(name)).orElseThrow().step();
      long affordable = Math.max(1, (long) (left / stages.size() / networks / step));
      courses.put(name, course(one, affordable));
    }
    Plan paced = Configurations.of(plan).courses(courses);
    paced = paced.with(paced.outlining().judging(judged).paired(pairs || kept.size() == 1));
    Segment.Pace pace = Optional.ofNullable(paces.get(plan.outlining().name())).orElseThrow();
    Map<String, String> reasons = new HashMap<>(reasoned.reasons());
    reasons.put(
        "course.steps",
        "%.0f s are left at %.3f s per step, measured with loading and augmentation, for %d network(s)"
            .formatted(left / stages.size(), pace.step(), networks));
    reasons.put(
        "segmentation.judged",
        "%.2f s each for a whole prediction and its scores".formatted(perCase));
    if (kept.size() > 1) {
      reasons.put(
          "segmentation.pairs",
          "%.2f s for every two together in each case: %s"
              .formatted(scoring.pairs(), pairs ? "the budget pays for it" : "too dear here"));
    }
    if (fewer) {
      reasons.put(
          "segmentation.others",
          "only %s: to compare %s the budget is too short"
              .formatted(
                  String.join(", ", kept),
                  String.join(", ", Configurations.of(reasoned.plan()).candidates())));
    }
    return new Planner.Reasoned(paced, Map.copyOf(reasons));
  }

  /**
   * The configurations of which the budget pays a comparison on one case for each network, the
   * plan's own first; the dearest to predict with go.
   */
  private static List<String> kept(
      Plan plan,
      Map<String, Segment.Pace> paces,
      int networks,
      ScoringPace scoring,
      double seconds) {
    List<String> kept = new ArrayList<>(Configurations.of(plan).candidates());
    String own = plan.outlining().name();
    kept.remove(own);
    kept.addFirst(own);
    while (kept.size() > 1) {
      Plan light = Configurations.of(Configurations.of(plan).only(kept)).unmirrored();
      light = Configurations.of(light).overlapping(0.25);
      double predicted =
          predicted(Configurations.of(plan).only(kept), paces) / lightening(plan, light);
      double once = 2 * (predicted + scoring.read()) + scoring.contest() + scoring.judge();
      if (SLACK * once * networks <= COMPARING * seconds) {
        break;
      }
      kept.remove(
          kept.stream()
              .skip(1)
              .max(
                  Comparator.comparingDouble(
                      name -> predicted(Configurations.of(plan).only(List.of(name)), paces)))
              .orElseThrow());
    }
    return kept;
  }

  /** Seconds of one whole prediction by every configuration of a plan. */
  private static double predicted(Plan plan, Map<String, Segment.Pace> paces) {
    return Configurations.of(plan).inOrder().stream()
        .map(one -> Optional.ofNullable(paces.get(one.outlining().name())))
        .mapToDouble(pace -> pace.map(Segment.Pace::judged).orElse(0.0))
        .sum();
  }

  /** Seconds for what the first stages of cascades outline in every case. */
  private static double earlier(Plan plan, Map<String, Segment.Pace> paces, int cases) {
    double sum = 0;
    for (Plan one : Configurations.of(plan).inOrder()) {
      Optional<Segment.Pace> before =
          one.outlining().after().flatMap(name -> Optional.ofNullable(paces.get(name)));
      sum += before.map(Segment.Pace::judged).orElse(0.0) * cases;
    }
    return sum;
  }

  private static Course course(Plan plan, long affordable) {
    long validations = Math.clamp(affordable / 40, 1, VALIDATIONS);
    // Watching takes a dozen patches each time, forward only.
    long each = Math.max(1, affordable - 4 * validations / plan.learning().batch());
    Course old = plan.course();
    return new Course(
        each,
        old.optimiser(),
        old.schedule(),
        old.clip(),
        Math.clamp(1 - 20.0 / each, 0.5, 0.999),
        Math.max(1, (each + validations - 1) / validations),
        old.patience());
  }

  /**
   * Where one prediction would take more than is there for all of them, mirror images go first,
   * then half of the overlap.
   */
  private static Plan lighter(Plan plan, double seconds, double most) {
    Plan out = plan;
    if (seconds > most && !plan.inference().mirror().isEmpty()) {
      out = Configurations.of(out).unmirrored();
    }
    if (seconds / lightening(plan, out) > most) {
      out = Configurations.of(out).overlapping(0.25);
    }
    return out;
  }

  /** How many times fewer patches a lighter plan predicts, about. */
  private static double lightening(Plan before, Plan after) {
    double mirrors = 1 << (before.inference().mirror().size() - after.inference().mirror().size());
    double stride =
        (1 - after.outlining().sliding().overlap()) / (1 - before.outlining().sliding().overlap());
    return mirrors * Math.pow(stride, after.input().dims());
  }

  /** The plan with other folds, as {@code --folds} asks for beside {@code --plan}. */
  public static Plan folded(Plan plan, int folds) {
    return plan.with(plan.course(), new Plan.Members(folds, plan.members().seeds()));
  }
}
