package io.osler.learn.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.config.InputException;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.learn.data.Labels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles of the first format, which every later version must load; and what is refused. */
class BundleTest {
  @TempDir Path folder;

  @BeforeEach
  void copy() throws Exception {
    try (Stream<Path> files = Files.list(kept("format-1"))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  private static Path kept(String name) throws Exception {
    return Path.of(
        Objects.requireNonNull(BundleTest.class.getResource("/bundles/" + name), name).toURI());
  }

  private static float[] ramp(int count) {
    float[] voxels = new float[count];
    for (int i = 0; i < voxels.length; i++) {
      voxels[i] = 40 + i % 97;
    }
    return voxels;
  }

  @Test
  void theBundleOfFormatOneLoadsAndSaysWhatItSaidThen() {
    Bundle bundle = Bundle.open(folder);
    assertThat(bundle.model().format()).isEqualTo(1);
    assertThat(bundle.model().plan().labels().classes()).containsExactly("dark", "bright");
    assertThat(bundle.model().operatingPoints()).hasSize(3);
    assertThat(bundle.origin().seed()).isEqualTo(7);
    assertThat(bundle.card()).contains("Not a medical device");
    Volume flat = Volume.of(Size.of(12, 12), Geometry.UNIT, ramp(12 * 12));
    double[] logits = bundle.ensemble(1).logits(List.of(flat))[0];
    assertThat(logits[0]).isCloseTo(EXPECTED_DARK, within(1e-4));
    assertThat(logits[1]).isCloseTo(EXPECTED_BRIGHT, within(1e-4));
  }

  /**
   * Two folds of a volumetric network on ordered classes, with curves and what they learnt from.
   */
  @Test
  void aBundleOfVolumesLoadsAndSaysWhatItSaidThen() throws Exception {
    Bundle bundle = Bundle.open(kept("format-1-volumes"));
    assertThat(bundle.model().networks()).isEqualTo(2);
    assertThat(bundle.model().plan().labels().kind()).isEqualTo(Labels.Kind.ORDINAL);
    assertThat(bundle.trainedOn()).hasSize(24);
    assertThat(bundle.folder().resolve("learning-curves.jsonl")).isNotEmptyFile();
    Volume ramp = Volume.of(new Size(8, 8, 8), Geometry.UNIT, ramp(8 * 8 * 8));
    assertThat(bundle.ensemble(1).logits(List.of(ramp))[0]).containsExactly(VOLUMES, within(1e-4));
  }

  @Test
  void aBundleOfOutlinesLoadsAndOutlinesWhatItDidThen() throws Exception {
    Bundle bundle = Bundle.open(kept("format-1-outlines"));
    float[] ball = new float[12 * 12 * 12];
    for (int v = 0; v < ball.length; v++) {
      double r = Math.hypot(Math.hypot(v % 12 - 6, v / 12 % 12 - 6), 1.5 * (v / 144 - 6));
      ball[v] = r < 2 ? 200 : r < 4 ? 120 : 40;
    }
    var grid = Geometry.spaced(1, 1, 1.5);
    int[] said = bundle.segmenter(1).predict(Volume.of(new Size(12, 12, 12), grid, ball)).labels();
    // A voxel on the border may fall to the other side on another processor.
    assertThat(Arrays.stream(said).filter(label -> label == 1).count()).isCloseTo(37, within(2L));
    assertThat(Arrays.stream(said).filter(label -> label == 2).count()).isCloseTo(302, within(2L));
  }

  @Test
  void oneFlippedBitInAnyFileIsRefused() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.sorted().toList();
    }
    assertThat(files).hasSize(6);
    for (Path file : files) {
      byte[] whole = Files.readAllBytes(file);
      for (int place : new int[] {0, whole.length / 3, whole.length / 2, whole.length - 1}) {
        byte[] bytes = whole.clone();
        bytes[place] ^= 1 << (place % 8);
        Files.write(file, bytes);
        assertThatThrownBy(() -> Bundle.open(folder))
            .as("%s, byte %d", file.getFileName(), place)
            .isInstanceOf(InputException.class)
            .hasMessageContaining(folder.toString())
            .hasMessageContaining("Fix:");
      }
      Files.write(file, whole);
      Files.move(file, folder.resolveSibling("aside"));
      assertThatThrownBy(() -> Bundle.open(folder)).isInstanceOf(InputException.class);
      Files.move(folder.resolveSibling("aside"), file);
      assertThat(Bundle.open(folder).model().networks()).isEqualTo(1);
    }
  }

  /** Also between a sum and its name, and in what ends a line. */
  @Test
  void everyBitOfTheChecksumsCounts() throws IOException {
    Path sums = folder.resolve("SHA256SUMS");
    byte[] whole = Files.readAllBytes(sums);
    for (int place = 0; place < whole.length; place++) {
      byte[] bytes = whole.clone();
      bytes[place] ^= 1 << (place % 8);
      Files.write(sums, bytes);
      assertThatThrownBy(() -> Checksums.check(folder))
          .as("byte %d", place)
          .isInstanceOf(InputException.class);
    }
  }

  @Test
  void anAddedFileIsRefusedButNotWhatSystemsLeaveBehind() throws IOException {
    Files.write(folder.resolve(".DS_Store"), new byte[9]);
    assertThat(Bundle.open(folder).model().networks()).isEqualTo(1);
    Files.write(folder.resolve("extra.bin"), new byte[9]);
    assertThatThrownBy(() -> Bundle.open(folder)).hasMessageContaining("[extra.bin]");
  }

  @Test
  void aNewerBundleSaysSoWhateverElseItHolds() throws IOException {
    Path model = folder.resolve("model.yaml");
    String text = Files.readString(model);
    assertThat(text).contains("format: 1\n");
    Files.writeString(model, text.replaceFirst("format: 1\n", "format: 2\nnovelty: 3\n"));
    Checksums.write(folder);
    assertThatThrownBy(() -> Bundle.open(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("format 2")
        .hasMessageContaining("newer version");
    Files.delete(folder.resolve("SHA256SUMS"));
    assertThatThrownBy(() -> Bundle.open(folder)).hasMessageContaining("newer version");
  }

  @Test
  void weightsThatAreAPickleAreNeverRead() throws IOException {
    Path weights = folder.resolve("weights.safetensors");
    byte[] pickle = "PK\3\4 archive/data.pkl cos\nsystem\n".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(weights, pickle);
    Checksums.write(folder);
    Bundle bundle = Bundle.open(folder);
    assertThatThrownBy(() -> bundle.ensemble(1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("weights.safetensors");
  }

  @Test
  void weightsOfAnotherNetworkAreRefusedByName() throws IOException {
    Path model = folder.resolve("model.yaml");
    String text = Files.readString(model);
    assertThat(text).contains("hidden: [8]");
    Files.writeString(model, text.replace("hidden: [8]", "hidden: [9]"));
    Checksums.write(folder);
    Bundle bundle = Bundle.open(folder);
    assertThatThrownBy(() -> bundle.ensemble(1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("does not fit the network")
        .hasMessageContaining("0.weight");
  }

  private static final double EXPECTED_DARK = 0.7632263898849487;
  private static final double[] VOLUMES = {-0.29712978, 0.30408379, 0.06649039};
  private static final double EXPECTED_BRIGHT = -1.0844922065734863;
}
