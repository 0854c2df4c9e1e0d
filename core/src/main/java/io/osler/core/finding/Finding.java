package io.osler.core.finding;

import java.util.List;
import java.util.Optional;

/**
 * Something that was seen, as far as it was said: what, where, how large.
 *
 * @param id what it is called in this report, for people; may be empty
 * @param uid the same lesion over reports and visits
 * @param what the kind of finding
 * @param sites where in the body, most important first
 * @param attributes answers that are no numbers, such as a malignancy or a shape
 */
public record Finding(
    String id,
    Optional<String> uid,
    Optional<Code> what,
    List<Code> sites,
    List<Measurement> measurements,
    List<Measurement.Attribute> attributes,
    List<Place> places) {
  public Finding {
    sites = List.copyOf(sites);
    measurements = List.copyOf(measurements);
    attributes = List.copyOf(attributes);
    places = List.copyOf(places);
  }

  /** The first measurement of a quantity. */
  public Optional<Measurement> measurement(String value, String scheme) {
    return measurements.stream().filter(one -> one.quantity().is(value, scheme)).findFirst();
  }
}
