package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.filter.Median;
import io.osler.core.io.ImageFile;
import io.osler.core.io.Nifti;
import io.osler.core.io.Picture;
import io.osler.core.steps.Steps;
import io.osler.core.transform.Augmentation;
import io.osler.core.transform.CentreCropOrPad;
import io.osler.core.transform.MinMax;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Rotation;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.DataSets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TransformCommandTest {
  private static final Geometry OBLIQUE =
      new Geometry(
          new Vec3(0.7, 1.1, 2.5),
          new Vec3(-30, 12, 100),
          new Rotation(new Vec3(0.8, 0.6, 0), new Vec3(-0.6, 0.8, 0), new Vec3(0, 0, 1)));

  @TempDir private Path folder = Path.of(".");
  private String out = "";
  private final StringWriter err = new StringWriter();

  private int run(Object... arguments) {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      CommandLine line = Osler.commandLine().setErr(new PrintWriter(err, true));
      List<String> all = new ArrayList<>(List.of("transform"));
      Arrays.stream(arguments).map(String::valueOf).forEach(all::add);
      return line.execute(all.toArray(String[]::new));
    } finally {
      System.setOut(before);
      out = bytes.toString(StandardCharsets.UTF_8);
    }
  }

  private static Volume noise(Size size, Geometry geometry, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] v = new float[size.voxels()];
    for (int i = 0; i < v.length; i++) {
      v[i] = random.nextInt(256);
    }
    return Volume.of(size, geometry, v);
  }

  private Path picture(String name, long seed) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
    Picture.of(noise(Size.of(24, 18), Geometry.UNIT, seed), 0, 0, 255).write(file);
    return file;
  }

  @Test
  void onePictureThroughSteps() throws IOException {
    Path in = picture("a.png", 1);
    Path to = folder.resolve("better.png");
    assertThat(run(in, "--apply", "clahe(clip=2)", "median(radius=1)", "--out", to)).isZero();
    assertThat(ImageFile.read(to).size()).isEqualTo(Size.of(24, 18));
    assertThat(out).contains("better.png", "clahe(clip=2", "median(radius=1)");
    assertThat(run(in, "--apply", "median", "--out", to)).isEqualTo(1);
    assertThat(err.toString()).contains("exists already");
  }

  /** Fractions between 0 and 1 are no whole numbers of a PNG: they came out black. */
  @Test
  void fractionsAreNotRoundedAway() throws IOException {
    Path in = picture("set/a.png", 1);
    Path one = folder.resolve("one.png");
    assertThat(run(in, "--apply", "min-max", "--out", one)).isZero();
    assertThat(out).contains("one.png");
    float[] wanted = new MinMax().apply(ImageFile.read(in)).voxels();
    float[] shown = ImageFile.read(one).voxels();
    for (int v = 0; v < shown.length; v++) {
      assertThat(shown[v]).isEqualTo(Math.round(255 * wanted[v]));
    }
    Path all = folder.resolve("all");
    assertThat(run(folder.resolve("set"), "--apply", "min-max", "--out", all)).isZero();
    Volume got = DataSets.open(all).entries().getFirst().load().image();
    assertThat(got.voxels()).isEqualTo(wanted);
    Path mask = folder.resolve("mask.png");
    assertThat(run(in, "--apply", "otsu", "--out", mask)).isZero();
    assertThat(ImageFile.read(mask).voxels()).containsOnly(0, 1);
  }

  @Test
  void sixteenBitsOfGreyStaySixteen() throws IOException {
    Size size = Size.of(20, 10);
    float[] v = noise(size, Geometry.UNIT, 4).voxels().clone();
    for (int i = 0; i < v.length; i++) {
      v[i] = 200 * v[i] + 7;
    }
    Path in = folder.resolve("deep.png");
    Files.write(in, Picture.deepPng(Volume.of(size, Geometry.UNIT, v)));
    assertThat(ImageFile.read(in).voxels()).isEqualTo(v);
    Path to = folder.resolve("median.png");
    assertThat(run(in, "--apply", "median", "--out", to)).isZero();
    assertThat(ImageFile.read(to).voxels())
        .isEqualTo(new Median(1).apply(ImageFile.read(in)).voxels());
    Path colour = folder.resolve("z.png");
    assertThat(run(in, "--apply", "z-score", "--out", colour)).isZero();
    assertThat(ImageFile.read(colour).voxels()).contains(0, 255);
  }

  @Test
  void aVolumeKeepsItsGeometryAndItsMaskMovesAlong() throws IOException {
    Size size = new Size(9, 8, 5);
    Volume image = noise(size, OBLIQUE, 2);
    int[] labels = new int[size.voxels()];
    for (int v = 0; v < labels.length; v++) {
      labels[v] = image.voxels()[v] > 128 ? 3 : 0;
    }
    Path in = folder.resolve("t1.nii.gz");
    Path mask = folder.resolve("seg.nii.gz");
    Nifti.write(in, image, Nifti.Store.FLOAT32);
    Nifti.write(mask, new LabelMap(size, OBLIQUE, labels));
    Path to = folder.resolve("ready");
    String step = "centre-crop-or-pad(size=[6, 10, 5])";
    assertThat(run(in, "--mask", mask, "--apply", step, "--out", to)).isZero();
    Volume got = ImageFile.read(to.resolve("images/t1.nii.gz"));
    Volume wanted = new CentreCropOrPad(new Size(6, 10, 5)).apply(image);
    assertThat(got.voxels()).isEqualTo(wanted.voxels());
    assertThat(got.geometry().matches(wanted.geometry(), 1e-4)).isTrue();
    LabelMap moved = ImageFile.readLabels(to.resolve("masks/t1.nii.gz"));
    for (int v = 0; v < moved.labels().length; v++) {
      assertThat(moved.labels()[v]).isEqualTo(got.voxels()[v] > 128 ? 3 : 0);
    }
  }

  @Test
  void aFolderOfClassesStaysADataSetWhateverTheThreads() throws IOException {
    for (int i = 0; i < 6; i++) {
      picture("set/train/" + (i % 2 == 0 ? "sick" : "well") + "/" + i + ".png", i);
    }
    picture("set/test/well/x.png", 9);
    Path yaml =
        Files.writeString(
            folder.resolve("p.yaml"),
            "- {kind: random-affine, probability: 0.8}\n- {kind: random-noise, smallest: 0.1}\n");
    Path one = folder.resolve("one");
    Path three = folder.resolve("three");
    Path set = folder.resolve("set");
    assertThat(run(set, "--apply", yaml, "--out", one, "--threads", 1)).isZero();
    String first = out.replace(one.toString(), "");
    assertThat(run(set, "--apply", yaml, "--out", three, "--threads", 3)).isZero();
    assertThat(out.replace(three.toString(), "")).isEqualTo(first);
    DataSet a = DataSets.open(one);
    DataSet b = DataSets.open(three);
    DataSet source = DataSets.open(set);
    assertThat(a.hash()).isEqualTo(b.hash());
    assertThat(a.labels().classes()).isEqualTo(source.labels().classes());
    for (int i = 0; i < a.size(); i++) {
      assertThat(a.entries().get(i).truth()).isEqualTo(source.entries().get(i).truth());
      assertThat(a.entries().get(i).split()).isEqualTo(source.entries().get(i).split());
      assertThat(a.entries().get(i).id()).isEqualTo(source.entries().get(i).id());
    }
  }

  /** What was printed for an image, given back to --apply, gives the same bytes. */
  @Test
  void printedStepsRepeatTheResult() throws IOException {
    Path in = folder.resolve("v.nii.gz");
    Nifti.write(in, noise(new Size(12, 11, 6), OBLIQUE, 4), Nifti.Store.FLOAT32);
    Path first = folder.resolve("first.nii.gz");
    List<Object> call = new ArrayList<>(List.of(in, "--seed", 7, "--out", first, "--apply"));
    call.addAll(
        List.of("random-elastic", "random-affine(tilt=10)", "one-of(choices=[median, z-score])"));
    assertThat(run(call.toArray())).isZero();
    Path again = folder.resolve("again.nii.gz");
    List<Object> replay = new ArrayList<>(List.of(in, "--out", again, "--apply"));
    out.lines().skip(1).map(String::strip).forEach(replay::add);
    assertThat(replay.size()).isEqualTo(7);
    assertThat(run(replay.toArray())).isZero();
    assertThat(again).hasSameBinaryContentAs(first);
  }

  @Test
  void listComesFromTheCatalogue() {
    assertThat(run("--list")).isZero();
    for (var entry : Steps.catalogue().entries(Augmentation.class)) {
      assertThat(out).contains("\n  " + entry.kind() + "\n      " + entry.about());
    }
    assertThat(run("--list", "clahe")).isZero();
    assertThat(out).contains("clip", "fraction", "Zuiderveld", "default 8");
    assertThat(run("--list", "clahee")).isEqualTo(1);
    assertThat(err.toString()).contains("did you mean 'clahe'");
  }

  @Test
  void refusalsSayWhatToDo() throws IOException {
    Path in = picture("left/a.png", 1);
    picture("right/b.png", 2);
    Path to = folder.resolve("to");
    assertThat(run(in, "--apply", "medain", "--out", to)).isEqualTo(1);
    assertThat(run(in, "--apply", "median")).isEqualTo(2);
    assertThat(run("--apply", "median", "--out", to)).isEqualTo(2);
    assertThat(run(in, "--out", to)).isEqualTo(2);
    assertThat(run(folder, "--apply", "random-flip", "--out", to)).isEqualTo(1);
    assertThat(run(folder, "--apply", "median", "--out", folder.resolve("a.png"))).isEqualTo(1);
    assertThat(err.toString())
        .contains("did you mean 'median'", "--out, where", "DATA", "--apply is missing")
        .contains("name(s) a side", "names one file");
  }

  /** A damaged file among good ones: the good ones are done, the status tells. */
  @Test
  void oneDamagedImageDoesNotStopTheOthers() throws IOException {
    picture("some/a.png", 1);
    picture("some/c.png", 3);
    Files.writeString(folder.resolve("some/b.png"), "no image");
    Path to = folder.resolve("to");
    assertThat(run(folder.resolve("some"), "--apply", "median", "--out", to)).isEqualTo(1);
    assertThat(out).contains("2 of 3 images written");
    assertThat(DataSets.open(to).size()).isEqualTo(2);
  }

  /** NaN is carried with a warning, refused by steps that it would spoil, filled on demand. */
  @Test
  void undefinedValuesAreNotPassedOverInSilence() {
    Volume image = noise(new Size(9, 8, 5), OBLIQUE, 2);
    image.voxels()[7] = Float.NaN;
    Path in = folder.resolve("holes.nii.gz");
    Nifti.write(in, image, Nifti.Store.FLOAT32);
    Path turned = folder.resolve("turned.nii.gz");
    assertThat(run(in, "--apply", "orient", "--out", turned)).isZero();
    assertThat(err.toString()).contains("holds 1 NaN or infinite values", "'fill-undefined'");
    Path scaled = folder.resolve("scaled.nii.gz");
    assertThat(run(in, "--apply", "gamma(gamma=2)", "--out", scaled)).isEqualTo(1);
    assertThat(err.toString()).contains("cannot measure", "Fix: replace them first");
    assertThat(run(in, "--apply", "fill-undefined", "gamma(gamma=2)", "--out", scaled)).isZero();
    float[] filled = ImageFile.read(scaled).voxels();
    for (float v : filled) {
      assertThat(v).isFinite();
    }
  }
}
