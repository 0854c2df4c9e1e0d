package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.io.ImageFile;
import io.osler.core.io.LabelOut;
import io.osler.core.io.Nifti;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Images and label maps that are not right: one message that names the file and the fix. */
@Timeout(300)
class OutlineBadInputTest {
  private static final Size PATCH = new Size(16, 16, 16);

  @TempDir static Path shared;
  private static Path model = Path.of(".");
  private static Path plan = Path.of(".");

  @TempDir Path folder;
  private Path data = Path.of(".");

  @BeforeAll
  static void train() throws IOException {
    Path good = MadeOutlines.decathlon(shared.resolve("Task90_Made"));
    plan =
        MadeOutlines.plan(shared.resolve("p.yaml"), List.of("core", "shell"), Vec3.ONE, PATCH, 2);
    model = shared.resolve("model");
    assertThat(Shell.run("train", good, "--plan", plan, "--out", model).status()).isZero();
  }

  @Test
  void explanationsAreOfClassifiers() {
    Path out = folder.resolve("why.png");
    var result = Shell.run("explain", model, image(), "--out", out);
    assertThat(result.isCleanRefusal()).as(result.toString()).isTrue();
    assertThat(result.err()).contains("outlines structures", "Fix:");
    assertThat(out).doesNotExist();
  }

  @Test
  void positiveIsOfClasses() {
    for (Object[] command :
        new Object[][] {
          {"fingerprint", data, "--positive", "core"},
          {"train", data, "--plan", plan, "--positive", "core", "--out", folder.resolve("never")}
        }) {
      var result = Shell.run(command);
      assertThat(result.isCleanRefusal()).as(result.toString()).isTrue();
      assertThat(result.err()).contains("--positive is for classes of images", "Fix:");
    }
  }

  @BeforeEach
  void fresh() throws IOException {
    data = MadeOutlines.decathlon(folder.resolve("data"));
  }

  private Path image() {
    return data.resolve("imagesTr/case_3.nii.gz");
  }

  private Path label() {
    return data.resolve("labelsTr/case_3.nii.gz");
  }

  /** Training and scoring refuse the set, naming the file and a fix, and leave nothing behind. */
  private void refused(Path file, String... words) throws IOException {
    for (Object[] command :
        new Object[][] {
          {"train", data, "--plan", plan, "--out", folder.resolve("never")},
          {"evaluate", model, data, "--out", folder.resolve("nowhere")}
        }) {
      var result = Shell.run(command);
      assertThat(result.isCleanRefusal()).as("%s: %s", command[0], result).isTrue();
      assertThat(result.err())
          .as("%s", command[0])
          .satisfies(e -> List.of(words).forEach(w -> assertThat(e).contains(w)))
          .contains("Fix:");
      assertThat(result.err()).contains(String.valueOf(file.getFileName()));
    }
    assertThat(folder.resolve("never")).doesNotExist();
    assertThat(folder.resolve("never.run")).doesNotExist();
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  /** Likewise a single image in prediction. */
  private void imageRefused(String name, byte[] bytes, String... words) throws IOException {
    Path file = Files.write(folder.resolve(name), bytes);
    Path out = folder.resolve("predictions");
    var result = Shell.run("predict", model, file, "--out", out);
    assertThat(result.isCleanRefusal()).as(result.toString()).isTrue();
    assertThat(result.err())
        .contains(name, "Fix:")
        .satisfies(e -> List.of(words).forEach(w -> assertThat(e).contains(w)));
    if (Files.exists(out)) {
      try (Stream<Path> inside = Files.list(out)) {
        assertThat(inside).isEmpty();
      }
    }
    Files.copy(file, image(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    refused(image());
  }

  private byte[] nifti(Consumer<ByteBuffer> change) throws IOException {
    Path file = folder.resolve("plain.nii");
    Files.deleteIfExists(file);
    Nifti.write(file, MadeOutlines.image(3), Nifti.Store.FLOAT32);
    byte[] bytes = Files.readAllBytes(file);
    change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    return bytes;
  }

  @Test
  void imageAndLabelOfDifferentGeometry() throws IOException {
    Volume image = MadeOutlines.image(3);
    LabelOut.replace(
        label(),
        new LabelMap(
            image.size(), image.geometry().startingAt(new Vec3(3, 0, 0)), MadeOutlines.labels(3)));
    refused(label(), "lies on another grid");
    Size smaller = image.size().with(2, 8);
    LabelOut.replace(label(), new LabelMap(smaller, image.geometry(), new int[smaller.voxels()]));
    refused(label(), "20×18×8");
  }

  @Test
  void labelsOutsideTheListAndMissingCases() throws IOException {
    int[] strange = MadeOutlines.labels(3);
    strange[5] = 7;
    LabelOut.replace(label(), new LabelMap(MadeOutlines.SIZE, MadeOutlines.GRID, strange));
    refused(label(), "[7]", "not among");
    Files.delete(label());
    refused(label());
    LabelOut.replace(
        label(), new LabelMap(MadeOutlines.SIZE, MadeOutlines.GRID, MadeOutlines.labels(3)));
    Files.delete(image());
    refused(image());
  }

  @Test
  void spacingThatIsNoneAndGridsThatAreSheared() throws IOException {
    imageRefused(
        "flat.nii",
        nifti(
            b -> {
              b.putFloat(88, 0);
              for (int row = 0; row < 3; row++) {
                b.putFloat(280 + 16 * row + 8, 0);
              }
            }),
        "spacing");
    imageRefused(
        "negative.nii",
        nifti(
            b -> {
              b.putShort(252, (short) 0).putShort(254, (short) 0);
              b.putFloat(84, -1);
            }),
        "spacing");
    imageRefused(
        "sheared.nii", nifti(b -> b.putFloat(284, 0.7f).putShort(252, (short) 0)), "shear");
  }

  @Test
  void leftHandedAndBigEndianFilesAreReadAsWhatTheyAre() throws IOException {
    Path mirrored =
        Files.write(
            folder.resolve("left.nii"),
            nifti(
                b -> {
                  b.putShort(252, (short) 0);
                  for (int row = 0; row < 3; row++) {
                    b.putFloat(280 + 16 * row, -b.getFloat(280 + 16 * row));
                  }
                }));
    Path swapped = Files.write(folder.resolve("big.nii"), bigEndian(nifti(_ -> {})));
    Path plain = Files.write(folder.resolve("little.nii"), nifti(_ -> {}));
    for (Path file : List.of(mirrored, swapped, plain)) {
      Path out = folder.resolve("out-" + file.getFileName());
      var result = Shell.run("predict", model, file, "--out", out);
      assertThat(result.status()).as(result.err()).isZero();
      LabelMap found = ImageFile.readLabels(out.resolve(String.valueOf(file.getFileName())));
      Volume image = ImageFile.read(file);
      assertThat(found.size()).isEqualTo(image.size());
      assertThat(found.geometry().matches(image.geometry(), 1e-4)).isTrue();
    }
    assertThat(ImageFile.readLabels(folder.resolve("out-big.nii/big.nii")).labels())
        .isEqualTo(ImageFile.readLabels(folder.resolve("out-little.nii/little.nii")).labels());
    assertThat(ImageFile.read(mirrored).geometry().direction().handedness()).isEqualTo(-1);
  }

  private static byte[] bigEndian(byte[] little) {
    byte[] big = little.clone();
    swap(big, 0, 4, 4);
    swap(big, 40, 56, 2);
    swap(big, 56, 68, 4);
    swap(big, 68, 76, 2);
    swap(big, 76, 120, 4);
    swap(big, 252, 256, 2);
    swap(big, 256, 328, 4);
    swap(big, 352, big.length, 4);
    return big;
  }

  private static void swap(byte[] bytes, int from, int to, int size) {
    for (int at = from; at < to; at += size) {
      for (int b = 0; b < size / 2; b++) {
        byte kept = bytes[at + b];
        bytes[at + b] = bytes[at + size - 1 - b];
        bytes[at + size - 1 - b] = kept;
      }
    }
  }

  @Test
  void fourDimensionsWhereThreeAreExpected() throws IOException {
    Volume image = MadeOutlines.image(3);
    float[] twice = Arrays.copyOf(image.voxels(), 2 * image.voxels().length);
    Path series = folder.resolve("series.nii.gz");
    Nifti.write(series, new Volume(image.size(), 2, image.geometry(), twice), Nifti.Store.FLOAT32);
    imageRefused("series.nii.gz", Files.readAllBytes(series), "2 channel(s)", "4-D");
  }

  @Test
  void truncatedEmptyBombsAndWhatNoMemoryHolds() throws IOException {
    byte[] whole = Files.readAllBytes(image());
    imageRefused("half.nii.gz", Arrays.copyOf(whole, whole.length / 2));
    imageRefused("empty.nii.gz", new byte[0]);
    byte[] header = Arrays.copyOf(nifti(_ -> {}), 352);
    imageRefused("bomb.nii.gz", gzip(new byte[0], 256L << 20));
    imageRefused(
        "huge.nii",
        nifti(
            b -> b.putShort(42, (short) 1200).putShort(44, (short) 1200).putShort(46, (short) 900)),
        "1200 × 1200 × 900");
    ByteBuffer.wrap(header)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(42, (short) 30000)
        .putShort(44, (short) 30000)
        .putShort(46, (short) 30000);
    imageRefused("claims.nii.gz", gzip(header, 1 << 20));
  }

  private static byte[] gzip(byte[] first, long zeros) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(first);
      byte[] block = new byte[1 << 20];
      for (long left = zeros; left > 0; left -= block.length) {
        out.write(block, 0, (int) Math.min(left, block.length));
      }
    }
    return packed.toByteArray();
  }

  @Test
  void aPredictionOnAnotherGridIsNotScored() throws IOException {
    Path masks = Files.createDirectories(folder.resolve("masks"));
    for (int c = 0; c < MadeOutlines.CASES; c++) {
      Vec3 moved = c == 4 ? new Vec3(0, 2, 0) : Vec3.ZERO;
      LabelOut.replace(
          masks.resolve("case_%d.nii.gz".formatted(c)),
          new LabelMap(
              MadeOutlines.SIZE, MadeOutlines.GRID.startingAt(moved), MadeOutlines.labels(c)));
    }
    var result =
        Shell.run("evaluate", "--predictions", masks, data, "--out", folder.resolve("nowhere"));
    assertThat(result.isCleanRefusal()).as(result.toString()).isTrue();
    assertThat(result.err()).contains("case_4", "another grid", "Fix:");
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }
}
