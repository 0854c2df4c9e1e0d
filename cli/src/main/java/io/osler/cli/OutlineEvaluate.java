package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.core.config.Json;
import io.osler.core.io.Atomic;
import io.osler.learn.bundle.Bundle;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.DataSets;
import io.osler.learn.data.Options;
import io.osler.learn.data.Split;
import io.osler.learn.report.OutlinePage;
import io.osler.learn.task.OutlineExam;
import io.osler.learn.task.Segment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code osler evaluate} where voxels are labelled.
 *
 * @param tolerance of the NSD, mm; empty for the default
 */
record OutlineEvaluate(Path out, Optional<Split> split, Optional<Double> tolerance, long seed) {

  void model(Bundle bundle, Path data) throws IOException {
    Options options =
        Options.defaults()
            .withForeign(new DicomImages())
            .withOutlines(bundle.model().plan().outlining().outlines());
    OutlineExam exam = exam(DataSets.open(data, options));
    write(exam.model(bundle, Runtime.getRuntime().availableProcessors()));
  }

  void masks(Path folder, Path data, Options options) throws IOException {
    write(exam(DataSets.open(data, options)).masks(folder));
  }

  private OutlineExam exam(DataSet data) {
    data.notes().forEach(note -> System.err.println("note: " + note));
    if (Files.exists(out.resolve("evaluation.json"))) {
      throw new InputException(out + " holds an evaluation already.", "", "choose another --out.");
    }
    DataSet some = data.only(e -> e.isLabelled() && (split.isEmpty() || e.split() == split.get()));
    if (!data.labels().outlined() || some.size() == 0) {
      throw new InputException(
          data.name() + " has no case with a label map to score.",
          "",
          "choose another --split, or give images with label maps.");
    }
    String on = split.map(s -> "the " + s.key() + " split").orElse("all labelled cases");
    return new OutlineExam(some, on, tolerance.orElse(Segment.TOLERANCE_MM), seed);
  }

  private void write(OutlineExam.Result result) throws IOException {
    Files.createDirectories(out);
    OutlinePage.write(result.report(), out.resolve("report.html"));
    Atomic.write(
        out.resolve("evaluation.json"),
        Json.write(result.evaluation()).getBytes(StandardCharsets.UTF_8));
    System.out.print(result.evaluation().table());
  }
}
