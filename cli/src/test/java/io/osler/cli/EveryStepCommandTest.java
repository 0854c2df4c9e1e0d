package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.config.Catalogue;
import io.osler.core.io.ImageFile;
import io.osler.core.io.Nifti;
import io.osler.core.io.Picture;
import io.osler.core.steps.Steps;
import io.osler.core.transform.Augmentation;
import io.osler.core.transform.Intensity;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Rotation;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code osler transform} with each step of the list on a folder of images that few were made for:
 * each is written sound and where it lies, or refused by name with what to do.
 */
class EveryStepCommandTest {
  @TempDir private static Path folder = Path.of(".");
  private static final Vec3 ORIGIN = new Vec3(-30, 12, 100);
  private static final Rotation OBLIQUE =
      new Rotation(new Vec3(0.8, 0.6, 0), new Vec3(-0.6, 0.8, 0), new Vec3(0, 0, 1));
  private static final Geometry TILTED = new Geometry(new Vec3(0.7, 1.1, 2.5), ORIGIN, OBLIQUE);

  /** What steps must be told; a new one with such parameters needs a line here. */
  private static final Map<String, String> GIVEN =
      Map.ofEntries(
          Map.entry("chain", "steps=['gamma(gamma=2)', 'flip(axes=[i])']"),
          Map.entry("per-channel", "steps=[z-score]"),
          Map.entry("patch", "centre=[4, 3, 3], size=[6, 5, 4], rotation=[5, 0, 20]"),
          Map.entry("resize", "size=[12, 9, 5]"),
          Map.entry("crop", "start=[0, 0, 0], size=[1, 1, 1]"),
          Map.entry("pad", "low=[2, 0, 1], high=[1, 3, 2], border=reflect"),
          Map.entry("centre-crop-or-pad", "size=[6, 12, 3]"),
          Map.entry("flip", "axes=[i, k]"),
          Map.entry("rotate90", "axis=k"),
          Map.entry("affine", "rotation=[0, 0, 20]"),
          Map.entry("normalise", "mean=[100], std=[40]"),
          Map.entry("window", "low=60, high=160"),
          Map.entry("orient", "towards=RSP"),
          Map.entry("cut-out", "low=[0.2, 0.3, 0.1], high=[0.6, 0.5, 0.9]"),
          Map.entry("crop-to-foreground", "threshold=20"),
          Map.entry("respace", "spacing=[1, 0.9, 2]"),
          Map.entry("regrid", "spacing=[1, 0.9, 2]"),
          Map.entry("onto-grid", "size=[9, 8, 1], spacing=[1, 1, 2], origin=[-30, 12, 100]"),
          Map.entry("crop-at", "at=[0.4, 0.5, 0.6], size=[5, 5, 3]"),
          Map.entry("label-crop", "size=[5, 5, 3], label=0.5, voxel=0.5"),
          Map.entry(
              "thin-plate",
              "from=[[0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 1]], "
                  + "to=[[0, 0.03, 0], [0.97, 0, 0], [0, 1, 0], [1, 1, 1]]"),
          Map.entry("plane-view", "axis=k"),
          Map.entry("oblique-view", "rotation=[20, 30, 40], side=8"),
          Map.entry("three-views", "side=8"),
          Map.entry("match-histogram", "values=[1, 2, 9], shares=[0.2, 0.7, 1]"),
          Map.entry("nyul", "percentiles=[2, 50, 98], landmarks=[0, 40, 100]"),
          Map.entry("ghosting", "axis=j"),
          Map.entry("motion", "axis=j"),
          Map.entry("spike", "frequency=[3, 2, 1]"),
          Map.entry("hue", "shift=0.2"),
          Map.entry("salt-and-pepper", "level=0.2"),
          Map.entry("pipeline", "steps=[random-gamma, median]"),
          Map.entry("sometimes", "step='gamma(gamma=2)'"),
          Map.entry("one-of", "choices=['gamma(gamma=2)', median]"),
          Map.entry("some-of", "most=2, choices=['gamma(gamma=2)', median]"),
          Map.entry("random-flip", "axes=[i, j]"),
          Map.entry("random-crop", "size=[5, 5, 3]"),
          Map.entry("random-label-crop", "size=[5, 5, 3]"),
          Map.entry("random-patch", "size=[6, 5, 4]"),
          Map.entry("random-view", "side=8"));

  /** Steps that are right to refuse some of the images that are only odd, and why. */
  private static final Map<String, String> CHOOSY =
      Map.of(
          "macenko", "knows colours only",
          "reinhard", "knows colours only",
          "stain-separation", "knows colours only",
          "per-channel", "has as many steps as there are channels",
          "onto-grid", "a slice for slices");

  /** Not damaged: constant, oblique, slabs of 1:20, one line, one voxel. */
  private static final Set<String> SOUND =
      Set.of("constant", "oblique", "slabs", "line", "voxel", "colour", "grey");

  static Stream<Catalogue.Entry> all() {
    return Steps.catalogue().entries(Augmentation.class).stream();
  }

  private static String text(Catalogue.Entry entry) {
    String given = GIVEN.get(entry.kind());
    if (given == null) {
      given =
          entry.parameters().stream()
              .filter(p -> p.fallback().isEmpty() && !p.type().endsWith("optional"))
              .map(p -> p.key() + "=" + (p.type().startsWith("list") ? "[[0, 0, 0]]" : "3"))
              .collect(Collectors.joining(", "));
    }
    return given.isEmpty() ? entry.kind() : entry.kind() + "(" + given + ")";
  }

  private static float[] noise(Size size, int channels) {
    SplittableRandom random = new SplittableRandom(2);
    float[] v = new float[channels * size.voxels()];
    for (int i = 0; i < v.length; i++) {
      v[i] = random.nextInt(256);
    }
    return v;
  }

  @BeforeAll
  static void images() throws IOException {
    Path odd = Files.createDirectories(folder.resolve("odd"));
    Size size = new Size(9, 8, 6);
    float[] plain = noise(size, 1);
    write(odd, "oblique", size, TILTED, plain);
    float[] flat = new float[size.voxels()];
    Arrays.fill(flat, 42.5f);
    write(odd, "constant", size, TILTED, flat);
    float[] nan = plain.clone();
    nan[5] = Float.NaN;
    write(odd, "nan", size, TILTED, nan);
    float[] huge = plain.clone();
    huge[7] = -Float.MAX_VALUE;
    write(odd, "huge", size, TILTED, huge);
    write(odd, "voxel", new Size(1, 1, 1), TILTED, new float[] {7});
    write(odd, "line", new Size(1, 1, 9), TILTED, noise(new Size(1, 1, 9), 1));
    Geometry slabs = new Geometry(new Vec3(0.4, 0.4, 8), ORIGIN, OBLIQUE);
    write(odd, "slabs", new Size(12, 10, 3), slabs, noise(new Size(12, 10, 3), 1));
    Size flatSize = Size.of(11, 9);
    Picture.of(new Volume(flatSize, 3, Geometry.UNIT, noise(flatSize, 3)), 0, 0, 255)
        .write(odd.resolve("colour.png"));
    Picture.of(Volume.of(flatSize, Geometry.UNIT, noise(flatSize, 1)), 0, 0, 255)
        .write(odd.resolve("grey.png"));
  }

  private static void write(Path to, String name, Size size, Geometry grid, float[] v)
      throws IOException {
    Nifti.write(to.resolve(name + ".nii.gz"), Volume.of(size, grid, v), Nifti.Store.FLOAT32);
  }

  @ParameterizedTest
  @MethodSource("all")
  void oddImagesAreWrittenSoundOrRefusedByName(Catalogue.Entry step) throws IOException {
    Path from = folder.resolve("odd");
    Path to = folder.resolve(step.kind());
    Shell.Result done = Shell.run("transform", from, "--apply", text(step), "--out", to);
    assertThat(done.err()).doesNotContain("a fault in Osler").doesNotContain("\tat ");
    List<String> refused = done.err().lines().filter(line -> line.startsWith("osler: ")).toList();
    assertThat(refused)
        .allSatisfy(
            line -> {
              assertThat(line).contains("Fix: ");
              String name = line.substring("osler: ".length(), line.indexOf('.'));
              boolean may = CHOOSY.containsKey(step.kind()) || !SOUND.contains(name);
              assertThat(may).as(line).isTrue();
            });
    assertThat(done.out()).contains((9 - refused.size()) + " of 9 images written");
    assertThat(done.status()).isEqualTo(refused.isEmpty() ? 0 : 1);
    try (Stream<Path> files = Files.walk(to)) {
      for (Path file : files.filter(f -> f.toString().matches(".*(gz|png)")).toList()) {
        sound(step, from.resolve(file.getFileName()), file);
      }
    }
  }

  private static void sound(Catalogue.Entry step, Path before, Path file) {
    Volume image = ImageFile.read(file);
    boolean undefined = file.toString().matches(".*nan.nii.gz");
    for (float v : image.voxels()) {
      assertThat(undefined || Float.isFinite(v)).as("%s", file).isTrue();
    }
    Vec3 mm = image.geometry().spacing();
    assertThat(Math.min(mm.x(), Math.min(mm.y(), mm.z()))).isPositive();
    if (Intensity.class.isAssignableFrom(step.type()) && Files.exists(before)) {
      Volume given = ImageFile.read(before);
      assertThat(image.size()).isEqualTo(given.size());
      assertThat(image.geometry().matches(given.geometry(), 1e-4)).isTrue();
    }
  }
}
