package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.io.ImageFile;
import io.osler.core.io.Picture;
import io.osler.core.steps.Steps;
import io.osler.core.transform.History;
import io.osler.core.volume.Case;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AugmentCommandTest {
  @TempDir private Path folder = Path.of(".");
  private final StringWriter err = new StringWriter();
  private String out = "";

  @BeforeEach
  void images() throws IOException {
    for (String name : List.of("train/sick/a", "train/well/b", "test/well/c")) {
      SplittableRandom random = new SplittableRandom(name.hashCode());
      float[] v = new float[20 * 16];
      for (int i = 0; i < v.length; i++) {
        v[i] = random.nextInt(256);
      }
      Path file = folder.resolve("set").resolve(name + ".png");
      Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
      Picture.of(Volume.of(Size.of(20, 16), Geometry.UNIT, v), 0, 0, 255).write(file);
    }
    Files.writeString(
        folder.resolve("p.yaml"),
        "- {kind: random-affine, probability: 0.9}\n- random-gamma\n- random-noise\n");
  }

  private int run(Object... arguments) {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      CommandLine line = Osler.commandLine().setErr(new PrintWriter(err, true));
      List<String> all = new ArrayList<>(List.of("augment"));
      Arrays.stream(arguments).map(String::valueOf).forEach(all::add);
      return line.execute(all.toArray(String[]::new));
    } finally {
      System.setOut(before);
      out = bytes.toString(StandardCharsets.UTF_8);
    }
  }

  @Test
  void theSheetShowsWhatTheHistorySays() {
    Path sheet = folder.resolve("sheet.png");
    assertThat(
            run(
                folder.resolve("set"),
                "--steps",
                folder.resolve("p.yaml"),
                "--sheet",
                sheet,
                "--draws",
                2,
                "--seed",
                3))
        .isZero();
    assertThat(out).contains("train/sick/a.png  draw 1", "train/well/b.png  draw 2");
    assertThat(out).doesNotContain("test/");
    // The first version of the first image, made again from its printed steps, is on the sheet.
    List<String> lines =
        out.lines().skip(1).takeWhile(line -> line.startsWith("    ")).map(String::strip).toList();
    Volume image = ImageFile.read(folder.resolve("set/train/sick/a.png"));
    Volume again = History.replay(lines, Steps.catalogue()).apply(Case.of("a", image)).image();
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (float v : image.voxels()) {
      low = Math.min(low, v);
      high = Math.max(high, v);
    }
    Picture wanted = Picture.of(again, 0, low, high).enlarged(5);
    Volume shown = ImageFile.read(sheet);
    int left = 6 + 100 + 6;
    for (int y = 0; y < wanted.height(); y++) {
      for (int x = 0; x < wanted.width(); x++) {
        assertThat((int) shown.at(0, left + x, 6 + y, 0)).isEqualTo(wanted.pixel(x, y) & 0xff);
      }
    }
  }

  @Test
  void sidesAreNotMirroredAndWrongUsageIsRefused() throws IOException {
    Path flips = Files.writeString(folder.resolve("f.yaml"), "- random-flip\n");
    Path sheet = folder.resolve("x.png");
    Path set = folder.resolve("set");
    assertThat(run(set, "--steps", flips, "--sheet", sheet)).isZero();
    Path sided = folder.resolve("sided");
    Files.createDirectories(sided.resolve("left"));
    Files.createDirectories(sided.resolve("right"));
    Files.copy(set.resolve("train/sick/a.png"), sided.resolve("left/a.png"));
    Files.copy(set.resolve("train/well/b.png"), sided.resolve("right/b.png"));
    assertThat(run(sided, "--steps", flips, "--sheet", folder.resolve("y.png"))).isEqualTo(1);
    assertThat(err.toString()).contains("name(s) a side", "Fix:");
    assertThat(run(set, "--steps", flips, "--sheet", sheet, "--draws", 0)).isEqualTo(1);
    assertThat(run(set, "--sheet", sheet)).isEqualTo(2);
  }
}
