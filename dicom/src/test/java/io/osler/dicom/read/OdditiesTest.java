package io.osler.dicom.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.config.InputException;
import io.osler.dicom.codec.PixelData;
import io.osler.dicom.dataset.Canonical;
import io.osler.dicom.dataset.DicomFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Oddities of other toolkits' test collections against pydicom (golden/dicom_oddities.py). */
class OdditiesTest {
  @Test
  void valuesAndSamplesEqualPydicoms() throws Exception {
    Path table =
        Path.of(
            Objects.requireNonNull(OdditiesTest.class.getResource("/oddities/golden.tsv")).toURI());
    List<String> wrong = new ArrayList<>();
    for (String line : Files.readAllLines(table)) {
      String[] cells = line.split("\t");
      String fault = fault(table.resolveSibling(cells[0] + ".dcm"), cells[1], cells[2]);
      if (!fault.isEmpty()) {
        wrong.add(cells[0] + ": " + fault);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static String fault(Path path, String values, String samples) throws Exception {
    DicomFile file;
    try {
      file = DicomFile.read(path);
    } catch (InputException e) {
      return values.equals("refused") ? "" : String.valueOf(e.getMessage());
    }
    if (values.equals("refused")) {
      return "is read";
    }
    if (!Arrays.equals(file.bytes(), Files.readAllBytes(path))) {
      return "other bytes come back";
    }
    String ours = Canonical.digest(Canonical.lines(file.dataSet()));
    if (!values.equals("read") && !values.equals(ours)) {
      return "other values: " + Canonical.lines(file.dataSet());
    }
    if (samples.equals("-")) {
      return "";
    }
    double[] frame = PixelData.of(file).reals(0);
    ByteBuffer bytes = ByteBuffer.allocate(8 * frame.length);
    for (double v : frame) {
      bytes.putDouble(v);
    }
    return Canonical.digest(bytes.array()).equals(samples) ? "" : "other samples";
  }

  /** A dose of four thousand million is none of minus two hundred million. */
  @Test
  void unsignedWordsOf32BitsStayPositive() throws Exception {
    Path path =
        Path.of(
            Objects.requireNonNull(OdditiesTest.class.getResource("/oddities/bits32.dcm")).toURI());
    PixelData pixels = PixelData.of(DicomFile.read(path));
    float[] scaled = new float[16];
    pixels.scaled(0, 2, 1, scaled, 0);
    double[] reals = pixels.reals(0);
    for (int i = 0; i < 16; i++) {
      assertThat(reals[i]).isNotNegative();
      assertThat(scaled[i]).isEqualTo((float) (2 * reals[i] + 1));
    }
    assertThat(Arrays.stream(reals).max().orElse(0)).isGreaterThan(Integer.MAX_VALUE);
  }
}
