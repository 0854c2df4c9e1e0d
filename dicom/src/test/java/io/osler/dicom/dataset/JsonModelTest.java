package io.osler.dicom.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The shapes of PS3.18 F.2 and F.4. */
class JsonModelTest {
  @Test
  void everyKindOfValue() {
    DataSet set =
        DataSet.EMPTY
            .edit()
            .put(Tag.PATIENT_NAME, "Yamada^Tarou=山田^太郎")
            .put(Tag.PATIENT_ID, "a\"b")
            .put(Tag.ROWS, 512)
            .put(Tag.PIXEL_SPACING, "0.5", "1")
            .put(Tag.MODALITY, new String[0])
            .put(DicomFileTest.CODES, List.of(DataSet.EMPTY))
            .put(Tag.PIXELS, VR.OW, new byte[] {1, 2})
            .build();
    String wanted =
        "{\"00080060\":{\"vr\":\"CS\"},\"00081032\":{\"vr\":\"SQ\",\"Value\":[{}]},"
            + "\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"Yamada^Tarou\","
            + "\"Ideographic\":\"山田^太郎\"}]},"
            + "\"00100020\":{\"vr\":\"LO\",\"Value\":[\"a\\\"b\"]},"
            + "\"00280010\":{\"vr\":\"US\",\"Value\":[512]},"
            + "\"00280030\":{\"vr\":\"DS\",\"Value\":[0.5,1]},"
            + "\"7FE00010\":{\"vr\":\"OW\",\"InlineBinary\":\"AQI=\"}}";
    assertThat(JsonModel.write(set)).isEqualTo(wanted);
  }

  @Test
  void bigEndianWordsAreTurned() {
    DataSet set = DataSet.EMPTY.edit().put(Tag.PIXELS, VR.OW, new byte[] {1, 2}).build();
    byte[] big =
        DicomFile.of(
                set.edit().put(Tag.SOP_CLASS, "1.2").put(Tag.SOP_INSTANCE, "1.3").build(),
                TransferSyntax.EXPLICIT_BIG)
            .bytes();
    assertThat(JsonModel.write(DicomFile.parse("x", big).dataSet())).contains("\"AQI=\"");
  }
}
