package io.osler.learn.plan;

import io.osler.core.volume.Truth;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Entry;
import io.osler.learn.data.Labels;
import io.osler.learn.data.Split;
import io.osler.learn.data.Splits;
import io.osler.learn.plan.Fingerprint.Finding;
import io.osler.learn.plan.Fingerprint.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** What is wrong with a data set, worst first. */
final class Faults {
  /** The commonest class outnumbers the rarest by this: worth saying. */
  private static final double IMBALANCE = 3;

  private static final int EXAMPLES = 5;

  private final DataSet data;
  private final List<ImageFacts> images;
  private final Map<String, Map<String, Integer>> counts;
  private final List<Finding> found = new ArrayList<>();

  Faults(DataSet data, List<ImageFacts> images, Map<String, Map<String, Integer>> counts) {
    this.data = data;
    this.images = images;
    this.counts = counts;
  }

  List<Finding> list() {
    unusable();
    labels();
    twins("duplicate", "the same to the pixel", Twins.exact(images));
    twins("near-duplicate", "nearly the same (correlation at least 0.999)", Twins.near(images));
    twins("look-alike", "much alike (perceptual hash)", Twins.alike(images));
    patients();
    sizes();
    data.notes().forEach(note -> add(Severity.NOTE, "note", 1, note, "", List.of()));
    found.sort(java.util.Comparator.comparing(Finding::severity));
    return found;
  }

  private void unusable() {
    images(
        i -> !images.get(i).isReadable(),
        Severity.ERROR,
        "unreadable",
        "%d image(s) cannot be read; the first: "
            + images.stream()
                .filter(i -> !i.isReadable())
                .map(ImageFacts::problem)
                .findFirst()
                .orElse("")
                .replace("%", "%%"),
        "restore the files or take them out.");
    images(
        i -> images.get(i).notFinite() > 0,
        Severity.ERROR,
        "not-finite",
        "%d image(s) hold NaN or infinite values.",
        "repair them or take them out.");
    images(
        i -> images.get(i).isConstant(),
        Severity.WARNING,
        "constant",
        "%d image(s) have one value throughout.",
        "check their export; take them out.");
  }

  private void labels() {
    Labels labels = data.labels();
    if (labels.kind() == Labels.Kind.UNLABELLED) {
      add(Severity.NOTE, "unlabelled", data.size(), "No image is labelled.", "", List.of());
      return;
    }
    images(
        i -> !data.entries().get(i).isLabelled(),
        Severity.WARNING,
        "missing-label",
        "%d image(s) have no label; training leaves them out.",
        "label them, or take them out.");
    unread(labels);
    lonely(labels);
    List<String> present =
        labels.classes().stream()
            .filter(name -> counts.values().stream().anyMatch(c -> c.getOrDefault(name, 0) > 0))
            .toList();
    if (present.size() < 2 && labels.kind() != Labels.Kind.MULTI_LABEL) {
      add(
          Severity.ERROR,
          "one-class",
          1,
          "All labelled images have the class " + present + ".",
          "add images of another class: nothing can be told apart.",
          List.of());
    }
    counts.forEach(
        (split, classes) -> {
          for (String name : labels.classes()) {
            if (classes.getOrDefault(name, 0) == 0) {
              boolean training = split.equals(Split.TRAIN.key());
              add(
                  training ? Severity.ERROR : Severity.WARNING,
                  "absent-class",
                  1,
                  "No image of '" + name + "' is in " + split + ".",
                  training
                      ? "move some there, or take the class out of the labels."
                      : "move some there: what is measured on it says nothing about this class.",
                  List.of());
            }
          }
        });
    imbalance(
        counts.getOrDefault(Split.TRAIN.key(), counts.getOrDefault(Split.NONE.key(), Map.of())));
  }

  /** Findings that nobody looked for in some images. */
  private void unread(Labels labels) {
    List<String> gaps = new ArrayList<>();
    int most = 0;
    for (int c = 0; c < labels.classes().size(); c++) {
      int index = c;
      int n =
          (int)
              data.entries().stream()
                  .filter(
                      one ->
                          one.truth() instanceof Truth.Findings(var held)
                              && held.get(index).isNaN())
                  .count();
      if (n > 0) {
        gaps.add("'" + labels.classes().get(c) + "' in " + n);
        most = Math.max(most, n);
      }
    }
    if (!gaps.isEmpty()) {
      add(
          Severity.WARNING,
          "unread-finding",
          most,
          "Findings that were not read: %s of %d image(s)."
              .formatted(String.join(", ", gaps), data.size()),
          "read them there; training and scores leave these gaps out.",
          List.of());
    }
  }

  /** Classes of one patient: they cannot be learnt and judged. */
  private void lonely(Labels labels) {
    for (int c = 0; c < labels.classes().size(); c++) {
      Truth wanted = new Truth.Category(c);
      List<Entry> of = data.entries().stream().filter(e -> e.truth().equals(wanted)).toList();
      if (of.stream().map(Entry::patient).distinct().count() == 1) {
        add(
            Severity.WARNING,
            "one-patient-class",
            of.size(),
            "All %d image(s) of '%s' are of one patient."
                .formatted(of.size(), labels.classes().get(c)),
            "add cases: a class cannot be learnt and judged on one patient.",
            of.stream().limit(EXAMPLES).map(Entry::id).toList());
      }
    }
  }

  private void imbalance(Map<String, Integer> train) {
    int most = train.values().stream().mapToInt(i -> i).max().orElse(0);
    int least = train.values().stream().mapToInt(i -> i).filter(i -> i > 0).min().orElse(0);
    if (least > 0 && most >= IMBALANCE * least) {
      add(
          Severity.NOTE,
          "imbalance",
          1,
          "The commonest class is %.1f times the rarest (%d to %d)."
              .formatted(most / (double) least, most, least),
          "judge by AUC and balanced accuracy; training can weigh or sample classes equally.",
          List.of());
    }
  }

  private void twins(String kind, String words, List<Twins.Pair> pairs) {
    List<Twins.Pair> across = new ArrayList<>(pairs);
    across.removeIf(pair -> split(pair.first()) == split(pair.second()));
    List<Twins.Pair> within = new ArrayList<>(pairs);
    within.removeAll(across);
    if (!across.isEmpty()) {
      add(
          Severity.WARNING,
          kind + "-across-splits",
          across.size(),
          across.size() + " pair(s) of images in different splits are " + words + ".",
          "take them out of training: what is measured on the others would be too good.",
          examples(across));
    }
    if (!within.isEmpty()) {
      add(
          Severity.NOTE,
          kind,
          within.size(),
          within.size() + " pair(s) of images within a split are " + words + ".",
          "check whether they are one patient's; divide by patient.",
          examples(within));
    }
    List<Twins.Pair> contrary = new ArrayList<>(pairs);
    contrary.removeIf(
        p ->
            !data.entries().get(p.first()).isLabelled()
                || !data.entries().get(p.second()).isLabelled()
                || data.entries()
                    .get(p.first())
                    .truth()
                    .equals(data.entries().get(p.second()).truth()));
    if (!contrary.isEmpty()) {
      add(
          Severity.WARNING,
          kind + "-label-conflict",
          contrary.size(),
          contrary.size() + " pair(s) of images are " + words + " but labelled differently.",
          "correct the labels.",
          examples(contrary));
    }
  }

  private List<String> examples(List<Twins.Pair> pairs) {
    return pairs.stream()
        .limit(EXAMPLES)
        .map(
            pair ->
                data.entries().get(pair.first()).id()
                    + " = "
                    + data.entries().get(pair.second()).id())
        .toList();
  }

  private Split split(int index) {
    return data.entries().get(index).split();
  }

  private void patients() {
    int straddling = Splits.straddling(data).size();
    if (straddling > 0) {
      add(
          Severity.ERROR,
          "patient-across-splits",
          straddling,
          straddling + " patient(s) have images in more than one split.",
          "divide by patient, or take the column 'split' away to have it done.",
          List.of());
    }
  }

  private void sizes() {
    List<String> shapes =
        images.stream()
            .filter(ImageFacts::isReadable)
            .map(image -> image.size() + " × " + image.channels())
            .toList();
    Map<String, Long> tally = new java.util.TreeMap<>();
    shapes.forEach(shape -> tally.merge(shape, 1L, Long::sum));
    long most = tally.values().stream().mapToLong(n -> n).max().orElse(0);
    if (tally.size() < 2) {
      return;
    }
    // Sets of photographs vary by nature; a few among many equal ones are a fault of export.
    if (most >= 0.9 * shapes.size()) {
      images(
          i -> {
            ImageFacts image = images.get(i);
            String shape = image.size() + " × " + image.channels();
            return image.isReadable() && tally.getOrDefault(shape, 0L) < most;
          },
          Severity.WARNING,
          "odd-size",
          "%d image(s) differ from the rest in size or channels.",
          "check their export; they will be resized, and all made grey where some are in colour.");
    } else {
      add(
          Severity.NOTE,
          "mixed-sizes",
          tally.size(),
          "Images come in "
              + tally.size()
              + " sizes; they will be resized to one, and all made grey where some are in colour.",
          "",
          List.of());
    }
  }

  private void images(IntPredicate is, Severity severity, String kind, String message, String fix) {
    List<Entry> hit =
        IntStream.range(0, images.size()).filter(is).mapToObj(data.entries()::get).toList();
    if (!hit.isEmpty()) {
      List<String> ids = hit.stream().limit(EXAMPLES).map(Entry::id).toList();
      add(severity, kind, hit.size(), message.formatted(hit.size()), fix, ids);
    }
  }

  private void add(
      Severity severity,
      String kind,
      int count,
      String message,
      String fix,
      List<String> examples) {
    found.add(new Finding(severity, kind, count, message, fix, examples));
  }
}
