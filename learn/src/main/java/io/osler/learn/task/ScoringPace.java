package io.osler.learn.task;

import io.osler.core.transform.Transform;
import io.osler.core.volume.Case;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import io.osler.learn.data.Entry;
import io.osler.learn.data.OutlineCodec;
import io.osler.learn.data.Outlines;
import io.osler.learn.infer.Segmenter;
import io.osler.learn.plan.Configurations;
import io.osler.learn.plan.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long a whole case takes here beside the networks, measured on one: many structures make
 * scores dearer than predictions.
 *
 * @param read seconds to read a case and prepare it for every configuration
 * @param contest seconds to score each configuration by itself
 * @param pairs seconds to score every two together, from {@code contest}: what comes from another
 *     grid is brought over first
 * @param judge seconds of all scores of the chosen, with each way of tidying up
 */
record ScoringPace(double read, double contest, double pairs, double judge) {
  /** Two together against one alone. */
  private static final double TOGETHER = 1.5;

  /** A truth that is already tidy is scored once a structure; predictions about twice. */
  private static final double UNTIDY = 2;

  static ScoringPace of(Plan plan, Entry entry) {
    Plan alone = plan.with(plan.outlining().paired(false));
    Configurations all = Configurations.of(alone);
    List<String> names = all.candidates();
    long begun = System.nanoTime();
    Case one = entry.load();
    Map<String, Volume> likely = new LinkedHashMap<>();
    for (String name : names) {
      Case prepared = one;
      for (Transform transform : all.only(List.of(name)).prepare()) {
        prepared = transform.apply(prepared);
      }
      likely.put(name, likely(prepared, plan.outlining().outlines()));
    }
    double read = since(begun);
    begun = System.nanoTime();
    Contest contest = new Contest(all, alone);
    if (contest.needed()) {
      contest.enter(
          one,
          some -> Segmenter.of(some, Map.of(), plan.compute()),
          by -> likely.getOrDefault(by.plan().outlining().name(), one.image()));
    }
    double single = contest.needed() ? since(begun) : 0;
    begun = System.nanoTime();
    Plan first = all.only(List.of(names.getFirst()));
    new Judging(plan.outlining().outlines(), Segment.TOLERANCE_MM)
        .judge(
            Segmenter.of(first, Map.of(), plan.compute()),
            one,
            likely.getOrDefault(names.getFirst(), one.image()));
    return new ScoringPace(read, single, TOGETHER * single * (names.size() - 1) / 2, since(begun));
  }

  /** The truth as probabilities on the prepared grid. */
  private static Volume likely(Case prepared, Outlines outlines) {
    LabelMap coded = new OutlineCodec(outlines).encode(((Truth.Mask) prepared.truth()).map());
    int classes = outlines.classes().size();
    int n = coded.labels().length;
    float[] p = new float[classes * n];
    for (int v = 0; v < n; v++) {
      int code = Math.max(0, coded.labels()[v]);
      if (outlines.regions()) {
        for (int s = 0; s < classes; s++) {
          p[s * n + v] = code >> s & 1;
        }
      } else {
        p[code * n + v] = 1;
      }
    }
    return new Volume(coded.size(), classes, coded.geometry(), p);
  }

  private static double since(long begun) {
    return (System.nanoTime() - begun) * 1e-9;
  }
}
