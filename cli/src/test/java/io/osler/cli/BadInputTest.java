package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.config.Json;
import io.osler.core.io.Nifti;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.learn.bundle.Bundle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not what they say: one message, status 1, earlier results as they were. */
@Timeout(120)
class BadInputTest {
  @TempDir static Path shared;
  private static Path data = Path.of(".");
  private static Path plan = Path.of(".");
  private static Path model = Path.of(".");

  @TempDir Path folder;

  @BeforeAll
  static void train() throws IOException {
    data = Made.set(shared);
    plan = Made.plan(shared.resolve("plan.yaml"), 4, 1);
    model = shared.resolve("model");
    assertThat(Shell.run("train", data, "--plan", plan, "--out", model).status()).isZero();
  }

  @AfterAll
  static void theEarlierModelIsUntouched() {
    assertThat(Bundle.open(model).model().networks()).isEqualTo(1);
  }

  /** Every command that reads DATA refuses it, and leaves nothing behind. */
  private void refused(Path bad, String... words) {
    for (Object[] command :
        new Object[][] {
          {"fingerprint", bad},
          {"plan", bad, "--budget", "60s"},
          {"train", bad, "--plan", plan, "--out", folder.resolve("never")},
          {"predict", model, bad},
          {"evaluate", model, bad, "--out", folder.resolve("nowhere")},
          {"explain", model, bad, "--out", folder.resolve("no.png")}
        }) {
      var result = Shell.run(command);
      assertThat(result.isCleanRefusal()).as("%s %s: %s", command[0], bad, result).isTrue();
      assertThat(result.err()).as("%s", command[0]).contains(words);
    }
    assertThat(folder.resolve("never")).doesNotExist();
    assertThat(folder.resolve("nowhere")).doesNotExist();
    assertThat(folder.resolve("no.png")).doesNotExist();
  }

  /** Commands that take unlabelled images. */
  private void imageRefused(Path bad) {
    for (Object[] command :
        new Object[][] {
          {"fingerprint", bad},
          {"predict", model, bad},
          {"explain", model, bad, "--out", folder.resolve("no.png")}
        }) {
      var result = Shell.run(command);
      assertThat(result.isCleanRefusal()).as("%s %s: %s", command[0], bad, result).isTrue();
      assertThat(result.err()).contains(String.valueOf(bad.getFileName()));
    }
    assertThat(folder.resolve("no.png")).doesNotExist();
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] picture(String format) throws IOException {
    var image = new BufferedImage(Made.SIDE, Made.SIDE, BufferedImage.TYPE_BYTE_GRAY);
    byte[] pixels = Made.images(new int[] {1}, Made.SIDE * Made.SIDE, 5);
    image.getRaster().setDataElements(0, 0, Made.SIDE, Made.SIDE, pixels);
    var out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private byte[] nifti() throws IOException {
    Path file = folder.resolve("whole.nii.gz");
    float[] voxels = new float[Made.SIDE * Made.SIDE];
    voxels[5] = 100;
    Nifti.replace(
        file, Volume.of(Size.of(Made.SIDE, Made.SIDE), Geometry.UNIT, voxels), Nifti.Store.UINT8);
    return Files.readAllBytes(file);
  }

  @Test
  void truncatedEmptyAndRenamedSets() throws IOException {
    byte[] whole = Files.readAllBytes(data);
    refused(file("empty.npz", new byte[0]), "empty.npz");
    refused(file("short.npz", Arrays.copyOf(whole, 40)), "short.npz");
    refused(file("half.npz", Arrays.copyOf(whole, whole.length / 2)), "half.npz");
    refused(file("picture.npz", picture("png")), "picture.npz");
    refused(file("text.npz", "not a zip".getBytes(StandardCharsets.UTF_8)), "text.npz");
    refused(file("set.csv", new byte[0]), "set.csv");
    refused(file("zip.csv", whole), "zip.csv");
    refused(file("notes.txt", new byte[] {'x'}), "notes.txt");
    refused(Files.createDirectory(folder.resolve("nothing")), "nothing");
    refused(folder.resolve("missing.npz"), "does not exist");
  }

  @Test
  void truncatedEmptyAndRenamedImages() throws IOException {
    Map<String, byte[]> kinds = new LinkedHashMap<>();
    kinds.put(".png", picture("png"));
    kinds.put(".jpg", picture("jpg"));
    kinds.put(".tif", picture("tiff"));
    kinds.put(".nii.gz", nifti());
    for (var kind : kinds.entrySet()) {
      byte[] whole = kind.getValue();
      var good = Shell.run("predict", model, file("good" + kind.getKey(), whole));
      assertThat(good.status()).as(good.err()).isZero();
      imageRefused(file("empty" + kind.getKey(), new byte[0]));
      imageRefused(file("short" + kind.getKey(), Arrays.copyOf(whole, 10)));
      // Half of a baseline JPEG still shows its upper half: it ends within its tables here.
      int part = kind.getKey().equals(".jpg") ? whole.length / 4 : whole.length / 2;
      imageRefused(file("half" + kind.getKey(), Arrays.copyOf(whole, part)));
      // One image format under another's name is read by its content; what is none is refused.
      imageRefused(file("set" + kind.getKey(), Files.readAllBytes(data)));
      imageRefused(file("text" + kind.getKey(), "not an image".getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static void chunk(ByteArrayOutputStream png, String name, byte[] body) {
    byte[] typed = new byte[4 + body.length];
    System.arraycopy(name.getBytes(StandardCharsets.US_ASCII), 0, typed, 0, 4);
    System.arraycopy(body, 0, typed, 4, body.length);
    CRC32 sum = new CRC32();
    sum.update(typed);
    png.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
    png.writeBytes(typed);
    png.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }

  /** A grey PNG that claims a size and unpacks to {@code zeros} zero bytes. */
  private static byte[] png(int width, int height, long zeros) throws IOException {
    var png = new ByteArrayOutputStream();
    png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    byte[] head = ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8).array();
    chunk(png, "IHDR", head);
    var packed = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(packed)) {
      zeros(out, zeros);
    }
    chunk(png, "IDAT", packed.toByteArray());
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  private static void zeros(OutputStream out, long count) throws IOException {
    byte[] block = new byte[1 << 20];
    for (long left = count; left > 0; left -= block.length) {
      out.write(block, 0, (int) Math.min(left, block.length));
    }
  }

  @Test
  void hugeHeadersAndBombsOfImages() throws IOException {
    imageRefused(file("huge.png", png(Integer.MAX_VALUE, Integer.MAX_VALUE, 100)));
    imageRefused(file("wide.png", png(200_000, 200_000, 1 << 20)));
    imageRefused(file("bomb.png", png(12, 12, 64L << 20)));
    byte[] header = unpackedHeader();
    for (int axis = 1; axis <= 3; axis++) {
      ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putShort(40 + 2 * axis, (short) 32767);
    }
    ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putShort(40, (short) 3);
    imageRefused(file("huge.nii.gz", gzip(header, 1 << 20)));
    imageRefused(file("huge.nii", header));
    byte[] nothing = new byte[0];
    imageRefused(file("bomb.nii.gz", gzip(nothing, 256L << 20)));
  }

  private byte[] unpackedHeader() throws IOException {
    Path packed = file("header.nii.gz", nifti());
    try (var in = new java.util.zip.GZIPInputStream(Files.newInputStream(packed))) {
      return in.readNBytes(352);
    }
  }

  private static byte[] gzip(byte[] first, long zeros) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(first);
      zeros(out, zeros);
    }
    return packed.toByteArray();
  }

  @Test
  void hugeHeadersAndBombsOfSets() throws IOException {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    arrays.put("train_images", Made.npy(new byte[64], 2_000_000_000, 4000, 4000));
    refused(Made.npz(folder.resolve("huge.npz"), arrays), "huge.npz");
    arrays.put("train_images", Made.npy(new byte[64], 4, -8, 8));
    refused(Made.npz(folder.resolve("negative.npz"), arrays), "negative.npz");
    Path bomb = folder.resolve("bomb.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
      zip.putNextEntry(new ZipEntry("train_images.npy"));
      zip.write(Made.npy(new byte[0], 4, 8, 8));
      zeros(zip, 512L << 20);
    }
    refused(bomb, "bomb.npz");
    byte[] object =
        Made.npy("|O", "cos\nsystem\n(S'x'\ntR.".getBytes(StandardCharsets.UTF_8), 1, 1, 1);
    arrays.put("train_images", object);
    refused(Made.npz(folder.resolve("pickle.npz"), arrays), "pickle.npz");
  }

  private Path floats(String name, float odd) throws IOException {
    int[] labels = Made.alternating(16, 2);
    ByteBuffer values = ByteBuffer.allocate(4 * 16 * 144).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 16 * 144; i++) {
      values.putFloat(i == 3 * 144 + 7 ? odd : i % 100);
    }
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    arrays.put("train_images", Made.npy("<f4", values.array(), 16, Made.SIDE, Made.SIDE));
    arrays.put("train_labels", Made.npy(Made.bytes(labels), 16));
    return Made.npz(folder.resolve(name), arrays);
  }

  @Test
  void imagesThatAreNoNumbers() throws IOException {
    for (float odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      Path bad = floats("odd" + odd + ".npz", odd);
      assertThat(Shell.run("fingerprint", bad).out()).contains("error: 1 image(s) hold NaN or inf");
      String[] labels = {"--labels", "dark,bright", "--positive", "bright"};
      for (Object[] command :
          new Object[][] {
            {"plan", bad, "--budget", "60s"},
            {"train", bad, "--plan", plan, "--out", folder.resolve("never")},
            {"evaluate", model, bad, "--out", folder.resolve("nowhere")},
            {"explain", model, bad, "--case", "train/000003", "--out", folder.resolve("no.png")}
          }) {
        List<Object> all = new java.util.ArrayList<>(List.of(command));
        all.addAll(List.of(labels).subList(0, command[0].equals("train") ? 4 : 0));
        var result = Shell.run(all.toArray());
        assertThat(result.status()).as("%s: %s", command[0], result).isEqualTo(1);
        assertThat(result.out()).as("%s", command[0]).isEmpty();
        assertThat(result.err()).contains("'train/000003' holds NaN or infinite values");
      }
      var rest = Shell.run("predict", model, bad, "--format", "json");
      assertThat(rest.status()).isEqualTo(1);
      assertThat(rest.err())
          .contains("refused: ", "'train/000003' holds NaN", "osler: 1 of 16 images were refused.");
      Map<String, Object> said = Json.read(rest.out());
      assertThat((List<?>) said.get("cases")).hasSize(15);
      assertThat((List<?>) said.get("refused"))
          .singleElement()
          .asString()
          .contains("id=train/000003");
      assertThat(folder.resolve("never")).doesNotExist();
      org.assertj.core.api.Assertions.assertThat(folder.resolve("nowhere")).doesNotExist();
      assertThat(folder.resolve("never.run")).doesNotExist();
    }
  }

  private Path labelled(String name, int[] train, int[] val, int[] test) throws IOException {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    int[][] parts = {train, val, test};
    String[] names = {"train", "val", "test"};
    for (int i = 0; i < 3; i++) {
      int n = parts[i].length;
      byte[] images = Made.images(parts[i], Made.SIDE * Made.SIDE, 50 + i);
      arrays.put(names[i] + "_images", Made.npy(images, n, Made.SIDE, Made.SIDE));
      arrays.put(names[i] + "_labels", Made.npy(Made.bytes(parts[i]), n));
    }
    Files.writeString(
        folder.resolve(name + ".labels.yaml"), "classes: [dark, bright]\npositive: bright\n");
    return Made.npz(folder.resolve(name + ".npz"), arrays);
  }

  private void untrainable(Path bad, String... words) {
    for (Object[] command :
        new Object[][] {
          {"plan", bad, "--budget", "60s"},
          {"train", bad, "--budget", "60s", "--out", folder.resolve("never")},
          {"train", bad, "--plan", plan, "--out", folder.resolve("never")}
        }) {
      var result = Shell.run(command);
      assertThat(result.status()).as("%s: %s", command[0], result).isEqualTo(1);
      assertThat(result.out()).isEmpty();
      assertThat(result.err()).contains(words).contains("Fix:").doesNotContain("a fault in Osler");
      assertThat(folder.resolve("never")).doesNotExist();
      assertThat(folder.resolve("never.run")).doesNotExist();
    }
  }

  @Test
  void labelsThatCannotBeLearnt() throws IOException {
    int[] both = Made.alternating(12, 2);
    int[] none = new int[8];
    untrainable(labelled("one", none, none, both), "has one class only");
    untrainable(labelled("train", none, both, both), "no case of 'bright' in its train split");
    untrainable(labelled("val", both, none, both), "no case of 'bright' in its val split");
    refused(labelled("range", both, new int[] {0, 1, 7}, both), "the label 7", "out of range");
    Path test = labelled("test", both, both, none);
    var refused =
        Shell.run("evaluate", model, test, "--split", "test", "--out", folder.resolve("e"));
    assertThat(refused.isCleanRefusal()).as(refused.toString()).isTrue();
    assertThat(refused.err()).contains("No case of 'bright'", "--allow-absent");
    var allowed =
        Shell.run(
            "evaluate",
            model,
            test,
            "--split",
            "test",
            "--allow-absent",
            "--out",
            folder.resolve("e"));
    assertThat(allowed.status()).as(allowed.err()).isZero();
    assertThat(allowed.out()).contains("accuracy").doesNotContain("auc ");
  }

  @Test
  void aBundleWithOneFlippedBit() throws IOException {
    List<Path> files;
    try (var inside = Files.list(model)) {
      files = inside.sorted().toList();
    }
    for (Path file : files) {
      Path copy = Files.createDirectories(folder.resolve("flipped-" + file.getFileName()));
      for (Path one : files) {
        Files.copy(one, copy.resolve(one.getFileName()));
      }
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 4;
      Files.write(copy.resolve(file.getFileName()), bytes);
      for (Object[] command :
          new Object[][] {
            {"predict", copy, data},
            {"describe", copy},
            {"evaluate", copy, data, "--out", folder.resolve("nowhere")}
          }) {
        var result = Shell.run(command);
        assertThat(result.isCleanRefusal()).as("%s, %s", file, result).isTrue();
      }
      assertThat(folder.resolve("nowhere")).doesNotExist();
    }
  }

  @Test
  void aPlanForOtherDataIsRefused() throws IOException {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    Made.put(arrays, "train", 30, 3, 4);
    Path three = Made.npz(folder.resolve("three.npz"), arrays);
    untrainablePlan(three, "out of range");
    Map<String, byte[]> colour = new LinkedHashMap<>();
    int[] labels = Made.alternating(12, 2);
    colour.put(
        "train_images", Made.npy(Made.images(labels, 3 * 144, 3), 12, Made.SIDE, Made.SIDE, 3));
    colour.put("train_labels", Made.npy(Made.bytes(labels), 12));
    untrainablePlan(Made.npz(folder.resolve("colour.npz"), colour), "3 channel(s) when prepared");
  }

  private void untrainablePlan(Path bad, String... words) {
    var result = Shell.run("train", bad, "--plan", plan, "--out", folder.resolve("never"));
    assertThat(result.status()).as(result.toString()).isEqualTo(1);
    assertThat(result.err()).contains(words).contains("Fix:").doesNotContain("a fault in Osler");
    assertThat(folder.resolve("never")).doesNotExist();
    assertThat(folder.resolve("never.run")).doesNotExist();
  }
}
