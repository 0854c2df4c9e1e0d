package io.osler.dicom.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DataSetBuilder;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.dataset.TransferSyntax;
import io.osler.dicom.dataset.VR;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attributes and functional groups that other attributes ask for. */
class ConditionalsTest {
  private static DataSetBuilder object(String sopClass) {
    return DataSet.EMPTY
        .edit()
        .put(Tag.SOP_CLASS, sopClass)
        .put(Tag.SOP_INSTANCE, "1.2.3")
        .put(Tag.MODALITY, "OT");
  }

  private static List<String> problems(DataSetBuilder made) {
    return Validator.check(DicomFile.of(made.build(), TransferSyntax.EXPLICIT_LITTLE)).stream()
        .map(Problem::toString)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "A, A, x, true",
        "A, A, none, false",
        "!A, A, none, true",
        "!A, A, x, false",
        "A=X|Y, A, Y, true",
        "A=X|Y, A, Z, false",
        "A=X|Y, A, none, false",
        "A!=X, A, Z, true",
        "A!=X, A, X, false",
        "A[2]=X, A, Y\\X, true",
        "A[1]=X, A, Y\\X, false",
      })
  void termsAskForPresenceAndValues(String text, String a, String values, boolean holds) {
    Condition condition = Condition.parse(text.replace(a, "ImageType"));
    Optional<List<String>> found =
        Optional.ofNullable(values).map(all -> List.of(all.split("\\\\")));
    assertThat(condition.holds(tag -> found)).isEqualTo(holds);
  }

  @Test
  void anAttributeAsksForItsPartner() {
    DataSetBuilder ct =
        object("1.2.840.10008.5.1.4.1.1.2").put(Tag.parse("WindowCenter"), VR.DS, 40);
    assertThat(problems(ct))
        .anyMatch(
            line ->
                line.contains(
                    "(0028,1051) WindowWidth: is missing, required here (type 1C, C.11.2)"))
        .anyMatch(line -> line.contains("(0018,5100) PatientPosition: is missing"));
    ct.put(Tag.parse("WindowWidth"), VR.DS, 400).put(Tag.parse("PatientPosition"), "");
    assertThat(problems(ct))
        .noneMatch(line -> line.contains("WindowWidth") || line.contains("PatientPosition"));
  }

  @Test
  void itemsAreHeldToTheirOwnConditions() {
    DataSet code = DataSet.EMPTY.edit().put(Tag.parse("CodeValue"), "T-1").build();
    DataSet text =
        DataSet.EMPTY
            .edit()
            .put(Tag.parse("ValueType"), "TEXT")
            .put(Tag.parse("ConceptNameCodeSequence"), List.of(code))
            .build();
    DataSetBuilder report =
        object("1.2.840.10008.5.1.4.1.1.88.22").put(Tag.parse("ContentSequence"), List.of(text));
    assertThat(problems(report))
        .anyMatch(line -> line.contains("(0040,a730)[1].(0040,a160) TextValue: is missing"))
        .anyMatch(
            line ->
                line.contains("(0040,a730)[1].(0040,a043)[1].(0008,0102) CodingSchemeDesignator"));
  }

  @Test
  void framePointersMustPointToSomething() {
    DataSetBuilder cine =
        object("1.2.840.10008.5.1.4.1.1.3.1")
            .put(Tag.parse("FrameIncrementPointer"), VR.AT, new byte[] {0x18, 0, 0x63, 0x10});
    assertThat(problems(cine))
        .anyMatch(line -> line.contains("(0018,1063) FrameTime: is missing, required because"));
  }

  private static DataSet group(String... sequences) {
    DataSetBuilder made = DataSet.EMPTY.edit();
    for (String one : sequences) {
      made.put(Tag.parse(one), List.of(DataSet.EMPTY));
    }
    return made.build();
  }

  @Test
  void enhancedObjectsAskForTheirFunctionalGroups() {
    DataSetBuilder mr =
        object("1.2.840.10008.5.1.4.1.1.4.1")
            .put(Tag.IMAGE_TYPE, "ORIGINAL", "PRIMARY", "VOLUME", "NONE")
            .put(
                Tag.SHARED_GROUPS,
                List.of(
                    group(
                        "PixelMeasuresSequence",
                        "PlaneOrientationSequence",
                        "PixelValueTransformationSequence",
                        "MREchoSequence")))
            .put(
                Tag.FRAME_GROUPS,
                List.of(group("FrameContentSequence", "PlanePositionSequence"), group()));
    assertThat(problems(mr))
        .anyMatch(line -> line.contains("PlanePositionSequence: is missing for frame(s) [2]"))
        .anyMatch(line -> line.contains("FrameContentSequence: is missing for frame(s) [2]"))
        .anyMatch(
            line ->
                line.contains("MRImageFrameTypeSequence: is missing for every frame")
                    && line.contains("A.36.2.4"))
        .anyMatch(line -> line.contains("MRAveragesSequence: is missing"))
        .anyMatch(
            line ->
                line.contains("(5200,9229)[1].(0028,9145)[1].(0028,1053) RescaleSlope: is missing"))
        .noneMatch(line -> line.contains("MREchoSequence: is missing"))
        .noneMatch(line -> line.contains("PlaneOrientationSequence: is missing"));
    mr.put(Tag.IMAGE_TYPE, "DERIVED", "PRIMARY", "VOLUME", "NONE");
    assertThat(problems(mr)).noneMatch(line -> line.contains("MRAveragesSequence"));
  }
}
