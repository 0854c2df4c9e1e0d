package io.osler.cli;

import io.osler.core.config.Config;
import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import io.osler.core.io.Atomic;
import io.osler.core.io.Picture;
import io.osler.core.io.Plane;
import io.osler.core.volume.Case;
import io.osler.learn.bundle.Bundle;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Labels;
import io.osler.learn.explain.Method;
import io.osler.learn.infer.Calibration;
import io.osler.learn.infer.Ensemble;
import io.osler.learn.infer.Predictions;
import io.osler.learn.plan.Plan;
import io.osler.learn.task.Classify;
import io.osler.learn.task.Explanation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code osler explain}. */
@Command(
    name = "explain",
    description = {
      "Draw what a model looked at: the image beside the same image under a heat map.",
      "Methods: cam, grad-cam, grad-cam-pp, occlusion(window, stride, fill),",
      "integrated-gradients(steps, baseline), smooth-grad(samples, noise, seed)."
    },
    footer = {"", "Example: osler explain model/ image.png --method grad-cam --out why.png"})
final class ExplainCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "MODEL", description = "A folder made by 'osler train'.")
  private Path model = Path.of("model");

  @Parameters(index = "1", paramLabel = "IMAGE", description = "An image, or a data set.")
  private Path path = Path.of(".");

  @Mixin private final LabelOptions labels = new LabelOptions();

  @Option(
      names = "--method",
      defaultValue = "grad-cam",
      description = "As listed above, with or without parameters (default: ${DEFAULT-VALUE}).")
  private String method = "grad-cam";

  @Option(names = "--class", description = "Explain this class (default: the most likely one).")
  private Optional<String> category = Optional.empty();

  @Option(names = "--case", description = "Which case of a data set (default: the first).")
  private Optional<String> id = Optional.empty();

  @Option(
      names = "--slice",
      paramLabel = "N",
      description = {
        "Draw this slice of a volume alone, from 1",
        "(default: three planes, each where most heat meets the image)."
      })
  private Optional<Integer> slice = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of smooth-grad's noise (default: 1); the other methods have no chance.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--out",
      defaultValue = "explanation.png",
      description = "The picture to write; must not exist yet (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("explanation.png");

  @Override
  public Integer call() {
    if (Files.exists(out)) {
      throw new InputException(out + " exists already.", "", "choose another --out.");
    }
    Optional.ofNullable(out.toAbsolutePath().getParent()).ifPresent(Atomic::probe);
    Method how = seeded(Config.read(Method.class, method, "--method"));
    Bundle bundle = Bundle.open(model);
    Plan plan = bundle.model().plan();
    if (plan.segmentation().isPresent()) {
      throw new InputException(
          model + " outlines structures: explain tells what spoke for a class.",
          "",
          "use 'osler predict --probabilities' to see how sure it is of each voxel.");
    }
    DataSet data = labels.images(path, plan.labels());
    var entry =
        data.entries().stream()
            .filter(one -> id.isEmpty() || one.id().equals(id.get()))
            .findFirst()
            .orElseThrow(
                () -> new InputException("There is no such case.", "", "give an id with --case."));
    Ensemble ensemble = bundle.ensemble(Runtime.getRuntime().availableProcessors());
    Predictions seen =
        Classify.predict(plan, ensemble, bundle.model().calibration(), List.of(entry));
    seen.warning().ifPresent(sentence -> System.err.println("warning: " + sentence));
    double[] p = seen.probabilities(seen.rows().getFirst());
    Labels names = plan.labels();
    int index = category.map(names::index).orElseGet(() -> Calibration.most(p));
    Case prepared = Classify.prepared(plan, entry.sound());
    Explanation why = Explanation.of(ensemble, how, prepared, index);
    String name = names.classes().get(index);
    int depth = why.image().size().depth();
    slice.ifPresent(k -> Require.within("--slice", k, 1, depth));
    List<Plane> planes = slice.map(k -> List.of(why.slice(k - 1))).orElseGet(why::planes);
    String where = why.where(planes).isEmpty() ? "" : ", " + why.where(planes);
    montage(why, planes, entry.id(), "%s %.2f".formatted(name, p[index])).write(out);
    if (!why.speaks()) {
      System.err.println("note: by this method nothing in the image spoke for '" + name + "'.");
    }
    System.out.printf(
        "%s%s: %s %.3f; picture written to %s%n", entry.id(), where, name, p[index], out);
    return 0;
  }

  /**
   * Images to the left and heat to the right; three planes of a volume above the same with heat.
   */
  private static Picture montage(Explanation why, List<Plane> planes, String id, String answer) {
    List<Picture> pictures = new ArrayList<>();
    List<String> captions = new ArrayList<>();
    for (Plane plane : planes) {
      String where = why.where(List.of(plane));
      pictures.add(why.picture(plane));
      captions.add(plane == planes.getFirst() ? id + (where.isEmpty() ? "" : ", " + where) : where);
    }
    for (Plane plane : planes) {
      pictures.add(why.overlay(plane));
      captions.add(plane == planes.getFirst() ? answer : "");
    }
    return Picture.montage(pictures, captions, Math.max(2, planes.size()));
  }

  private Method seeded(Method read) {
    return read instanceof Method.SmoothGrad(var samples, var noise, var baseline, var own)
        ? new Method.SmoothGrad(samples, noise, baseline, seed.orElse(own))
        : read;
  }
}
