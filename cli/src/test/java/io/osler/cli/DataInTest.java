package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.config.Config;
import io.osler.core.config.Json;
import io.osler.core.io.Nifti;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.learn.data.Labels;
import io.osler.learn.net.NetSpec;
import io.osler.learn.plan.Plan;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of data set, from the file to an evaluated model. */
class DataInTest {
  private static final NetSpec SMALL = new NetSpec.Mlp(List.of(8), 0);

  @TempDir Path folder;

  /** Trains six steps and evaluates on what the model did not see, if there is a test split. */
  private Map<String, Object> through(Path data, Plan plan, String... evaluated)
      throws IOException {
    Path file = Files.writeString(folder.resolve("plan.yaml"), Config.write(plan));
    Path model = folder.resolve("model");
    var trained = Shell.run("train", data, "--plan", file, "--out", model);
    assertThat(trained.status()).as(trained.err()).isZero();
    Path out = folder.resolve("evaluation");
    Object[] command = {"evaluate", model, data, "--out", out};
    Object[] all = java.util.Arrays.copyOf(command, command.length + evaluated.length);
    System.arraycopy(evaluated, 0, all, command.length, evaluated.length);
    var result = Shell.run(all);
    assertThat(result.status()).as(result.err()).isZero();
    var predicted = Shell.run("predict", model, data, "--format", "csv");
    assertThat(predicted.status()).as(predicted.err()).isZero();
    return Json.read(Files.readString(out.resolve("evaluation.json")));
  }

  private static Plan plan(Labels.Kind kind, List<String> classes, int channels, int depth) {
    var labels = new Labels(kind, classes, Math.min(1, classes.size() - 1));
    return Made.plan(SMALL, new Plan.Input(channels, Made.SIDE, Made.SIDE, depth), labels, 6, 1);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> metrics(Map<String, Object> evaluation) {
    return (Map<String, Object>) Objects.requireNonNull(evaluation.get("metrics"));
  }

  private Path named(String name, String task, String classes, Map<String, byte[]> arrays)
      throws IOException {
    Files.writeString(
        folder.resolve(name + ".labels.yaml"), "classes: [" + classes + "]\ntask: " + task + "\n");
    return Made.npz(folder.resolve(name + ".npz"), arrays);
  }

  @Test
  void ordinalGrades() throws IOException {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    Made.put(arrays, "train", 40, 4, 1);
    Made.put(arrays, "val", 20, 4, 2);
    Made.put(arrays, "test", 20, 4, 3);
    Path data = named("grades", "ordinal", "none, mild, moderate, severe", arrays);
    assertThat(Shell.run("fingerprint", data).out()).contains("ordinal: none, mild");
    var plan = plan(Labels.Kind.ORDINAL, List.of("none", "mild", "moderate", "severe"), 1, 1);
    assertThat(metrics(through(data, plan, "--split", "test")))
        .containsKeys("kappa-quadratic", "auc", "accuracy");
  }

  @Test
  void severalFindingsAtOnce() throws IOException {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    for (String split : List.of("train", "val", "test")) {
      byte[] labels = new byte[30 * 3];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (byte) (i * 7 % 5 < 2 ? 1 : 0);
      }
      byte[] images = Made.images(Made.alternating(30, 2), Made.SIDE * Made.SIDE, split.hashCode());
      arrays.put(split + "_images", Made.npy(images, 30, Made.SIDE, Made.SIDE));
      arrays.put(split + "_labels", Made.npy(labels, 30, 3));
    }
    Path data = named("findings", "multi-label", "mass, edema, nodule", arrays);
    assertThat(Shell.run("fingerprint", data).out()).contains("multi-label: mass, edema, nodule");
    var plan = plan(Labels.Kind.MULTI_LABEL, List.of("mass", "edema", "nodule"), 1, 1);
    Map<String, Object> whole = through(data, plan, "--split", "test");
    assertThat(metrics(whole)).containsKeys("auc", "accuracy");
    assertThat(String.valueOf(whole.get("per-class"))).contains("mass={cases=12, metrics={auc=");
    assertThat(folder.resolve("evaluation/report.html"))
        .content()
        .contains("<h3>Hardest</h3>", "class=\"case\"")
        // Thirty images of thirty patients, however many findings they have together.
        .contains("<td class=\"n\">30</td><td class=\"n\">30</td>")
        .containsPattern("(truly|but it is) (no )?(mass|edema|nodule)<");

    // Also where no case has two findings, or a folder holds each, or some were not read.
    StringBuilder single = new StringBuilder("path,label\n");
    StringBuilder unread = new StringBuilder("path,label:mass,label:edema,label:nodule\n");
    for (int i = 0; i < 24; i++) {
      String name = List.of("mass", "edema", "nodule").get(i % 3);
      picture(folder.resolve("each/%s/%d.png".formatted(name, i)), i % 2, false);
      single.append("each/%s/%d.png,%s\n".formatted(name, i, name));
      unread.append("each/%s/%d.png,%d,%d,\n".formatted(name, i, i % 2, i / 2 % 2));
    }
    Path listed = Files.writeString(folder.resolve("single.csv"), single);
    Path some = Files.writeString(folder.resolve("unread.csv"), unread);
    for (Path set : List.of(listed, folder.resolve("each"), some)) {
      Path out = folder.resolve(set.getFileName() + ".evaluation");
      var scored = Shell.run("evaluate", folder.resolve("model"), set, "--out", out);
      assertThat(scored.status()).as(scored.toString()).isZero();
      assertThat(scored.out()).contains(set.equals(some) ? "nodule, 0 cases" : "nodule, 8 cases");
    }
    assertThat(folder.resolve("unread.csv.evaluation/report.html"))
        .content()
        .containsPattern("(truly|but it is) (no )?mass<")
        .doesNotContainPattern("(truly|but it is) (no )?nodule<");
  }

  private Path shaped(String name, int... shape) throws IOException {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    int values = 1;
    for (int side : shape) {
      values *= side;
    }
    int[] full = new int[shape.length + 1];
    System.arraycopy(shape, 0, full, 1, shape.length);
    for (String split : List.of("train", "val", "test")) {
      full[0] = 20;
      int[] labels = Made.alternating(20, 2);
      arrays.put(split + "_images", Made.npy(Made.images(labels, values, split.hashCode()), full));
      arrays.put(split + "_labels", Made.npy(Made.bytes(labels), 20, 1));
    }
    return named(name, "binary", "dark, bright", arrays);
  }

  @Test
  void colour() throws IOException {
    Path colour = shaped("colour", Made.SIDE, Made.SIDE, 3);
    assertThat(Shell.run("fingerprint", colour).out()).contains("channels   3", "12 × 12");
    through(colour, plan(Labels.Kind.SINGLE_LABEL, Made.CLASSES, 3, 1), "--split", "test");
  }

  /** Small enough for the shortest budget to pay many passes. */
  @Test
  void shapesAreMirroredUnlessTheirClassesAreSides() throws IOException {
    byte[] two = new byte[40 * 512];
    for (int v = 0; v < two.length; v++) {
      two[v] = (byte) (v % 512 < 40 + v / 512 * 9 ? 255 : 0);
    }
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    arrays.put("train_images", Made.npy(two, 40, 8, 8, 8));
    arrays.put("train_labels", Made.npy(Made.bytes(Made.alternating(40, 2)), 40, 1));
    Path shapes = named("shapes", "binary", "small, large", arrays);
    var plan = Shell.run("plan", shapes, "--budget", "3m");
    assertThat(plan.out()).as(plan.toString()).contains("mirror: [0, 1, 2]", "shape");
    Path sides = named("sides", "binary", "left, right", arrays);
    assertThat(Shell.run("plan", sides, "--budget", "3m").out()).contains("mirror: []");
  }

  @Test
  void volumes() throws IOException {
    Path solid = shaped("solid", Made.SIDE, Made.SIDE, Made.SIDE);
    assertThat(Shell.run("fingerprint", solid).out()).contains("12 × 12 × 12");
    var labels = new Labels(Labels.Kind.SINGLE_LABEL, Made.CLASSES, 1);
    var network = new NetSpec.VolumetricResnet18(io.osler.learn.net.Stem.SMALL, 4);
    var input = new Plan.Input(1, Made.SIDE, Made.SIDE, Made.SIDE);
    Plan flat = Made.plan(network, input, labels, 6, 1);
    through(solid, flat, "--split", "test");
    assertThat(folder.resolve("evaluation/report.html"))
        .content()
        .contains("case volume", "Above three planes of the volume")
        .containsPattern("slice \\d+ of 12, row \\d+ of 12, column \\d+ of 12</small>");
    Path model = folder.resolve("model");
    var planes = Shell.run("explain", model, solid, "--out", folder.resolve("planes.png"));
    assertThat(planes.out())
        .containsPattern("train/000000, slice \\d+ of 12, row \\d+ of 12, column \\d+ of 12: ");
    // three planes of 12 voxels, eighteen pixels each, and as many with heat below
    assertThat(ImageIO.read(folder.resolve("planes.png").toFile()).getWidth())
        .isGreaterThan(3 * 12 * 18);
    var why = Shell.run("explain", model, solid, "--slice", 3, "--out", folder.resolve("3.png"));
    assertThat(why.out()).contains("train/000000, slice 3 of 12: ");
    var none = Shell.run("explain", model, solid, "--slice", 13, "--out", folder.resolve("n.png"));
    assertThat(none.isCleanRefusal()).as(none.toString()).isTrue();
    assertThat(folder.resolve("n.png")).doesNotExist();
  }

  @Test
  void anySplitMayBeMissing() throws IOException {
    for (String missing : List.of("train", "val", "test")) {
      Path part = Files.createDirectories(folder.resolve(missing));
      Map<String, byte[]> arrays = new LinkedHashMap<>();
      for (String split : List.of("train", "val", "test")) {
        if (!split.equals(missing)) {
          Made.put(arrays, split, 40, 2, split.hashCode());
        }
      }
      Files.writeString(part.resolve("labels.yaml"), "classes: [dark, bright]\npositive: bright\n");
      Path data = Made.npz(part.resolve("set.npz"), arrays);
      Plan plan = plan(Labels.Kind.SINGLE_LABEL, Made.CLASSES, 1, 1);
      Path file = Files.writeString(part.resolve("plan.yaml"), Config.write(plan));
      Path model = part.resolve("model");
      var trained = Shell.run("train", data, "--plan", file, "--out", model);
      assertThat(trained.status()).as(missing + ": " + trained.err()).isZero();
      assertThat(trained.out())
          .contains(
              missing.equals("test")
                  ? "the validation cases: 40 cases"
                  : "a held-out tenth of the training cases: 4 cases");
    }
  }

  private void picture(Path file, int level, boolean deep) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    String format = file.toString().replaceAll(".*\\.", "");
    int kind = deep ? BufferedImage.TYPE_USHORT_GRAY : BufferedImage.TYPE_BYTE_GRAY;
    var image = new BufferedImage(Made.SIDE, Made.SIDE, kind);
    for (int i = 0; i < Made.SIDE * Made.SIDE; i++) {
      int value = 60 + 80 * level + (i * 31 + file.hashCode() % 17) % 40;
      image.getRaster().setSample(i % Made.SIDE, i / Made.SIDE, 0, deep ? 200 * value : value);
    }
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
  }

  @Test
  void aFolderPerClassOfEveryImageFormat() throws IOException {
    Path data = folder.resolve("photos");
    String[] endings = {"png", "jpg", "tif", "png", "tif"};
    for (int i = 0; i < 40; i++) {
      String ending = endings[i % 5];
      Path file = data.resolve(Made.CLASSES.get(i % 2)).resolve("%02d.%s".formatted(i, ending));
      picture(file, i % 2, i % 5 > 2);
    }
    for (int level = 0; level < 2; level++) {
      float[] voxels = new float[Made.SIDE * Made.SIDE];
      for (int i = 0; i < voxels.length; i++) {
        voxels[i] = 60 + 80 * level + i % 7;
      }
      Nifti.write(
          data.resolve(Made.CLASSES.get(level)).resolve("scan.nii.gz"),
          Volume.of(Size.of(Made.SIDE, Made.SIDE), Geometry.UNIT, voxels),
          Nifti.Store.FLOAT32);
    }
    var print = Shell.run("fingerprint", data, "--json", "--positive", "dark");
    assertThat(print.status()).as(print.err()).isZero();
    Map<String, Object> found = Json.read(print.out());
    assertThat(found).containsEntry("images", 42L);
    assertThat(print.out()).doesNotContain("unreadable").contains("\"bright\" : 21");
    var table = Shell.run("fingerprint", data, "--positive", "dark", "--labels", "dark,bright");
    assertThat(table.out()).contains("binary: dark, bright (positive: dark)");
    through(data, plan(Labels.Kind.SINGLE_LABEL, Made.CLASSES, 1, 1));
  }

  @Test
  void namesAndThePositiveClassAppearInEveryOutput() throws IOException {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    Made.put(arrays, "train", 40, 2, 1);
    Made.put(arrays, "val", 20, 2, 2);
    Path data = Made.npz(folder.resolve("plain.npz"), arrays);
    var unnamed = Shell.run("fingerprint", data);
    assertThat(unnamed.err()).contains("note: The classes have no names", "--labels");
    Object[] names = {"--labels", "sick,well", "--positive", "sick"};
    var plan = plan(Labels.Kind.SINGLE_LABEL, List.of("sick", "well"), 1, 1);
    Path file =
        Files.writeString(
            folder.resolve("plan.yaml"), Config.write(plan).replace("positive: 1", "positive: 0"));
    Path model = folder.resolve("model");
    var trained =
        Shell.run(
            "train", data, names[0], names[1], names[2], names[3], "--plan", file, "--out", model);
    assertThat(trained.status()).as(trained.err()).isZero();
    assertThat(Shell.run("describe", model).out()).contains("sick, well", "**sick**");
    assertThat(Shell.run("predict", model, data).out()).contains("sick 0.", "well 0.");
    assertThat(Files.readString(model.resolve("evaluation.json")))
        .contains("\"positive\" : \"sick\"");
    var mistyped = Shell.run("fingerprint", data, "--labels", "sick,well", "--positive", "sik");
    assertThat(mistyped.isCleanRefusal()).as(mistyped.toString()).isTrue();
    assertThat(mistyped.err()).contains("did you mean 'sick'");
  }

  @Test
  void patientsInTwoSplitsAreRefused() throws IOException {
    StringBuilder manifest = new StringBuilder("path,label,patient,split\n");
    for (int i = 0; i < 20; i++) {
      picture(folder.resolve("m/%d.png".formatted(i)), i % 2, false);
      String split = i < 14 ? "train" : "test";
      manifest.append("%d.png,%s,p%d,%s\n".formatted(i, Made.CLASSES.get(i % 2), i % 15, split));
    }
    Files.writeString(folder.resolve("m/manifest.csv"), manifest);
    assertThat(Shell.run("fingerprint", folder.resolve("m")).out())
        .contains("error: 5 patient(s) have images in more than one split")
        .doesNotContain("p14");
    Path model = folder.resolve("model");
    var trained = Shell.run("train", folder.resolve("m"), "--budget", "60s", "--out", model);
    assertThat(trained.status()).isEqualTo(1);
    assertThat(trained.err()).contains("5 patient(s) in more than one split");
  }

  /** 56 MiB of images through a Java heap of 48 MiB. */
  @Test
  void setsLargerThanMemoryStream() throws Exception {
    int side = 1024;
    Path data = folder.resolve("large.npz");
    byte[] image = new byte[side * side];
    var random = new java.util.SplittableRandom(5);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(data))) {
      zip.setLevel(1);
      for (String split : List.of("train", "val")) {
        int n = split.equals("train") ? 32 : 24;
        zip.putNextEntry(new ZipEntry(split + "_images.npy"));
        zip.write(Made.npy(new byte[0], n, side, side));
        for (int i = 0; i < n; i++) {
          random.nextBytes(image);
          zip.write(image);
        }
        zip.closeEntry();
        zip.putNextEntry(new ZipEntry(split + "_labels.npy"));
        zip.write(Made.npy(Made.bytes(Made.alternating(n, 2)), n));
        zip.closeEntry();
      }
    }
    Plan small = plan(Labels.Kind.SINGLE_LABEL, List.of("0", "1"), 1, 1);
    String yaml =
        Config.write(small)
            .replace(
                "prepare: []",
                "prepare: [{kind: resize, size: {width: 12, height: 12, depth: 1}, interpolation:"
                    + " area}]");
    Path file = Files.writeString(folder.resolve("plan.yaml"), yaml);
    for (Object[] command :
        new Object[][] {
          {"fingerprint", data},
          {"train", data, "--plan", file, "--out", folder.resolve("model")},
          {"predict", folder.resolve("model"), data}
        }) {
      Path log = folder.resolve(command[0] + ".txt");
      Process process = Shell.start("48m", log, List.of(), command);
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }
  }
}
