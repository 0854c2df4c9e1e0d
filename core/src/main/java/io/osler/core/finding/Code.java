package io.osler.core.finding;

import io.osler.core.config.Require;

/**
 * A concept by its code, as terminologies and DICOM name it: (value, scheme, meaning).
 *
 * @param scheme who defined it: {@code SCT}, {@code DCM}, {@code UCUM}, {@code 99OWN} …
 * @param meaning for people; two codes are the same concept whatever their meanings say
 */
public record Code(String value, String scheme, String meaning) {
  public Code {
    Require.that(!value.isBlank(), "code value", value, "not blank");
    Require.that(!scheme.isBlank(), "coding scheme", scheme, "not blank");
  }

  /** Whether both name the same concept: same value and scheme. */
  public boolean is(String otherValue, String otherScheme) {
    return value.equals(otherValue) && scheme.equals(otherScheme);
  }

  @Override
  public String toString() {
    return meaning + " (" + value + ", " + scheme + ")";
  }
}
