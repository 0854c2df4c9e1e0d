package io.osler.dicom.read;

import io.osler.core.config.InputException;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Tag;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/**
 * SUV = activity · weight / (dose · 2^(−t / half-life)), body weight in g, activity in Bq/ml, dose
 * in Bq at injection, t the time from the injection to that to which the scanner corrected the
 * decay (PS3.3 C.8.9.1, C.8.9.4; the QIBA profile for FDG-PET). Anything missing or contradictory
 * is refused: a wrong factor looks like a right one.
 */
final class Uptake {
  private static final Tag UNITS = Tag.parse("Units");
  private static final Tag CORRECTED = Tag.parse("CorrectedImage");
  private static final Tag CORRECTION = Tag.parse("DecayCorrection");
  private static final Tag WEIGHT = Tag.parse("PatientWeight");
  private static final Tag RADIOPHARMACEUTICAL =
      Tag.parse("RadiopharmaceuticalInformationSequence");
  private static final Tag DOSE = Tag.parse("RadionuclideTotalDose");
  private static final Tag HALF_LIFE = Tag.parse("RadionuclideHalfLife");
  private static final Tag INJECTED = Tag.parse("RadiopharmaceuticalStartDateTime");
  private static final Tag INJECTION_TIME = Tag.parse("RadiopharmaceuticalStartTime");
  private static final Tag SERIES_DATE = Tag.parse("SeriesDate");
  private static final Tag SERIES_TIME = Tag.parse("SeriesTime");
  private static final Tag ACQUISITION_DATE = Tag.parse("AcquisitionDate");
  private static final Tag ACQUISITION_TIME = Tag.parse("AcquisitionTime");
  private static final Tag SUV_TYPE = Tag.parse("SUVType");

  private Uptake() {}

  /** What to multiply the rescaled values of an image with. */
  static double factor(DicomFile file) {
    DataSet image = file.dataSet();
    String units = image.text(UNITS).orElse("");
    if (units.equals("GML") && image.text(SUV_TYPE).orElse("BW").equals("BW")) {
      return 1;
    }
    if (units.equals("CNTS")) {
      return philips(file);
    }
    if (!units.equals("BQML")) {
      throw refused(file, UNITS, "is neither BQML, CNTS nor GML by body weight");
    }
    List<String> corrected = image.texts(CORRECTED);
    if (!corrected.contains("ATTN") || !corrected.contains("DECY")) {
      throw refused(file, CORRECTED, "does not list both ATTN and DECY");
    }
    double grams = 1000 * positive(file, image, WEIGHT);
    DataSet tracer =
        image
            .item(RADIOPHARMACEUTICAL)
            .orElseThrow(() -> refused(file, RADIOPHARMACEUTICAL, "is missing"));
    double dose = positive(file, tracer, DOSE);
    double halfLife = positive(file, tracer, HALF_LIFE);
    if (dose < 1e5) {
      throw refused(file, DOSE, "is no dose in becquerel: it looks like megabecquerel");
    }
    return switch (image.text(CORRECTION).orElse("")) {
      case "ADMIN" -> grams / dose;
      case "START" -> {
        double seconds = seconds(file, image, tracer);
        yield grams / (dose * Math.exp(-Math.log(2) * seconds / halfLife));
      }
      default -> throw refused(file, CORRECTION, "is neither START nor ADMIN");
    };
  }

  private static double philips(DicomFile file) {
    Optional<Tag> tag = file.dataSet().privateTag(0x7053, "Philips PET Private Group", 0x00);
    double factor = tag.map(one -> Private.number(file.dataSet(), one).orElse(0)).orElse(0.0);
    if (!(factor > 0) || Double.isInfinite(factor)) {
      throw refused(file, UNITS, "is CNTS, and there is no private factor to uptake");
    }
    return factor;
  }

  /** From injection to the time of reference, which is the start of the series. */
  private static double seconds(DicomFile file, DataSet image, DataSet tracer) {
    LocalDateTime series = moment(file, image, SERIES_DATE, SERIES_TIME);
    LocalDateTime acquired = moment(file, image, ACQUISITION_DATE, ACQUISITION_TIME);
    if (series.isAfter(acquired)) {
      // A series made afterwards: its time is not that to which the decay was corrected.
      series = vendor(file).orElseThrow(() -> refused(file, SERIES_TIME, "is later than the scan"));
    }
    Optional<String> whole = tracer.text(INJECTED).filter(text -> text.length() >= 14);
    LocalDateTime injected =
        whole.isPresent()
            ? dateTime(file, INJECTED, whole.get())
            : LocalDateTime.of(series.toLocalDate(), time(file, tracer, INJECTION_TIME));
    if (whole.isEmpty() && injected.isAfter(series)) {
      injected = injected.minusDays(1);
    }
    double seconds = Duration.between(injected, series).toMillis() / 1000.0;
    if (seconds < 0 || seconds > 86_400) {
      throw refused(file, INJECTION_TIME, "does not lie within the day before the scan");
    }
    return seconds;
  }

  /** GE keeps the time of reference. */
  private static Optional<LocalDateTime> vendor(DicomFile file) {
    return file.dataSet()
        .privateTag(0x0009, "GEMS_PETD_01", 0x0D)
        .flatMap(tag -> file.dataSet().text(tag).map(text -> dateTime(file, tag, text)));
  }

  private static LocalDateTime dateTime(DicomFile file, Tag tag, String text) {
    if (text.length() < 14) {
      throw refused(file, tag, "is no date and time");
    }
    return LocalDateTime.of(
        date(file, tag, text.substring(0, 8)), time(file, tag, text.substring(8, 14)));
  }

  private static LocalDateTime moment(DicomFile file, DataSet image, Tag date, Tag time) {
    String text = image.text(date).orElseThrow(() -> refused(file, date, "is missing"));
    return LocalDateTime.of(date(file, date, text), time(file, image, time));
  }

  private static LocalDate date(DicomFile file, Tag tag, String text) {
    try {
      return LocalDate.parse(text, java.time.format.DateTimeFormatter.BASIC_ISO_DATE);
    } catch (DateTimeException e) {
      throw refused(file, tag, "is no date");
    }
  }

  private static LocalTime time(DicomFile file, DataSet from, Tag tag) {
    return time(file, tag, from.text(tag).orElseThrow(() -> refused(file, tag, "is missing")));
  }

  private static LocalTime time(DicomFile file, Tag tag, String text) {
    if (!text.matches("[0-9]{6}(\\.[0-9]{1,6})?")) {
      throw refused(file, tag, "is no time of day");
    }
    try {
      LocalTime whole =
          LocalTime.of(
              Integer.parseInt(text.substring(0, 2)),
              Integer.parseInt(text.substring(2, 4)),
              Math.min(59, Integer.parseInt(text.substring(4, 6))));
      double fraction = text.length() > 7 ? Double.parseDouble("0" + text.substring(6)) : 0;
      return whole.plusNanos(Math.round(fraction * 1e9));
    } catch (DateTimeException e) {
      throw refused(file, tag, "is no time of day");
    }
  }

  private static double positive(DicomFile file, DataSet from, Tag tag) {
    double value = from.number(tag).orElse(0);
    if (!(value > 0) || Double.isInfinite(value)) {
      throw refused(file, tag, "is missing or not positive");
    }
    return value;
  }

  private static InputException refused(DicomFile file, Tag tag, String what) {
    return new InputException(
        file.name() + " cannot become standardised uptake: " + tag + " " + what + ".",
        "the factor from activity to uptake depends on it.",
        "read the series in its own units, or correct the header.");
  }
}
