package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.core.io.Picture;
import io.osler.core.steps.Laterality;
import io.osler.core.steps.Pipelines;
import io.osler.core.transform.Augmentation;
import io.osler.core.transform.Chain;
import io.osler.core.transform.History;
import io.osler.core.transform.Transform;
import io.osler.core.volume.Case;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Entry;
import io.osler.learn.data.Split;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Plans;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code osler augment}. */
@Command(
    name = "augment",
    description = {
      "Show what training will see: images and random versions of them, on one sheet.",
      "Drawn as the plan says. Test images are never shown. The steps of every version are",
      "printed; given to 'osler transform --apply' they make it again to the byte."
    },
    footer = {
      "",
      "Examples:",
      "  osler augment images/ --plan plan.yaml --sheet sheet.png",
      "  osler augment images/ --steps augment.yaml --sheet sheet.png --cases 2 --draws 11"
    })
final class AugmentCommand implements Callable<Integer> {
  /** Sides of a sheet's pictures: smaller ones are enlarged, larger ones reduced. */
  private static final int LEAST = 96;

  private static final int MOST = 256;

  /** Injected by picocli before any option is read. */
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final DataInput data = new DataInput();

  @Option(names = "--plan", paramLabel = "FILE", description = "A training plan.")
  private Optional<Path> plan = Optional.empty();

  @Option(
      names = "--steps",
      paramLabel = "FILE",
      description = "A pipeline.yaml in place of a plan, as for 'osler transform'.")
  private Optional<Path> pipeline = Optional.empty();

  @Option(names = "--sheet", required = true, paramLabel = "FILE", description = "A new .png file.")
  private Path sheet = Path.of("sheet.png");

  @Option(names = "--cases", defaultValue = "4", description = "Rows (default: ${DEFAULT-VALUE}).")
  private int cases = 4;

  @Option(
      names = "--draws",
      defaultValue = "7",
      description = "Versions of each (default: ${DEFAULT-VALUE}).")
  private int draws = 7;

  @Option(names = "--seed", description = "Default: the plan's, or 1.")
  private Optional<Long> seed = Optional.empty();

  /** What every image goes through, what each version goes through, and the seed. */
  private record Course(List<Transform> prepare, List<Augmentation> augment, long seed) {}

  @Override
  public Integer call() {
    checkCount("--cases", cases, 100);
    checkCount("--draws", draws, 100);
    DataSet set = data.open();
    Course course = course();
    if (set.labels().outlined() && plan.isPresent()) {
      Laterality.checkUpright(course.augment(), set.labels().classes());
    } else {
      Laterality.check(course.augment(), set.labels().classes());
    }
    List<Entry> shown = shown(set);
    List<Picture> pictures = new ArrayList<>();
    List<String> captions = new ArrayList<>();
    for (int row = 0; row < shown.size(); row++) {
      Entry entry = shown.get(row);
      Case one = new Chain(course.prepare()).apply(entry.load());
      Window window = Window.of(one.image());
      pictures.add(picture(one, window));
      captions.add(entry.id());
      for (int draw = 1; draw <= draws; draw++) {
        var random =
            new SplittableRandom(course.seed() * 0x9E3779B97F4A7C15L + (long) row * draws + draw);
        List<Transform> steps = new ArrayList<>();
        Case drawn = one;
        for (Augmentation augmentation : course.augment()) {
          Transform step = augmentation.draw(random, drawn);
          drawn = step.apply(drawn);
          steps.add(step);
        }
        pictures.add(picture(drawn, window));
        captions.add("draw " + draw);
        print(entry.id() + "  draw " + draw, course.prepare(), new Chain(steps));
      }
    }
    Picture.montage(pictures, captions, draws + 1).write(sheet);
    System.out.println(sheet);
    return 0;
  }

  private static void checkCount(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new InputException(option + " is " + value + ".", "", "give 1 to " + most + ".");
    }
  }

  private Course course() {
    if (plan.isPresent() == pipeline.isPresent()) {
      throw new ParameterException(spec.commandLine(), "Give either --plan or --steps.");
    }
    if (plan.isPresent()) {
      Plan one = Plans.read(plan.get());
      List<Augmentation> steps = new ArrayList<>(one.augment());
      // Outlines are learnt from patches: these are drawn first.
      one.segmentation().ifPresent(s -> steps.addFirst(s.patches().of(one.input().size())));
      return new Course(one.prepare(), steps, seed.orElse(one.seed()));
    }
    return new Course(List.of(), Pipelines.read(pipeline.get()).steps(), seed.orElse(1L));
  }

  /** Evenly spread over what training may see. */
  private List<Entry> shown(DataSet set) {
    List<Entry> train =
        set.entries().stream()
            .filter(e -> e.split() == Split.TRAIN || e.split() == Split.NONE)
            .toList();
    if (train.isEmpty()) {
      throw new InputException(
          set.name() + " has no training image.", "all are in other splits.", "add some.");
    }
    List<Entry> shown = new ArrayList<>();
    int n = Math.min(cases, train.size());
    for (int i = 0; i < n; i++) {
      shown.add(train.get((int) ((long) i * train.size() / n)));
    }
    return shown;
  }

  private static void print(String title, List<Transform> prepare, Transform drawn) {
    System.out.println(title);
    History.of(new Chain(prepare)).forEach(line -> System.out.println("    " + line));
    History.of(drawn).forEach(line -> System.out.println("    " + line));
  }

  /** The range of the untouched image: a brighter version must look brighter. */
  private record Window(double low, double high) {
    static Window of(Volume image) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (float v : image.voxels()) {
        if (Float.isFinite(v)) {
          low = Math.min(low, v);
          high = Math.max(high, v);
        }
      }
      return high > low ? new Window(low, high) : new Window(0, 1);
    }
  }

  private static Picture picture(Case one, Window window) {
    Volume image = one.image();
    int slice = image.size().depth() / 2;
    Picture picture = Picture.of(image, slice, window.low(), window.high());
    if (one.truth() instanceof Truth.Mask(LabelMap map)) {
      picture = picture.overlay(map, slice, 0.4);
    }
    int side = Math.max(picture.width(), picture.height());
    if (side < LEAST) {
      return picture.enlarged((LEAST + side - 1) / side);
    }
    double scale = Math.min(1, MOST / (double) side);
    return picture.resized(
        (int) Math.max(1, Math.round(scale * picture.width())),
        (int) Math.max(1, Math.round(scale * picture.height())));
  }
}
