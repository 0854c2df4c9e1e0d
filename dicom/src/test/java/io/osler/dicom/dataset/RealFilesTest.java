package io.osler.dicom.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.config.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every real file: values equal pydicom's, bytes come back, and headers alone equal the whole. */
@Tag("real-data")
class RealFilesTest {
  record Row(String path, int elements, String digest) {}

  static List<Row> rows() throws IOException {
    try (InputStream in = RealFilesTest.class.getResourceAsStream("/golden/dicom_values.tsv")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .map(line -> line.split("\t"))
          .map(cells -> new Row(cells[0], Integer.parseInt(cells[1]), cells[2]))
          .toList();
    }
  }

  static Path data() {
    String folder = System.getProperty("osler.data", "");
    assertThat(folder).as("-Dosler.data=FOLDER").isNotBlank();
    return Path.of(folder);
  }

  @Test
  void valuesEqualPydicom() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Row row : rows()) {
      try {
        DicomFile file = DicomFile.read(data().resolve(row.path()));
        List<String> lines = Canonical.lines(file.dataSet());
        if (row.digest().equals("not DICOM")) {
          wrong.add(row.path() + ": we read what pydicom does not, " + lines.size());
        } else if (row.elements() > 0 && !Canonical.digest(lines).equals(row.digest())) {
          wrong.add(row.path() + ": " + lines.size() + " elements, want " + row.elements());
        }
      } catch (InputException e) {
        if (!row.digest().equals("not DICOM")) {
          wrong.add(row.path() + ": " + e.getMessage());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void bytesComeBack() throws IOException {
    for (Row row : rows()) {
      if (!row.digest().equals("not DICOM")) {
        Path path = data().resolve(row.path());
        assertThat(DicomFile.read(path).bytes()).as(row.path()).isEqualTo(Files.readAllBytes(path));
      }
    }
  }

  /** Laid out afresh in every plain syntax, the values are still the same. */
  @Test
  void valuesSurviveOtherLayouts() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Row row : rows()) {
      if (row.digest().equals("not DICOM")) {
        continue;
      }
      DataSet before = even(DicomFile.read(data().resolve(row.path())).dataSet());
      // There and back: VRs that implicit drops, and bytes that big endian swaps, must return.
      byte[] big = Encoder.encode(before, TransferSyntax.EXPLICIT_BIG);
      DataSet middle = parse(big, TransferSyntax.EXPLICIT_BIG);
      byte[] little = Encoder.encode(middle, TransferSyntax.EXPLICIT_LITTLE);
      DataSet after = parse(little, TransferSyntax.EXPLICIT_LITTLE);
      DataSet straight =
          parse(
              Encoder.encode(before, TransferSyntax.EXPLICIT_LITTLE),
              TransferSyntax.EXPLICIT_LITTLE);
      if (!Canonical.lines(after).equals(Canonical.lines(straight))) {
        wrong.add(row.path());
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Without values of odd length, which a fresh layout pads. */
  private static DataSet even(DataSet dataSet) {
    DataSetBuilder kept = dataSet.edit();
    for (Element element : dataSet.elements()) {
      if (element instanceof Element.Plain plain && plain.length() % 2 != 0) {
        kept.remove(plain.tag());
      }
    }
    return kept.build();
  }

  private static DataSet parse(byte[] bytes, TransferSyntax syntax) {
    Parser parser =
        new Parser(
            java.lang.foreign.MemorySegment.ofArray(bytes),
            0,
            Limits.DEFAULT,
            new ArrayList<>(),
            tag -> false);
    return parser.top(Context.top("again", syntax.explicit(), syntax.bigEndian()), bytes.length);
  }

  @Test
  void headersEqualWholeFiles() throws IOException {
    for (Row row : rows()) {
      if (row.digest().equals("not DICOM")) {
        continue;
      }
      Path path = data().resolve(row.path());
      List<String> all = Canonical.lines(DicomFile.read(path).dataSet());
      List<String> head = Canonical.lines(DicomFile.readHeader(path, Limits.DEFAULT).dataSet());
      List<String> wanted =
          all.stream()
              .takeWhile(
                  line -> !line.startsWith("0 ") || line.substring(2, 10).compareTo("7FE00001") < 0)
              .toList();
      assertThat(head).as(row.path()).isEqualTo(wanted);
    }
  }
}
