package io.osler.learn.task;

import io.osler.core.metric.InstanceScores;
import io.osler.core.transform.Transform;
import io.osler.core.volume.Case;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Truth;
import io.osler.learn.bundle.Model;
import io.osler.learn.data.OutlineCodec;
import io.osler.learn.data.Outlines;
import io.osler.learn.infer.Kept;
import io.osler.learn.infer.Segmenter;
import io.osler.learn.infer.Slabs;
import io.osler.learn.plan.Configurations;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Segmentation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which configuration, or which two together, outlines cases best that were not learned from, as
 * nnU-Net finds it (Isensee et al. 2021): the mean over structures of the mean Dice over cases, the
 * simpler of equals. A random field that the plan asks for is kept only where it improves the best.
 */
final class Contest {
  private static final String FIELD = "crf";

  /**
   * A candidate.
   *
   * @param sums per structure: Dice over cases, and of how many
   */
  private record Entrant(List<String> names, Plan plan, double[][] sums) {
    double score() {
      double sum = 0;
      int there = 0;
      for (double[] one : sums) {
        if (one[1] > 0) {
          sum += one[0] / one[1];
          there++;
        }
      }
      return there == 0 ? 0 : sum / there;
    }
  }

  private final Outlines outlines;
  private final OutlineCodec codec;
  private final Plan grid;
  private final List<Entrant> entrants = new ArrayList<>();

  Contest(Configurations configurations, Plan plan) {
    this.grid = configurations.only(configurations.candidates());
    this.outlines = plan.outlining().outlines();
    this.codec = new OutlineCodec(outlines);
    List<List<String>> lists = new ArrayList<>();
    List<String> names = configurations.candidates();
    names.forEach(name -> lists.add(List.of(name)));
    for (int a = 0; plan.outlining().pairs() && a < names.size(); a++) {
      for (int b = a + 1; b < names.size(); b++) {
        lists.add(List.of(names.get(a), names.get(b)));
      }
    }
    for (List<String> list : lists) {
      Plan one = configurations.only(list);
      Segmentation s = one.outlining();
      enter(list, one.with(s.with(s.tidying(), Optional.empty())));
      if (s.crf().isPresent()) {
        List<String> more = new ArrayList<>(list);
        more.add(FIELD);
        enter(List.copyOf(more), one);
      }
    }
    entrants.sort(Comparator.comparingInt(one -> one.names().size())); // stable: simpler first
  }

  private void enter(List<String> names, Plan plan) {
    entrants.add(new Entrant(names, plan, new double[outlines.structures().size()][2]));
  }

  /** Whether there is anything to choose. */
  boolean needed() {
    return entrants.size() > 1;
  }

  /**
   * Every candidate outlines a case, on the finest of their grids.
   *
   * @param segmenter of a plan, by the networks that did not learn from the case
   */
  void enter(Case one, Function<Plan, Segmenter> segmenter) {
    enter(one, segmenter, by -> by.slabs(one.image()));
  }

  /**
   * @param network what a segmenter's own configuration says of the case; asked once, kept in files
   */
  void enter(Case one, Function<Plan, Segmenter> segmenter, Function<Segmenter, Slabs> network) {
    Case prepared = one;
    for (Transform transform : grid.prepare()) {
      prepared = transform.apply(prepared);
    }
    LabelMap truth = ((Truth.Mask) prepared.truth()).map();
    Map<String, Kept> alone = new HashMap<>();
    try {
      for (Entrant entrant : entrants) {
        Segmenter by = segmenter.apply(entrant.plan());
        Slabs own = kept(alone, by, network);
        List<Slabs> others = new ArrayList<>();
        for (Segmenter other : by.beside()) {
          others.add(kept(alone, other, network));
        }
        score(entrant, truth, by.coded(own, others, one.image(), truth.size(), truth.geometry()));
      }
    } finally {
      alone.values().forEach(Kept::close);
    }
  }

  private static Slabs kept(
      Map<String, Kept> alone, Segmenter by, Function<Segmenter, Slabs> network) {
    return alone.computeIfAbsent(by.plan().outlining().name(), _ -> new Kept(network.apply(by)));
  }

  private void score(Entrant entrant, LabelMap truth, LabelMap found) {
    if (outlines.instances()) {
      Map<String, Double> values =
          InstanceScores.of(truth.labels(), found.labels(), found.size()).values();
      add(entrant.sums()[0], values.getOrDefault("ap", Double.NaN));
      return;
    }
    int[] known = codec.encode(truth).labels();
    long[][] counts = new long[outlines.structures().size()][2];
    for (int v = 0; v < known.length; v++) {
      if (known[v] != OutlineCodec.UNKNOWN) {
        count(counts, known[v], found.labels()[v]);
      }
    }
    for (int s = 0; s < counts.length; s++) {
      add(entrant.sums()[s], 2.0 * counts[s][0] / counts[s][1]); // NaN where it is in neither
    }
  }

  private static void add(double[] sum, double value) {
    if (Double.isFinite(value)) {
      sum[0] += value;
      sum[1]++;
    }
  }

  /** Per structure: voxels in both, and voxels of either counted in each. */
  private void count(long[][] counts, int truth, int found) {
    if (!outlines.regions()) {
      if (truth > 0) {
        counts[truth - 1][0] += truth == found ? 1 : 0;
        counts[truth - 1][1]++;
      }
      if (found > 0) {
        counts[found - 1][1]++;
      }
      return;
    }
    for (int s = 0; s < counts.length && (truth | found) >> s != 0; s++) {
      counts[s][0] += (truth & found & 1 << s) != 0 ? 1 : 0;
      counts[s][1] += (truth >> s & 1) + (found >> s & 1);
    }
  }

  /** The plan of the best; without a contest the plan's own configuration. */
  Plan winner() {
    return best().plan();
  }

  private Entrant best() {
    Entrant best = entrants.getFirst();
    for (Entrant one : entrants) {
      best = one.score() > best.score() + 1e-9 ? one : best;
    }
    return best;
  }

  /** What every candidate scored, the chosen first; empty where there was nothing to choose. */
  List<Model.Compared> compared() {
    if (!needed()) {
      return List.of();
    }
    List<Model.Compared> list = new ArrayList<>();
    list.add(compared(best()));
    entrants.stream()
        .filter(one -> one != best())
        .sorted(Comparator.comparingDouble(Entrant::score).reversed())
        .forEach(one -> list.add(compared(one)));
    return list;
  }

  private static Model.Compared compared(Entrant one) {
    return new Model.Compared(one.names(), Math.rint(one.score() * 1e6) / 1e6);
  }
}
