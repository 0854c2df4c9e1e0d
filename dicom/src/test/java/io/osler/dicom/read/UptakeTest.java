package io.osler.dicom.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DataSetBuilder;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.dataset.TransferSyntax;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SUV by body weight against sums worked out by hand; whatever is missing is refused. */
class UptakeTest {
  private static DataSetBuilder image() {
    DataSet tracer =
        DataSet.EMPTY
            .edit()
            .put(Tag.parse("RadionuclideTotalDose"), 370e6)
            .put(Tag.parse("RadionuclideHalfLife"), 6586.2)
            .put(Tag.parse("RadiopharmaceuticalStartTime"), "100000")
            .build();
    return Phantom.placed(Phantom.image("1.2.840.10008.5.1.4.1.1.128", "PT"), Phantom.AXIAL, 0)
        .put(Tag.SOP_INSTANCE, "1.2.3.4")
        .put(Tag.parse("Units"), "BQML")
        .put(Tag.parse("CorrectedImage"), "DECY", "ATTN", "SCAT")
        .put(Tag.parse("DecayCorrection"), "START")
        .put(Tag.parse("PatientWeight"), 70)
        .put(Tag.parse("SeriesDate"), "20260101")
        .put(Tag.parse("SeriesTime"), "114946.2")
        .put(Tag.parse("AcquisitionDate"), "20260101")
        .put(Tag.parse("AcquisitionTime"), "115000")
        .put(Tag.parse("RadiopharmaceuticalInformationSequence"), List.of(tracer));
  }

  private static double factor(DataSetBuilder image) {
    return Uptake.factor(DicomFile.of(image.build(), TransferSyntax.EXPLICIT_LITTLE));
  }

  /** One half-life after the injection half of the dose is left: 70,000 g / 185 MBq. */
  @Test
  void doseDecaysUntilTheStartOfTheSeries() {
    assertThat(factor(image())).isCloseTo(70_000 / 185e6, Offset.offset(1e-12));
  }

  @Test
  void decayCorrectedToInjectionNeedsNone() {
    assertThat(factor(image().put(Tag.parse("DecayCorrection"), "ADMIN")))
        .isCloseTo(70_000 / 370e6, Offset.offset(1e-15));
  }

  @Test
  void gramsPerMillilitreAreUptakeAlready() {
    assertThat(factor(image().put(Tag.parse("Units"), "GML"))).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "Units, PROPCPS, (0054;1001)",
    "CorrectedImage, ATTN, (0028;0051)",
    "DecayCorrection, NONE, (0054;1102)",
    "PatientWeight, 0, (0010;1030)",
    "SeriesTime, 13, (0008;0031)",
    "SeriesTime, 120000, (0008;0031)"
  })
  void whatIsMissingOrWrongIsRefused(String keyword, String value, String tag) {
    DataSetBuilder image = image().put(Tag.parse(keyword), value);
    assertThatThrownBy(() -> factor(image))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(tag.replace(';', ','));
  }
}
