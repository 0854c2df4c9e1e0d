package io.osler.dicom.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  private static final String SECRET = "SECRET";

  @Test
  void everyKindComesBack() {
    DataSet set =
        DataSet.EMPTY
            .edit()
            .put(Tag.CHARACTER_SET, VR.CS, "ISO_IR 192")
            .put(Tag.PATIENT_NAME, "Yamada^Tarou=山田^太郎=やまだ^たろう")
            .put(Tag.PATIENT_ID, "a\"b\\c".replace('\\', '/'))
            .put(Tag.ROWS, 512)
            .put(Tag.PIXEL_SPACING, "0.50", "1")
            .put(Tag.parse("SelectorFDValue"), Double.NaN, Double.NEGATIVE_INFINITY, 1e-300)
            .put(Tag.parse("SelectorSVValue"), VR.SV, -9e15)
            .put(Tag.parse("FrameIncrementPointer"), VR.AT, new byte[] {0x18, 0, 0x63, 0x10})
            .put(Tag.MODALITY, new String[0])
            .put(DicomFileTest.CODES, List.of(DataSet.EMPTY))
            .putFrames(List.of(new byte[] {1, 2, 3}, new byte[] {4, 5}))
            .build();
    DataSet again = JsonModel.read(JsonModel.write(set));
    assertThat(Canonical.lines(again)).isEqualTo(Canonical.lines(set));
    assertThat(again.texts(Tag.PIXEL_SPACING)).containsExactly("0.50", "1");
  }

  @Test
  void textBeyondAsciiGetsACharacterSet() {
    DataSet set = JsonModel.read("{\"00100020\":{\"Value\":[\"Müller\"],\"vr\":\"LO\"}}");
    assertThat(set.text(Tag.CHARACTER_SET)).hasValue("ISO_IR 192");
    assertThat(set.text(Tag.PATIENT_ID)).hasValue("Müller");
  }

  @Test
  void bulkDataLieBesideTheText(@TempDir Path folder) throws Exception {
    byte[] pixels = new byte[5000];
    pixels[7] = 9;
    DataSet set = DataSet.EMPTY.edit().put(Tag.PIXELS, VR.OB, pixels).build();
    String json = JsonModel.write(set, JsonBulk.files(folder, "a b.dcm"));
    assertThat(json)
        .isEqualTo("{\"7FE00010\":{\"vr\":\"OB\",\"BulkDataURI\":\"a_b.dcm.7FE00010.bin\"}}");
    assertThat(Files.size(folder.resolve("a_b.dcm.7FE00010.bin"))).isEqualTo(5000);
    DataSet again = JsonModel.read(json, Limits.DEFAULT, JsonBulk.from(folder));
    assertThat(Canonical.lines(again)).isEqualTo(Canonical.lines(set));
    assertThatThrownBy(() -> JsonModel.read(json)).hasMessageContaining("nothing is fetched");
    Limits small = new Limits(8, 100, 4000, 4000);
    assertThatThrownBy(() -> JsonModel.read(json, small, JsonBulk.from(folder)))
        .hasMessageContaining("limit");
  }

  @Test
  void bulkDataOutsideTheFolderAreRefused(@TempDir Path folder) throws Exception {
    Files.write(folder.resolve("x.bin"), new byte[10]);
    Path inner = Files.createDirectory(folder.resolve("inner"));
    for (String uri : List.of("../x.bin", "/etc/passwd", "a/b", "..", "http://example.org/x")) {
      String json = "{\"7FE00010\":{\"vr\":\"OB\",\"BulkDataURI\":\"" + uri + "\"}}";
      assertThatThrownBy(() -> JsonModel.read(json, Limits.DEFAULT, JsonBulk.from(inner)))
          .isInstanceOf(InputException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "3",
        "{",
        "{\"00100020\":3}",
        "{\"00100020\":{\"Value\":[\"SECRET\"]}}",
        "{\"00100020\":{\"vr\":\"ZZ\",\"Value\":[\"SECRET\"]}}",
        "{\"PatientID\":{\"vr\":\"LO\",\"Value\":[\"SECRET\"]}}",
        "{\"00100020\":{\"vr\":\"LO\",\"Value\":\"SECRET\"}}",
        "{\"00100020\":{\"vr\":\"LO\",\"Value\":[{\"SECRET\":1}]}}",
        "{\"00100020\":{\"vr\":\"LO\",\"Value\":[true]}}",
        "{\"00280010\":{\"vr\":\"US\",\"Value\":[70000]}}",
        "{\"00280010\":{\"vr\":\"US\",\"Value\":[\"SECRET\"]}}",
        "{\"00280010\":{\"vr\":\"US\",\"Value\":[1e99999999]}}",
        "{\"7FE00010\":{\"vr\":\"OB\",\"InlineBinary\":\"SECRET*\"}}",
        "{\"7FE00010\":{\"vr\":\"OB\",\"Value\":[1]}}",
        "{\"00081032\":{\"vr\":\"SQ\",\"Value\":[\"SECRET\"]}}",
        "{\"00100020\":{\"vr\":\"LO\"},\"00100020\":{\"vr\":\"LO\"}}"
      })
  void whatIsNoDicomJsonIsRefusedWithoutQuotingIt(String json) {
    assertThatThrownBy(() -> JsonModel.read(json))
        .isInstanceOf(InputException.class)
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void nestingAndCountAreBounded() {
    String open = "{\"00081032\":{\"vr\":\"SQ\",\"Value\":[";
    String deep = open.repeat(1000) + "{}" + "]}}".repeat(1000);
    assertThatThrownBy(() -> JsonModel.read(deep)).isInstanceOf(InputException.class);
    String wide = open + "{},".repeat(2000) + "{}]}}";
    Limits few = new Limits(8, 100, 4000, 4000);
    assertThatThrownBy(() -> JsonModel.read(wide, few, JsonBulk.nowhere()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("limit");
  }
}
