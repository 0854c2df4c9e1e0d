package io.osler.dicom.validate;

/**
 * One thing wrong with an object; values are never quoted, because they may be patient data.
 *
 * @param place file part or element, for example {@code (0008,0060) Modality}; inside sequences
 *     with the way to it
 */
public record Problem(Severity severity, String place, String text) {
  /** How bad it is. */
  public enum Severity {
    /** The standard forbids it. */
    ERROR,
    /** Allowed or readable, and likely to surprise somebody. */
    WARNING
  }

  static Problem error(String place, String text) {
    return new Problem(Severity.ERROR, place, text);
  }

  static Problem warning(String place, String text) {
    return new Problem(Severity.WARNING, place, text);
  }

  @Override
  public String toString() {
    return severity.name().toLowerCase(java.util.Locale.ROOT) + "\t" + place + ": " + text + ".";
  }
}
