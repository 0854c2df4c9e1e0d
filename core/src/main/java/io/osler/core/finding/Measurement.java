package io.osler.core.finding;

import io.osler.core.config.Require;
import java.util.List;

/**
 * quantity = value unit: one number about a finding.
 *
 * @param quantity what was measured, for example a volume or a diameter
 * @param value finite
 * @param unit UCUM as a rule
 * @param modifiers how it was measured: name and value of each, such as a method or a derivation
 */
public record Measurement(Code quantity, double value, Code unit, List<Attribute> modifiers) {
  public Measurement {
    Require.that(Double.isFinite(value), quantity.meaning(), value, "finite");
    modifiers = List.copyOf(modifiers);
  }

  public static Measurement of(Code quantity, double value, Code unit) {
    return new Measurement(quantity, value, unit, List.of());
  }

  /** A named concept: what is asked, and the answer. */
  public record Attribute(Code name, Code value) {}
}
