package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.core.io.ImageFile;
import io.osler.core.steps.Laterality;
import io.osler.core.steps.Pipelines;
import io.osler.core.transform.History;
import io.osler.core.transform.Pipeline;
import io.osler.core.volume.Case;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import io.osler.learn.data.CaseFolder;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.DataSets;
import io.osler.learn.data.Entry;
import io.osler.learn.data.ImageOut;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code osler transform}. */
@Command(
    name = "transform",
    description = {
      "Prepare or enhance images: a file, a folder, or a data set, through steps in order.",
      "Geometry is kept, masks move with their images, random steps repeat from their seed.",
      "For every image the steps that were drawn are printed; given to --apply they repeat it."
    },
    footer = {
      "",
      "Examples:",
      "  osler transform image.png --apply 'clahe(clip=2)' 'median(radius=1)' --out better.png",
      "  osler transform images/ --apply pipeline.yaml --out ready/",
      "  osler transform t1.nii.gz --mask seg.nii.gz --apply 'respace(spacing=[1, 1, 1])' --out"
          + " t1/",
      "  osler transform --list                # every step; --list clahe: one of them",
      "",
      "A pipeline.yaml is a list of steps, as under 'prepare' and 'augment' of a training plan:",
      "  - orient",
      "  - {kind: respace, spacing: [1, 1, 1], interpolation: b-spline}",
      "  - {kind: random-gamma, probability: 0.3}",
      "  - {kind: one-of, choices: [median, 'gaussian-blur(sigma=1)']}",
      "  - {kind: some-of, most: 2, choices: [random-noise, random-blur, random-contrast]}"
    })
final class TransformCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "DATA",
      description = "An image file, a folder of images, or a data set (.npz, manifest.csv).")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--apply",
      arity = "1..*",
      paramLabel = "STEP",
      description = "A pipeline.yaml, or steps such as z-score or 'clahe(clip=2)', in order.")
  private List<String> steps = List.of();

  @Option(
      names = "--out",
      paramLabel = "PATH",
      description = "A new folder, or for one image also a .png, .nii or .nii.gz file.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--mask",
      paramLabel = "PATH",
      description = "The image's mask, or a folder of masks named like their images.")
  private Optional<Path> mask = Optional.empty();

  @Option(names = "--seed", defaultValue = "1", description = "Of random steps (default: 1).")
  private long seed = 1;

  @Option(names = "--threads", paramLabel = "N", description = "Default: one per core.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--list",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "STEP",
      description = "List every step, or one: what it does, its parameters, units and source.")
  private Optional<String> list = Optional.empty();

  @Override
  public Integer call() {
    if (list.isPresent()) {
      System.out.print(StepList.of(list.get()));
      return 0;
    }
    Path from = given(data, "DATA, the images to transform");
    Path to = given(out, "--out, where the results go");
    if (steps.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--apply is missing: which steps?");
    }
    Pipeline pipeline = pipeline();
    DataSet set = DataSets.open(from);
    Laterality.check(pipeline.steps(), set.labels().classes());
    return ImageOut.isImageName(to) ? one(set, pipeline, to) : all(set, pipeline, to);
  }

  private <T> T given(Optional<T> value, String what) {
    return value.orElseThrow(
        () -> new ParameterException(spec.commandLine(), "Missing: " + what + "."));
  }

  private Pipeline pipeline() {
    String first = steps.getFirst();
    boolean file =
        first.endsWith(".yaml") || first.endsWith(".yml") || Files.isRegularFile(Path.of(first));
    if (!file) {
      return Pipelines.of(steps);
    }
    if (steps.size() > 1) {
      throw new InputException(
          "--apply has a file and more: " + steps + ".",
          "",
          "give one pipeline file, or steps, not both.");
    }
    return Pipelines.read(Path.of(first));
  }

  private int one(DataSet set, Pipeline pipeline, Path file) {
    if (set.size() != 1) {
      throw new InputException(
          "There are " + set.size() + " images, but --out names one file.",
          "",
          "name a folder with --out.");
    }
    Done done = apply(set, pipeline, 0);
    if (file.toString().endsWith(".png") && !ImageOut.fitsPng(done.result().image())) {
      System.err.println(
          "note: the values are no whole numbers of 0 to 255 and were spread over it; a .nii.gz"
              + " would keep them.");
    }
    ImageOut.write(file, done.result().image());
    if (done.result().truth() instanceof Truth.Mask(LabelMap map)) {
      Path beside =
          file.resolveSibling(file.getFileName().toString().replaceFirst("\\.", ".mask."));
      ImageOut.write(beside, map);
      System.out.println(beside);
    }
    System.out.print(line(file.toString(), done));
    done.warning().ifPresent(this::warn);
    return 0;
  }

  private int all(DataSet set, Pipeline pipeline, Path folder) {
    CaseFolder target = new CaseFolder(folder, set);
    CountBar bar = new CountBar("transform", set.size());
    ConcurrentSkipListMap<Integer, String> lines = new ConcurrentSkipListMap<>();
    ConcurrentSkipListMap<Integer, String> warned = new ConcurrentSkipListMap<>();
    ConcurrentSkipListMap<Integer, String> failed = new ConcurrentSkipListMap<>();
    try (ForkJoinPool pool = new ForkJoinPool(Math.clamp(threads, 1, 1024))) {
      pool.submit(
              () ->
                  IntStream.range(0, set.size())
                      .parallel()
                      .forEach(
                          i -> {
                            try {
                              Done done = apply(set, pipeline, i);
                              lines.put(i, line(target.write(i, done.result()).toString(), done));
                              done.warning().ifPresent(warning -> warned.put(i, warning));
                            } catch (InputException refused) {
                              failed.put(
                                  i, set.entries().get(i).id() + ": " + refused.getMessage());
                            }
                            bar.advance();
                          }))
          .join();
    }
    target.close();
    lines.values().forEach(System.out::print);
    warned.values().forEach(this::warn);
    failed.values().forEach(message -> System.err.println("osler: " + message));
    System.out.printf("%d of %d images written to %s%n", lines.size(), set.size(), folder);
    return failed.isEmpty() ? 0 : 1;
  }

  private void warn(String message) {
    spec.commandLine().getErr().println("warning: " + message);
  }

  /** What came of one image, and how. */
  private record Done(Case result, List<String> history, Optional<String> warning) {}

  private Done apply(DataSet set, Pipeline pipeline, int index) {
    Entry entry = set.entries().get(index);
    Case one = masked(entry.load());
    // By id, not by position: the same image draws the same steps in any selection of the set.
    var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + entry.id().hashCode());
    var drawn = pipeline.draw(random, one);
    Case result = drawn.apply(one);
    return new Done(result, History.of(drawn), undefined(one, result));
  }

  /** Undefined values of the image are warned of; those that the steps made are refused. */
  private static Optional<String> undefined(Case before, Case after) {
    long left = undefined(after.image());
    if (left == 0) {
      return Optional.empty();
    }
    long given = undefined(before.image());
    if (given == 0) {
      throw new InputException(
          "The steps made " + left + " values NaN or infinite.",
          "the image's values are too large for them.",
          "scale it first, for example by 'z-score' or 'window'.");
    }
    return Optional.of(
        "%s holds %d NaN or infinite values, its result %d; 'fill-undefined' as the first step replaces them."
            .formatted(before.id(), given, left));
  }

  private static long undefined(Volume image) {
    long count = 0;
    for (float v : image.voxels()) {
      count += Float.isFinite(v) ? 0 : 1;
    }
    return count;
  }

  private Case masked(Case one) {
    if (mask.isEmpty()) {
      return one;
    }
    Path file = mask.get();
    if (Files.isDirectory(file)) {
      file = file.resolve(one.id());
    }
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          "There is no mask " + file + ".",
          "masks in a folder are named like their images.",
          "rename it, or leave --mask out.");
    }
    LabelMap map = ImageFile.readLabels(file);
    return one.with(one.image(), new Truth.Mask(map));
  }

  private static String line(String file, Done done) {
    var image = done.result().image();
    var mm = image.geometry().spacing();
    String what =
        String.format(
            Locale.ROOT,
            "%s  %s  %.4g × %.4g × %.4g mm%n",
            file,
            image.size(),
            mm.x(),
            mm.y(),
            mm.z());
    return what + String.join("", done.history().stream().map(h -> "    " + h + "\n").toList());
  }
}
