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
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All that is done to one mutant; not safe to share between threads. */
final class MutantCheck {
  private static final Limits LIMITS = new Limits(40, 20_000, 4 << 20, 8 << 20);

  /** Series are read from disk, which costs as much as all the rest. */
  private static final int SERIES_OF = 8;

  private final Path folder;
  int read;
  int decoded;
  int placed;
  int rewritten;

  MutantCheck(Path folder) {
    this.folder = folder;
  }

  /** Throws whatever is wrong. */
  void check(byte[] mutant, long n) throws IOException {
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
    if (n % SERIES_OF == 0) {
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
      set.items(element.tag()).forEach(MutantCheck::values);
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
