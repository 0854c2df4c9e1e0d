package io.osler.learn.task;

import io.osler.core.config.InputException;
import io.osler.core.io.ImageFile;
import io.osler.core.transform.Orient;
import io.osler.core.volume.Case;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Truth;
import io.osler.learn.bundle.Bundle;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Entry;
import io.osler.learn.data.OutlineCodec;
import io.osler.learn.data.Outlines;
import io.osler.learn.infer.Segmenter;
import io.osler.learn.report.OutlineReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Label maps, a model's or anybody's, against labelled cases.
 *
 * @param tolerance of the NSD, mm
 */
public record OutlineExam(DataSet data, String on, double tolerance, long seed) {

  /** Origins and spacings as files keep them: five digits of some hundred millimetres. */
  private static final double NEAR_MM = 1e-2;

  /** What an exam leaves: figures, and the report's page with pictures of the worst cases. */
  public record Result(OutlineEvaluation evaluation, OutlineReport report) {}

  /** Predicts every case and scores it; cases that were trained on are named in a warning. */
  public Result model(Bundle bundle, int threads) {
    Segmenter segmenter = bundle.segmenter(threads);
    List<String> warnings = new ArrayList<>();
    long known = data.entries().stream().filter(e -> bundle.trainedOn().contains(e.hash())).count();
    if (known > 0) {
      warnings.add(
          "%d of %d cases were trained on: the figures are too good."
              .formatted(known, data.size()));
    }
    return examine(
        bundle.model().name(),
        one -> {
          Segmenter.Outlined found = segmenter.outline(one.image());
          return new Found(found.coded(), found.expectedDice());
        },
        warnings);
  }

  /** Scores the label maps in a folder, one for each case by its id or its label file's name. */
  public Result masks(Path folder) {
    Map<String, Path> files = new HashMap<>();
    try (Stream<Path> listed = Files.list(folder)) {
      listed
          .filter(Files::isRegularFile)
          .filter(ImageFile::isImage)
          .sorted()
          .forEach(file -> files.putIfAbsent(Entry.stem(file), file));
    } catch (IOException e) {
      throw new InputException(folder + " cannot be listed.", "", "check the folder.", e);
    }
    List<String> missing =
        data.entries().stream().map(Entry::id).filter(id -> !files.containsKey(id)).toList();
    if (!missing.isEmpty()) {
      throw new InputException(
          "%s has no label map for %d of %d cases, first '%s'."
              .formatted(folder, missing.size(), data.size(), missing.getFirst()),
          "a case that was not predicted, or a file that is named otherwise.",
          "name the files after the cases, or take the cases out of the data.");
    }
    Outlines outlines = outlines();
    List<String> warnings = new ArrayList<>();
    Set<Integer> strange = new TreeSet<>();
    return examine(
        String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
        one -> {
          Path file = Optional.ofNullable(files.get(one.id())).orElseThrow();
          LabelMap coded = coded(outlines, file, one, strange);
          if (!strange.isEmpty()) {
            warnings.clear();
            warnings.add(
                "The predictions hold the label(s) %s, which stand for no structure: they count as"
                        .formatted(strange)
                    + " background.");
          }
          return new Found(coded, List.of());
        },
        warnings);
  }

  /**
   * @param coded as {@link OutlineCodec} encodes label maps; of objects their numbers
   * @param expected the Dice that a model expects of each structure; empty of masks
   */
  private record Found(LabelMap coded, List<Double> expected) {}

  /**
   * @param strange collects labels that stand for no structure
   */
  private static LabelMap coded(Outlines outlines, Path file, Case one, Set<Integer> strange) {
    Map<Integer, List<Integer>> known = outlines.membership();
    LabelMap map = Orient.alike(ImageFile.readLabels(file), one.image(), NEAR_MM);
    if (!map.size().equals(one.image().size())
        || !map.geometry().matches(one.image().geometry(), NEAR_MM)) {
      throw new InputException(
          file + " lies on another grid than the image of '" + one.id() + "'.",
          "a prediction that was resampled, or of another case: %s with %s."
              .formatted(map.size(), map.geometry()),
          "bring it back onto the image's grid by nearest neighbour.");
    }
    LabelMap onGrid = new LabelMap(map.size(), one.image().geometry(), map.labels());
    if (outlines.instances()) {
      return onGrid;
    }
    int last = 0;
    for (int label : map.labels()) {
      if (label != last) {
        last = label;
        boolean ignored = outlines.ignore().isPresent() && outlines.ignore().get() == label;
        if (label != 0 && !ignored && !known.containsKey(label)) {
          strange.add(label);
        }
      }
    }
    return new OutlineCodec(outlines).encode(onGrid);
  }

  private Outlines outlines() {
    return data.outlines()
        .orElseThrow(
            () ->
                new InputException(
                    data.name() + " has no label maps.", "", "give images with label maps."));
  }

  private Result examine(String name, Function<Case, Found> predict, List<String> warnings) {
    Outlines outlines = outlines();
    OutlineCodec codec = new OutlineCodec(outlines);
    List<OutlineScores> scores = new ArrayList<>();
    Gallery gallery = new Gallery();
    for (Entry entry : data.entries()) {
      Case one = entry.load();
      LabelMap truth = ((Truth.Mask) one.truth()).map();
      Found prediction = predict.apply(one);
      LabelMap found = prediction.coded();
      OutlineScores scored =
          OutlineScores.of(one.id(), one.patient(), outlines, truth, found, tolerance);
      scores.add(scored);
      gallery.expect(scored, prediction.expected());
      gallery.show(scored, one.image(), outlines.instances() ? truth : codec.encode(truth), found);
    }
    OutlineEvaluation evaluation =
        OutlineEvaluation.of(name, on, scores, tolerance, seed, warnings);
    return new Result(evaluation, gallery.report(name, evaluation, ""));
  }
}
