package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.DataSets;
import io.osler.learn.data.Labels;
import io.osler.learn.data.Options;
import io.osler.learn.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** DATA and what its labels mean; the same for every command that reads a data set. */
final class DataInput {
  @Parameters(
      paramLabel = "DATA",
      description =
          "A MedMNIST-style .npz, a manifest.csv (or a folder with one), a folder per class, a"
              + " folder of images, or one image; a DICOM file or the folder of a series is an"
              + " image. With label maps: a folder with dataset.json (Decathlon, nnU-Net), with"
              + " images/ and labels/, or with pairs.csv; a DICOM segmentation or structure set is"
              + " a label map.")
  private Path path = Path.of(".");

  @Option(
      names = "--labels",
      split = ",",
      paramLabel = "NAME",
      description = "Class names in the order of their numbers, e.g. malignant,benign.")
  private List<String> labels = List.of();

  @Option(
      names = "--positive",
      paramLabel = "NAME",
      description = "The class that is looked for, in two-class tasks.")
  private String positive = "";

  DataSet open() {
    return open(Options.defaults());
  }

  /** The labels of a plan hold unless the command line says otherwise. */
  DataSet open(Plan plan) {
    if (plan.segmentation().isPresent()) {
      return open(Options.defaults().withOutlines(plan.outlining().outlines()));
    }
    Labels planned = plan.labels();
    if (planned.binary() && !positive.isEmpty() && planned.index(positive) != planned.positive()) {
      throw new InputException(
          "--positive says '%s', the plan '%s'."
              .formatted(positive, planned.classes().get(planned.positive())),
          "the plan was made for another question.",
          "change 'positive' in the plan, or leave --positive out.");
    }
    if (!planned.binary() && !positive.isEmpty()) {
      System.err.println("note: --positive changes nothing: the plan does not tell two classes.");
    }
    Options options = Options.defaults().withKind(planned.kind());
    DataSet data =
        read(options)
            .in(planned)
            .orElseGet(
                () -> read(options.withClasses(labels.isEmpty() ? planned.classes() : labels)));
    return told(data);
  }

  private DataSet open(Options given) {
    return told(read(positive.isEmpty() ? given : given.withPositive(positive)));
  }

  private DataSet told(DataSet data) {
    if (data.labels().outlined() && !positive.isEmpty()) {
      throw new InputException(
          "--positive is for classes of images.",
          data.name() + " has label maps.",
          "leave the option out.");
    }
    data.notes().forEach(note -> System.err.println("note: " + note));
    return data;
  }

  private DataSet read(Options given) {
    Options options = given.withForeign(new DicomImages());
    if (!labels.isEmpty()) {
      options = options.withClasses(labels);
    }
    return DataSets.open(path, options);
  }
}
