package io.osler.dicom.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.config.InputException;
import io.osler.dicom.codec.PixelData;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Dump;
import io.osler.dicom.dataset.Element;
import io.osler.dicom.dataset.JsonModel;
import io.osler.dicom.dataset.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mutants of real files are refused in words, or read and written back bit by bit; nothing else may
 * happen: no other exception, no hang, no memory beyond the limits.
 *
 * <p>{@code -Pfuzz} runs a million, with all small files below {@code -Dosler.data} as further
 * seeds; {@code -Dosler.fuzz=N} runs N and {@code -Dosler.fuzz.first=M} begins at mutant M, which
 * is how a failure is repeated: each names its number.
 */
@Tag("fuzz")
class FuzzTest {
  private static final Limits LIMITS = new Limits(40, 20_000, 4 << 20, 8 << 20);
  private static final long MOST_MILLIS = 10_000;
  private static final int LARGEST_SEED = 40_000;

  @TempDir private Path folder;

  private int read;
  private int decoded;
  private int placed;
  private int rewritten;

  private static List<byte[]> seeds() throws Exception {
    List<Path> files = new ArrayList<>();
    Path own = Path.of(Objects.requireNonNull(FuzzTest.class.getResource("/seeds")).toURI());
    List<Path> roots = new ArrayList<>(List.of(own));
    String more = System.getProperty("osler.data", "");
    if (!more.isBlank()) {
      roots.add(Path.of(more));
    }
    for (Path root : roots) {
      try (Stream<Path> walk = Files.walk(root)) {
        walk.filter(file -> root.equals(own) || file.toString().contains("dicom-"))
            .filter(Files::isRegularFile)
            .sorted()
            .forEach(files::add);
      }
    }
    List<byte[]> seeds = new ArrayList<>();
    for (Path file : files) {
      if (Files.size(file) <= LARGEST_SEED && isDicom(file)) {
        seeds.add(Files.readAllBytes(file));
      }
    }
    return seeds;
  }

  private static boolean isDicom(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(132);
      return head.length == 132 && head[128] == 'D' || head.length > 8 && head[0] == 8;
    }
  }

  @Test
  void mutantsAreRefusedOrRoundTrip() throws Exception {
    int count = Integer.parseInt(System.getProperty("osler.fuzz", "1500"));
    long first = Long.getLong("osler.fuzz.first", 0);
    Mutants mutants = new Mutants(seeds());
    List<String> wrong = new ArrayList<>();
    for (long n = first; n < first + count; n++) {
      byte[] mutant = mutants.mutant(n);
      long start = System.nanoTime();
      try {
        check(mutant, n);
      } catch (RuntimeException | Error e) {
        wrong.add("mutant " + n + ": " + e + " at " + e.getStackTrace()[0]);
        assertThat(wrong).hasSizeLessThan(20);
      }
      long millis = (System.nanoTime() - start) / 1_000_000;
      assertThat(millis).as("milliseconds of mutant " + n).isLessThan(MOST_MILLIS);
    }
    System.getLogger("fuzz")
        .log(
            System.Logger.Level.INFO,
            "{0} mutants: {1} read, {2} decoded, {3} rewritten, {4} placed",
            count,
            read,
            decoded,
            rewritten,
            placed);
    assertThat(wrong).isEmpty();
    // A mutator that spoils everything tests nothing.
    assertThat(read).isGreaterThan(count / 3);
    assertThat(decoded).isGreaterThan(count / 20);
  }

  private void check(byte[] mutant, long n) throws IOException {
    DicomFile file;
    try {
      file = DicomFile.parse("mutant", MemorySegment.ofArray(mutant), LIMITS);
    } catch (InputException e) {
      assertThat(e.getMessage()).contains("mutant");
      return;
    }
    read++;
    assertThat(Arrays.mismatch(file.bytes(), mutant)).as("first byte that differs").isEqualTo(-1);
    Dump.lines(file);
    JsonModel.write(file.dataSet());
    values(file.dataSet());
    rewritten += rewritten(file) ? 1 : 0;
    decoded += decodes(file) ? 1 : 0;
    annotations(file);
    if (n % 4 == 0) {
      series(mutant);
    }
  }

  private static void values(DataSet set) {
    for (Element element : set.elements()) {
      try {
        set.texts(element.tag());
        set.numbers(element.tag());
      } catch (InputException e) {
        assertThat(e.getMessage()).contains(element.tag().toString());
      }
      set.items(element.tag()).forEach(FuzzTest::values);
    }
  }

  /** Written anew, element by element, and read again: the same values under the same tags. */
  private static boolean rewritten(DicomFile file) {
    DicomFile again;
    List<String> before = plain(file.dataSet());
    try {
      byte[] bytes = file.with(file.dataSet().edit().build()).bytes();
      again = DicomFile.parse("mutant", MemorySegment.ofArray(bytes), LIMITS);
    } catch (InputException e) {
      return false;
    }
    if (again.notes().size() <= file.notes().size() && file.notes().isEmpty()) {
      List<String> after = plain(again.dataSet());
      for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
        assertThat(after.get(i)).as("element " + i).isEqualTo(before.get(i));
      }
      assertThat(after).hasSameSizeAs(before);
    }
    return true;
  }

  private static List<String> plain(DataSet set) {
    List<String> lines = new ArrayList<>();
    for (Element element : set.elements()) {
      if (element.tag().element() == 0) {
        continue;
      }
      try {
        lines.add(element.tag() + " " + element.vr() + " " + set.texts(element.tag()));
      } catch (InputException e) {
        lines.add(element.tag() + " unreadable");
      }
      set.items(element.tag()).forEach(item -> lines.addAll(plain(item)));
    }
    return lines;
  }

  private static boolean decodes(DicomFile file) {
    try {
      PixelData pixels = PixelData.of(file, LIMITS);
      int frames = Math.min(2, pixels.layout().frames());
      for (int f = 0; f < frames; f++) {
        assertThat(pixels.reals(f)).hasSize(pixels.layout().frameSamples());
      }
      return true;
    } catch (InputException e) {
      return false;
    }
  }

  private static void annotations(DicomFile file) {
    DataSet set = file.dataSet();
    attempt(() -> Segmentation.read(file, LIMITS).labels());
    attempt(() -> MeasurementReport.read(file));
    attempt(() -> StructureSet.read(file));
    attempt(() -> Projection.of(set));
    attempt(() -> UltrasoundRegion.in(set));
    attempt(() -> Uptake.factor(file));
  }

  private static void attempt(Runnable reading) {
    try {
      reading.run();
    } catch (InputException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private void series(byte[] mutant) throws IOException {
    Path path = folder.resolve("mutant.dcm");
    Files.write(path, mutant);
    for (Series series : Series.in(folder, LIMITS).series()) {
      try {
        SeriesImage.read(series, ReadOptions.DEFAULT.with(LIMITS));
        placed++;
      } catch (InputException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }
}
