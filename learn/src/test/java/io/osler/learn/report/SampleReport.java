package io.osler.learn.report;

import io.osler.core.metric.Interval;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** A whole report of invented numbers and drawn blobs; the same every time. */
final class SampleReport {
  private SampleReport() {}

  static Report binary() {
    return report(List.of("malignant", "benign"), "ultrasound-0");
  }

  /** On images of which the model knew some. */
  static Report known(int learntFrom, String warning) {
    return report(
        List.of("malignant", "benign"),
        "ultrasound-0",
        "all labelled cases",
        learntFrom,
        List.of(warning));
  }

  static Report of(List<String> classes) {
    return report(classes, "case-");
  }

  private static Report report(List<String> classes, String idStart) {
    return report(classes, idStart, "the test split", 0, List.of());
  }

  private static Report report(
      List<String> classes, String idStart, String on, int learntFrom, List<String> warnings) {
    SplittableRandom random = new SplittableRandom(7);
    List<Prediction> predictions = predictions(classes.size(), idStart, random);
    boolean binary = classes.size() == 2;
    return new Report(
        "Breast ultrasound",
        "Finds " + classes.getFirst() + " lesions in breast ultrasound",
        "images",
        classes,
        true,
        0,
        data(classes),
        "AUC",
        List.of(curve(random)),
        on,
        learntFrom,
        warnings,
        scores(),
        predictions,
        binary ? points() : List.of(),
        pictures(classes, idStart, random),
        subgroups(),
        card(classes),
        origin());
  }

  /** Of findings, which may hold together. */
  static Report findings(List<String> classes, List<Prediction> predictions) {
    return new Report(
        "Chest",
        "Tells apart " + String.join(", ", classes),
        "images",
        classes,
        false,
        0,
        new DataSummary("chest", map(), List.of(), List.of()),
        "AUC",
        List.of(),
        "the test split",
        0,
        List.of(),
        scores(),
        predictions,
        List.of(),
        List.of(),
        List.of(),
        "",
        origin());
  }

  private static String card(List<String> classes) {
    return "# Breast ultrasound\n\n**Research use only.**\n\n## Data\n\n| split | "
        + Markdown.plainText(classes.getFirst())
        + " |\n|---|---|\n| train | 147 |\n";
  }

  private static DataSummary data(List<String> classes) {
    List<DataSummary.Split> splits = new ArrayList<>();
    long[] sizes = {147, 21, 42};
    String[] names = {"train", "val", "test"};
    for (int s = 0; s < 3; s++) {
      List<Long> counts = new ArrayList<>();
      for (int c = 0; c < classes.size(); c++) {
        counts.add(c == 0 ? sizes[s] : Math.round(sizes[s] * 2.7 / c));
      }
      long images = counts.stream().mapToLong(n -> n).sum();
      splits.add(new DataSummary.Split(names[s], counts, images, images / 2));
    }
    return new DataSummary(
        "780 ultrasound images of the breast, one lesion each or none.",
        map(Map.entry("image size", "28 × 28, grey, 8 bit"), Map.entry("format", "npz")),
        splits,
        List.of(
            new DataSummary.Finding(
                DataSummary.Severity.WARNING,
                "11 images of the test split are near duplicates of training images."),
            new DataSummary.Finding(
                DataSummary.Severity.NOTE, "Classes are imbalanced: 27 % malignant.")));
  }

  private static List<CurvePoint> curve(SplittableRandom random) {
    List<CurvePoint> curve = new ArrayList<>();
    for (int step = 10; step <= 2000; step += 10) {
      double done = step / 2000.0;
      boolean looked = step % 40 == 0;
      double loss =
          0.05 + 0.65 * Math.exp(-3 * done) + 0.05 * random.nextGaussian() * (1 - 0.7 * done);
      curve.add(
          new CurvePoint(
              step,
              step / 40,
              step * 0.2,
              OptionalDouble.of(Math.abs(loss)),
              looked
                  ? OptionalDouble.of(
                      0.36
                          + 0.3 * Math.exp(-5 * done)
                          + 0.12 * done * done
                          + 0.01 * random.nextGaussian())
                  : OptionalDouble.empty(),
              looked
                  ? OptionalDouble.of(
                      0.9
                          - 0.3 * Math.exp(-6 * done)
                          - 0.02 * done * done
                          + 0.008 * random.nextGaussian())
                  : OptionalDouble.empty(),
              OptionalDouble.of(step < 100 ? step * 1e-5 : 5e-4 * (1 + Math.cos(Math.PI * done)))));
    }
    return curve;
  }

  private static SequencedMap<String, Interval> scores() {
    return map(
        Map.entry("auc", new Interval(0.902, 0.845, 0.949)),
        Map.entry("accuracy", new Interval(0.865, 0.808, 0.917)),
        Map.entry("balanced-accuracy", new Interval(0.846, 0.779, 0.908)),
        Map.entry("average-precision", new Interval(0.804, 0.689, 0.899)),
        Map.entry("mcc", new Interval(0.672, 0.541, 0.795)),
        Map.entry("log-loss", new Interval(0.351, 0.262, 0.453)),
        Map.entry("brier", new Interval(0.104, 0.076, 0.135)),
        Map.entry("ece", new Interval(0.053, 0.037, 0.104)));
  }

  private static List<OperatingResult> points() {
    return List.of(
        new OperatingResult(
            "youden",
            "The largest sum of sensitivity and specificity on validation.",
            0.41,
            new Interval(0.81, 0.68, 0.91),
            new Interval(0.886, 0.82, 0.94),
            Optional.of(new Interval(0.72, 0.58, 0.84)),
            Optional.of(new Interval(0.93, 0.87, 0.97))),
        new OperatingResult(
            "sensitivity-0.95",
            "The largest specificity with 95 % sensitivity on validation.",
            0.12,
            new Interval(0.929, 0.84, 1),
            new Interval(0.63, 0.54, 0.72),
            Optional.of(new Interval(0.48, 0.37, 0.59)),
            Optional.empty()));
  }

  private static List<Prediction> predictions(
      int classes, String idStart, SplittableRandom random) {
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < 160; i++) {
      int truth = random.nextInt(10) < 3 ? 0 : 1 + random.nextInt(classes - 1);
      double[] p = new double[classes];
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        p[c] = Math.exp(1.1 * random.nextGaussian() + (c == truth ? 2 : 0));
        sum += p[c];
      }
      for (int c = 0; c < classes; c++) {
        p[c] /= sum;
      }
      predictions.add(Prediction.of(idStart + i, truth, p));
    }
    return predictions;
  }

  private static List<CasePicture> pictures(
      List<String> classes, String idStart, SplittableRandom random) {
    List<CasePicture> pictures = new ArrayList<>();
    for (CasePicture.Kind kind : CasePicture.Kind.values()) {
      for (int i = 0; i < 4; i++) {
        boolean right = kind == CasePicture.Kind.BEST;
        int x = 8 + random.nextInt(12);
        int y = 8 + random.nextInt(12);
        pictures.add(
            new CasePicture(
                kind,
                idStart + i,
                "",
                false,
                png(x, y, false),
                Optional.of(png(x, y, true)),
                classes.get(i % 2),
                classes.get(right ? i % 2 : 1 - i % 2),
                0.99 - 0.03 * i));
      }
    }
    return pictures;
  }

  /** A dark blob on grey speckle, or the same with a warm spot. */
  private static byte[] png(int x, int y, boolean warm) {
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB);
    for (int j = 0; j < 28; j++) {
      for (int i = 0; i < 28; i++) {
        double near = Math.exp(-((i - x) * (i - x) + (j - y) * (j - y)) / 30.0);
        int grey = (int) ((110 + (i * 37 + j * 71) % 60) * (1 - 0.8 * near));
        int red = warm ? (int) Math.min(255, grey + 150 * near) : grey;
        image.setRGB(i, j, red << 16 | grey << 8 | grey);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static List<Subgroup> subgroups() {
    return List.of(
        new Subgroup(
            "age",
            "under 50",
            61,
            map(Map.entry("auc", new Interval(0.93, 0.86, 0.98))),
            Optional.empty()),
        new Subgroup(
            "age",
            "50 and over",
            99,
            map(Map.entry("auc", new Interval(0.81, 0.71, 0.9))),
            Optional.of("AUC is 0.12 lower than in the others (95 % interval 0.02 to 0.22).")),
        new Subgroup("scanner", "new", 5, map(), Optional.empty()));
  }

  private static SequencedMap<String, String> origin() {
    return map(
        Map.entry("data SHA-256", "3b1f0c5e8a7d49b2".repeat(4)),
        Map.entry("plan SHA-256", "a94c02d1e6f37b58".repeat(4)),
        Map.entry("seed", "20260101"),
        Map.entry("version", "0.1.0"));
  }

  @SafeVarargs
  private static <V> SequencedMap<String, V> map(Map.Entry<String, V>... entries) {
    SequencedMap<String, V> map = new LinkedHashMap<>();
    for (Map.Entry<String, V> entry : entries) {
      map.put(entry.getKey(), entry.getValue());
    }
    return map;
  }
}
