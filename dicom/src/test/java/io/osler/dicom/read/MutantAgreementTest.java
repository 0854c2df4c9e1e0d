package io.osler.dicom.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.dicom.dataset.Canonical;
import io.osler.dicom.dataset.DicomFile;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Mutants that are read without a note say what pydicom reads in them. */
class MutantAgreementTest {
  private static final Map<String, String> OTHERWISE =
      Map.of(
          "1110", "a transfer syntax written as AE: pydicom takes its padding for a part of it",
          "3330", "an escape sequence where no character set is declared: we follow it",
          "3489",
              "fragments under the representation UC: pydicom hands out the bytes of their items",
          "5093", "a group length written as a date: the script reads it as a number",
          "2866", "a number that ends in A0: Python takes this for a space, PS3.5 6.2 does not");

  @Test
  void valuesEqualPydicoms() throws Exception {
    String text;
    try (InputStream in = getClass().getResourceAsStream("/golden/dicom_mutants.tsv")) {
      text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
    Mutants mutants = new Mutants(FuzzTest.seeds(""));
    List<String> wrong = new ArrayList<>();
    int compared = 0;
    for (String line : text.lines().toList()) {
      String[] cells = line.split("\t");
      DicomFile file = DicomFile.parse("mutant", mutants.mutant(Long.parseLong(cells[0])));
      assertThat(file.notes()).as("mutant " + cells[0]).isEmpty();
      List<String> lines = Canonical.lines(file.dataSet());
      boolean read = !cells[1].equals("0") && !OTHERWISE.containsKey(cells[0]);
      compared += read ? 1 : 0;
      if (read && !Canonical.digest(lines).equals(cells[2])) {
        wrong.add(cells[0] + ": " + lines.size() + " elements, want " + cells[1]);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(compared).isGreaterThan(1000);
  }
}
