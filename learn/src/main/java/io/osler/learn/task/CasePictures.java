package io.osler.learn.task;

import io.osler.core.io.Picture;
import io.osler.core.io.Plane;
import io.osler.core.volume.Case;
import io.osler.core.volume.Truth;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Entry;
import io.osler.learn.explain.Method;
import io.osler.learn.infer.Calibration;
import io.osler.learn.infer.Ensemble;
import io.osler.learn.infer.Predictions;
import io.osler.learn.plan.Plan;
import io.osler.learn.report.CasePicture;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The images of a report: those called rightly and surely, wrongly and surely, and the hardest, no
 * image twice. Where an image may have several findings, each that was read is a call of its own.
 * Heat maps are Grad-CAM's, for the class that was called or the finding that was judged.
 */
record CasePictures(Plan plan, DataSet data, Predictions seen, Ensemble ensemble) {
  private static final int OF_A_KIND = 4;

  /** Pixels between the planes of a volume. */
  private static final int GAP = 4;

  /**
   * What the model said of an image against what is known.
   *
   * @param category the class that was called, or the finding that was judged
   * @param notable whether there is something to see: a class, or a finding that is there
   * @param ofTruth the probability that was given to what is true
   */
  private record Call(
      Predictions.Row row,
      int category,
      String said,
      String truth,
      boolean notable,
      double probability,
      double ofTruth) {
    boolean right() {
      return said.equals(truth);
    }
  }

  List<CasePicture> list() {
    List<Call> calls = seen.rows().stream().flatMap(this::calls).toList();
    Comparator<Call> hardest = Comparator.comparingDouble(Call::ofTruth);
    Comparator<Call> surest = Comparator.comparingDouble(Call::probability).reversed();
    Map<String, Entry> byId = new HashMap<>();
    data.entries().forEach(one -> byId.put(one.id(), one));
    Set<String> shown = new HashSet<>();
    List<CasePicture> pictures = new ArrayList<>();
    for (CasePicture.Kind kind : CasePicture.Kind.values()) {
      Predicate<Call> fits =
          switch (kind) {
            case BEST -> call -> call.right() && call.notable();
            case CONFIDENT_WRONG -> call -> !call.right();
            case WORST -> _ -> true;
          };
      calls.stream()
          .filter(fits)
          .sorted(kind == CasePicture.Kind.WORST ? hardest : surest)
          .filter(call -> byId.containsKey(call.row().id()) && shown.add(call.row().id()))
          .limit(OF_A_KIND)
          .map(call -> picture(kind, call, byId))
          .forEach(pictures::add);
    }
    return pictures;
  }

  private Stream<Call> calls(Predictions.Row row) {
    double[] p = seen.probabilities(row);
    List<String> classes = seen.labels().classes();
    return switch (row.truth()) {
      case Truth.Category(int truth) -> {
        int called = Calibration.most(p);
        yield Stream.of(
            new Call(
                row, called, classes.get(called), classes.get(truth), true, p[called], p[truth]));
      }
      case Truth.Findings(List<Double> present) ->
          IntStream.range(0, p.length)
              .filter(c -> !Double.isNaN(present.get(c))) // nobody has looked
              .mapToObj(c -> finding(row, c, classes.get(c), p[c], present.get(c) > 0.5));
      default -> throw new IllegalStateException("evaluated without a truth");
    };
  }

  private static Call finding(
      Predictions.Row row, int index, String name, double p, boolean present) {
    boolean said = p >= 0.5;
    String absent = "no " + name;
    return new Call(
        row,
        index,
        said ? name : absent,
        present ? name : absent,
        present,
        said ? p : 1 - p,
        present ? p : 1 - p);
  }

  private CasePicture picture(CasePicture.Kind kind, Call call, Map<String, Entry> byId) {
    Entry entry = Optional.ofNullable(byId.get(call.row().id())).orElseThrow();
    Case prepared = Classify.prepared(plan, entry.sound());
    Method method = Method.suited(ensemble.members().getFirst());
    Explanation why = Explanation.of(ensemble, method, prepared, call.category());
    List<Plane> planes = why.planes();
    return new CasePicture(
        kind,
        call.row().id(),
        why.where(planes),
        planes.size() > 1,
        Picture.beside(planes.stream().map(why::picture).toList(), GAP).png(),
        Optional.of(Picture.beside(planes.stream().map(why::overlay).toList(), GAP).png()),
        call.truth(),
        call.said(),
        Math.clamp(call.probability(), 0, 1));
  }
}
