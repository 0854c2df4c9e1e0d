package io.osler.learn.data;

import io.osler.core.config.InputException;
import io.osler.core.volume.Case;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One image of a data set that has not been read yet.
 *
 * @param id unique in its data set, and the same on every machine
 * @param patient whose it is; the id where nothing is known
 * @param attributes every further column: subgroups and clinical variables
 */
public record Entry(
    String id,
    String patient,
    Split split,
    Truth truth,
    Map<String, String> attributes,
    Source source) {
  public Entry {
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  /** Reads the image, and its label map where it has one. */
  public Case load() {
    Volume image = source.read();
    return new Case(id, patient, image, source.truth(truth, image), attributes);
  }

  /** As {@link #load}; an image with NaN or infinite voxels is refused, since sums over it are. */
  public Case sound() {
    Case one = load();
    float wrong = 0;
    for (float v : one.image().voxels()) {
      wrong += v * 0; // 0 for finite values, NaN otherwise
    }
    if (wrong != 0) {
      throw new InputException(
          "The image '" + id + "' holds NaN or infinite values.",
          "undefined voxels outside a field of view, or a damaged file.",
          "repair it or take it out; 'osler fingerprint' lists all of them.");
    }
    return one;
  }

  /** A file's name without the ending of an image format: the id of a case in its own file. */
  public static String stem(Path file) {
    return OutlinedSets.stem(file);
  }

  public Entry with(Split other) {
    return new Entry(id, patient, other, truth, attributes, source);
  }

  public Entry with(Truth other) {
    return new Entry(id, patient, split, other, attributes, source);
  }

  /** SHA-256 of the stored image bytes: whether a model has seen this image. */
  public String hash() {
    return Hash.of(source::digest);
  }

  public boolean isLabelled() {
    return source.outlined() || !(truth instanceof Truth.Unknown);
  }
}
