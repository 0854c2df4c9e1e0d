package io.osler.learn.task;

import io.osler.core.transform.Transform;
import io.osler.core.volume.Case;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import io.osler.learn.data.Entry;
import io.osler.learn.data.OutlineCodec;
import io.osler.learn.data.Outlines;
import io.osler.learn.infer.Segmenter;
import io.osler.learn.infer.Slabs;
import io.osler.learn.infer.Window;
import io.osler.learn.plan.Configurations;
import io.osler.learn.plan.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

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
    Map<String, Slabs> likely = new LinkedHashMap<>();
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
          by -> Optional.ofNullable(likely.get(by.plan().outlining().name())).orElseThrow());
    }
    double single = contest.needed() ? since(begun) : 0;
    begun = System.nanoTime();
    Plan first = all.only(List.of(names.getFirst()));
    new Judging(plan.outlining().outlines(), Segment.TOLERANCE_MM)
        .judge(
            Segmenter.of(first, Map.of(), plan.compute()),
            one,
            Optional.ofNullable(likely.get(names.getFirst())).orElseThrow());
    return new ScoringPace(read, single, TOGETHER * single * (names.size() - 1) / 2, since(begun));
  }

  private static Slabs likely(Case prepared, Outlines outlines) {
    return new Likely(
        new OutlineCodec(outlines).encode(((Truth.Mask) prepared.truth()).map()), outlines);
  }

  /** The truth as probabilities on the prepared grid. */
  private record Likely(LabelMap coded, Outlines outlines) implements Slabs {
    private static final int MOST = 1 << 23;

    @Override
    public Size size() {
      return coded.size();
    }

    @Override
    public Geometry geometry() {
      return coded.geometry();
    }

    @Override
    public void tell(Consumer<Window.Slab> each) {
      int area = size().width() * size().height();
      int classes = outlines.classes().size();
      int depth = Math.max(1, MOST / Math.multiplyExact(classes, area));
      for (int k = 0; k < size().depth(); k += depth) {
        Size slab = size().with(2, Math.min(depth, size().depth() - k));
        Geometry there = geometry().startingAt(new Vec3(0, 0, k));
        each.accept(
            new Window.Slab(k, new Volume(slab, classes, there, likely(k * area, slab.voxels()))));
      }
    }

    private float[] likely(int from, int n) {
      int classes = outlines.classes().size();
      float[] p = new float[classes * n];
      for (int v = 0; v < n; v++) {
        int code = Math.max(0, coded.labels()[from + v]);
        if (outlines.regions()) {
          for (int s = 0; s < classes; s++) {
            p[s * n + v] = code >> s & 1;
          }
        } else {
          p[code * n + v] = 1;
        }
      }
      return p;
    }
  }

  private static double since(long begun) {
    return (System.nanoTime() - begun) * 1e-9;
  }
}
