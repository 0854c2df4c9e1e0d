package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.io.ImageFile;
import io.osler.core.io.ImageHeader;
import io.osler.core.io.Nifti;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.learn.bundle.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A volume whose probabilities alone are larger than the heap. */
@Timeout(600)
class LargeVolumeTest {
  @TempDir Path folder;

  /** Probabilities of 170 MB on the image's grid, chosen from and written. */
  @Test
  void isPredictedWithinBoundedMemory() throws IOException, InterruptedException {
    Path out = predicts(new Size(128, 128, 200), 12, 128, 800, List.of("--probabilities"));
    ImageHeader p = Nifti.header(out.resolve("large.probabilities.nii.gz"));
    assertThat(p.channels()).isEqualTo(13);
    assertThat(Nifti.header(out.resolve("large.entropy.nii.gz")).size()).isEqualTo(p.size());
    try (Stream<Path> left = Files.list(out)) {
      assertThat(left).hasSize(4); // nothing temporary
    }
  }

  /**
   * An eighth of 512×512×800 with an eighth of its memory. Its probabilities would take 0.4 GB on
   * the grid of the network and 3 GB on its own.
   */
  @Test
  @Tag("real-data")
  void isPredictedAtTheSizeOfAnAbdomen() throws IOException, InterruptedException {
    predicts(new Size(256, 256, 400), 30, 512, 1800, List.of());
  }

  @Test
  void tooLittleMemoryNamesTheImage() throws IOException, InterruptedException {
    Path data = MadeOutlines.decathlon(folder.resolve("Task90_Made"));
    Path plan =
        MadeOutlines.plan(
            folder.resolve("p.yaml"), List.of("core", "shell"), Vec3.ONE, new Size(16, 16, 16), 1);
    Path model = folder.resolve("model");
    assertThat(Shell.run("train", data, "--plan", plan, "--out", model).status()).isZero();
    Path image = folder.resolve("large.nii");
    Nifti.write(
        image,
        new Size(256, 256, 200), // 50 MB, and more than once
        1,
        Geometry.spaced(0.9, 1, 1),
        Nifti.Store.UINT8,
        (_, k, into) -> java.util.Arrays.fill(into, k));
    Path out = folder.resolve("out");
    Path log = folder.resolve("log.txt");
    Process process = Shell.start("72m", log, List.of(), "predict", model, image, "--out", out);
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(Files.readString(log)).contains("large.nii needs more memory", "Fix:", "-Xmx8g");
    try (Stream<Path> left = Files.list(out)) {
      assertThat(left).isEmpty();
    }
  }

  private Path predicts(Size size, int structures, int heap, long most, List<String> options)
      throws IOException, InterruptedException {
    Path data = MadeOutlines.decathlon(folder.resolve("Task90_Made"));
    List<String> names = new ArrayList<>(List.of("core", "shell"));
    StringBuilder listed = new StringBuilder();
    for (int s = 3; s <= structures; s++) {
      names.add("other-" + s);
      listed.append(", \"%d\": \"other-%d\"".formatted(s, s));
    }
    Path json = data.resolve("dataset.json");
    String text = Files.readString(json);
    Files.writeString(json, text.replace("\"shell\"}", "\"shell\"" + listed + "}"));
    Path plan =
        MadeOutlines.plan(
            folder.resolve("p.yaml"), names, new Vec3(1.6, 1.6, 1.6), new Size(64, 64, 32), 1);
    Path model = folder.resolve("model");
    var trained = Shell.run("train", data, "--plan", plan, "--out", model);
    assertThat(trained.status()).as(trained.err()).isZero();
    assertThat(Bundle.open(model).model().networks()).isEqualTo(1);
    Path image = folder.resolve("large.nii");
    Nifti.write(
        image,
        size,
        1,
        Geometry.spaced(0.8, 0.8, 0.8),
        Nifti.Store.UINT8,
        (_, k, into) -> {
          for (int v = 0; v < into.length; v++) {
            into[v] = (v % 256 / 16 + v / 4096 + k / 16) % 3 * 80;
          }
        });
    Path log = folder.resolve("log.txt");
    Path out = folder.resolve("out");
    List<Object> command = new ArrayList<>(List.of("predict", model, image, "--out", out));
    command.addAll(options);
    Process process = Shell.start(heap + "m", log, List.of(), command.toArray());
    long peak = 0;
    while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, resident(process.pid()));
    }
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    // Heap, libtorch and the sums of one patch's depth.
    assertThat(peak).isBetween(200L << 20, most << 20);
    LabelMap found = ImageFile.readLabels(out.resolve("large.nii"));
    assertThat(found.size()).isEqualTo(size);
    return out;
  }

  /** The most bytes that a process has held so far; 0 where the system does not say. */
  private static long resident(long pid) throws IOException {
    Path status = Path.of("/proc/" + pid + "/status");
    if (Files.exists(status)) {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmHWM:")) {
          return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
    }
    return 0;
  }
}
