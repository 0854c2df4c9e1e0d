package io.osler.learn.task;

import io.osler.learn.data.DataSet;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Planner;
import io.osler.learn.plan.Segmentation;
import io.osler.learn.train.Course;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    Segment.Pace pace = new Segment(data, plan).pace(trial, trial);
    int folds = plan.members().folds();
    int labelled = (int) data.entries().stream().filter(e -> e.isLabelled()).count();
    int held = Math.max(1, folds > 1 ? labelled : labelled / 10);
    plan = lighter(plan, pace.judged(), JUDGING_SHARE * seconds);
    pace = new Segment.Pace(pace.step(), pace.judged() / lightening(reasoned.plan(), plan));
    // Scoring, reading and tidying come on top of predicting.
    double perCase = 1.3 * pace.judged() + 0.05;
    int judged = (int) Math.clamp(JUDGING_SHARE * seconds / perCase, 1, held);
    double spent = (System.nanoTime() - startedNanos) * 1e-9 + START_SECONDS;
    double left = seconds * SHARE - spent - judged * perCase;
    long affordable = Math.max(1, (long) (left / folds / pace.step()));
    long validations = Math.clamp(affordable / 40, 1, VALIDATIONS);
    // Watching takes a dozen patches each time, forward only.
    long each = Math.max(1, affordable - 4 * validations / plan.learning().batch());
    Course old = plan.course();
    Course course =
        new Course(
            each,
            old.optimiser(),
            old.schedule(),
            old.clip(),
            Math.clamp(1 - 20.0 / each, 0.5, 0.999),
            Math.max(1, (each + validations - 1) / validations),
            old.patience());
    Segmentation s = plan.outlining();
    Plan paced =
        plan.with(course, plan.members())
            .with(
                new Segmentation(
                    s.outlines(), s.spacing(), s.patches(), s.sliding(), s.tidying(), judged));
    Map<String, String> reasons = new HashMap<>(reasoned.reasons());
    reasons.put(
        "course.steps",
        "%.0f s are left at %.3f s per step, measured with loading and augmentation, for %d network(s)"
            .formatted(left, pace.step(), folds));
    reasons.put(
        "segmentation.judged",
        "%.2f s each for a whole prediction and its scores".formatted(perCase));
    return new Planner.Reasoned(paced, Map.copyOf(reasons));
  }

  /**
   * Where one prediction would take more than is there for all of them, mirror images go first,
   * then half of the overlap.
   */
  private static Plan lighter(Plan plan, double seconds, double most) {
    Plan out = plan;
    if (seconds > most && !plan.inference().mirror().isEmpty()) {
      out = out.with(new Plan.Inference(plan.inference().batch(), List.of()));
    }
    if (seconds / lightening(plan, out) > most) {
      Segmentation s = out.outlining();
      out =
          out.with(
              new Segmentation(
                  s.outlines(),
                  s.spacing(),
                  s.patches(),
                  new Segmentation.Sliding(0.25, s.sliding().batch()),
                  s.tidying(),
                  s.judged()));
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
