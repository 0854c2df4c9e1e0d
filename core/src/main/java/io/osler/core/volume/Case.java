package io.osler.core.volume;

import io.osler.core.config.Require;
import java.util.Map;
import java.util.TreeMap;

/**
 * One example on its way from file to finding: the image, what is known about it, whose it is.
 *
 * @param id unique in its data set
 * @param patient who it belongs to: splits, bootstraps and folds go by patient
 * @param attributes every further column (age, sex, scanner …): subgroups and clinical variables
 */
public record Case(
    String id, String patient, Volume image, Truth truth, Map<String, String> attributes) {
  public Case {
    if (truth instanceof Truth.Mask(LabelMap map)) {
      Require.that(
          map.size().equals(image.size()) && map.geometry().matches(image.geometry(), 1e-2),
          id + ": mask grid",
          map,
          "the grid of its image, " + image + " (resample one onto the other)");
    }
    attributes = java.util.Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  /** An unlabelled case: what prediction starts from. */
  public static Case of(String id, Volume image) {
    return new Case(id, id, image, new Truth.Unknown(), Map.of());
  }

  public Case with(Volume other) {
    return new Case(id, patient, other, truth, attributes);
  }

  public Case with(Volume other, Truth otherTruth) {
    return new Case(id, patient, other, otherTruth, attributes);
  }
}
