package io.osler.learn.task;

import io.osler.core.volume.Case;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import io.osler.learn.data.OutlineCodec;
import io.osler.learn.data.Outlines;
import io.osler.learn.infer.Segmenter;
import io.osler.learn.infer.Slabs;
import io.osler.learn.infer.Tidy;
import io.osler.learn.plan.Segmentation.Tidying;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * Predictions of cases that were not learned from, with and without each way of tidying up; a way
 * is chosen only when it improves the mean Dice (of objects: the mean AP).
 */
final class Judging {
  /** Object sizes below which objects may be dropped. */
  private static final int[] SMALLEST = {0, 8, 16, 32, 64};

  /** Pieces of a structure below so many voxels may be dropped. */
  private static final int SMALL = 64;

  /** A structure's metrics by way of tidying up, in the order in which equals are preferred. */
  private enum Way {
    PLAIN(false, false, false),
    LARGEST(true, false, false),
    FILLED(false, false, true),
    BOTH(true, false, true),
    PIECES(false, true, false),
    PIECES_FILLED(false, true, true);

    private final boolean largest;
    private final boolean pieces;
    private final boolean filled;

    Way(boolean largest, boolean pieces, boolean filled) {
      this.largest = largest;
      this.pieces = pieces;
      this.filled = filled;
    }

    boolean[] apply(boolean[] mask, Size size) {
      boolean[] out = largest ? Tidy.largest(mask, size) : mask;
      out = pieces ? Tidy.atLeast(out, size, SMALL) : out;
      return filled ? Tidy.filled(out, size) : out;
    }
  }

  private record Judged(
      String id,
      String patient,
      List<List<SequencedMap<String, Double>>> structures,
      List<OutlineScores> bySize) {}

  private final Outlines outlines;
  private final OutlineCodec codec;
  private final double tolerance;
  private final List<Judged> judged = new ArrayList<>();
  private final Gallery gallery = new Gallery();

  Judging(Outlines outlines, double tolerance) {
    this.outlines = outlines;
    this.codec = new OutlineCodec(outlines);
    this.tolerance = tolerance;
  }

  /** Predicts one case and scores it in every way. */
  void judge(Segmenter segmenter, Case one) {
    judge(one, segmenter.outline(one.image(), ways()));
  }

  /** Likewise, where it is known what the segmenter's networks say of the case. */
  void judge(Segmenter segmenter, Case one, Slabs said) {
    judge(one, segmenter.outline(one.image(), said, ways()));
  }

  /** Objects are dropped while they are found, structures are tidied up here. */
  private List<Tidying> ways() {
    return outlines.instances()
        ? IntStream.of(SMALLEST).mapToObj(n -> new Tidying(List.of(), List.of(), n)).toList()
        : List.of(Tidying.NONE);
  }

  private void judge(Case one, List<Segmenter.Outlined> found) {
    String id = one.id();
    String patient = one.patient();
    Volume image = one.image();
    LabelMap truth = ((Truth.Mask) one.truth()).map();
    LabelMap coded = found.getFirst().coded();
    if (outlines.instances()) {
      List<OutlineScores> bySize = new ArrayList<>();
      for (Segmenter.Outlined objects : found) {
        bySize.add(OutlineScores.of(id, patient, outlines, truth, objects.coded(), tolerance));
      }
      gallery.show(bySize.getFirst(), image, truth, coded);
      judged.add(new Judged(id, patient, List.of(), bySize));
      return;
    }
    int[] known = codec.encode(truth).labels();
    List<List<SequencedMap<String, Double>>> structures = new ArrayList<>();
    for (int s = 0; s < outlines.structures().size(); s++) {
      boolean[] mask = codec.mask(coded.labels(), s);
      List<SequencedMap<String, Double>> ways = new ArrayList<>();
      for (Way way : Way.values()) {
        boolean[] tidy = way.apply(mask, coded.size());
        ways.add(
            way != Way.PLAIN && java.util.Arrays.equals(tidy, mask)
                ? ways.getFirst()
                : OutlineScores.structure(codec, s, truth, known, tidy, tolerance));
      }
      structures.add(ways);
    }
    judged.add(new Judged(id, patient, structures, List.of()));
    SequencedMap<String, SequencedMap<String, Double>> plain = new LinkedHashMap<>();
    for (int s = 0; s < structures.size(); s++) {
      plain.put(outlines.structures().get(s).name(), structures.get(s).get(Way.PLAIN.ordinal()));
    }
    OutlineScores scores = new OutlineScores(id, patient, plain, new LinkedHashMap<>());
    gallery.show(scores, image, truth.with(known), coded);
    gallery.expect(scores, found.getFirst().expectedDice());
  }

  Gallery gallery() {
    return gallery;
  }

  int count() {
    return judged.size();
  }

  Tidying choose() {
    if (judged.isEmpty()) {
      return Tidying.NONE;
    }
    if (outlines.instances()) {
      return new Tidying(List.of(), List.of(), SMALLEST[bestSize()]);
    }
    List<String> largest = new ArrayList<>();
    List<String> filled = new ArrayList<>();
    List<String> pieces = new ArrayList<>();
    for (int s = 0; s < outlines.structures().size(); s++) {
      Way way = bestWay(s);
      String name = outlines.structures().get(s).name();
      if (way.largest) {
        largest.add(name);
      }
      if (way.filled) {
        filled.add(name);
      }
      if (way.pieces) {
        pieces.add(name);
      }
    }
    return new Tidying(largest, filled, pieces.isEmpty() ? 0 : SMALL, pieces);
  }

  private Way bestWay(int structure) {
    Way best = Way.PLAIN;
    for (Way way : Way.values()) {
      if (dice(structure, way) > dice(structure, best) + 1e-6) {
        best = way;
      }
    }
    return best;
  }

  private double dice(int structure, Way way) {
    return judged.stream()
        .map(one -> one.structures().get(structure).get(way.ordinal()))
        .filter(metrics -> metrics.containsKey("dice"))
        .mapToDouble(metrics -> metrics.getOrDefault("dice", 0.0))
        .average()
        .orElse(0);
  }

  private int bestSize() {
    int best = 0;
    for (int i = 1; i < SMALLEST.length; i++) {
      best = ap(i) > ap(best) + 1e-6 ? i : best;
    }
    return best;
  }

  private double ap(int size) {
    return judged.stream()
        .mapToDouble(one -> one.bySize().get(size).instances().getOrDefault("ap", 0.0))
        .average()
        .orElse(0);
  }

  /** The scores under the chosen tidying. */
  List<OutlineScores> scores() {
    List<OutlineScores> scores = new ArrayList<>();
    for (Judged one : judged) {
      if (outlines.instances()) {
        scores.add(one.bySize().get(bestSize()));
        continue;
      }
      SequencedMap<String, SequencedMap<String, Double>> structures = new LinkedHashMap<>();
      for (int s = 0; s < outlines.structures().size(); s++) {
        structures.put(
            outlines.structures().get(s).name(), one.structures().get(s).get(bestWay(s).ordinal()));
      }
      scores.add(new OutlineScores(one.id(), one.patient(), structures, new LinkedHashMap<>()));
    }
    return scores;
  }
}
