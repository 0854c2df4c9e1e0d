package io.osler.learn.data;

import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/** Where the image of an entry comes from; read when asked, by any thread. */
public interface Source {
  /** Decodes the image; a damaged one is refused with an InputException that names it. */
  Volume read();

  /** Feeds the stored bytes, undecoded, to a hash: equal images stored equally hash equally. */
  void digest(MessageDigest digest);

  /** Whether a label map lies beside the image; it is read together with it. */
  default boolean outlined() {
    return false;
  }

  /**
   * What is known about the image: {@code known}, or the label map, checked against the image's
   * grid.
   */
  default Truth truth(Truth known, Volume image) {
    return known;
  }

  /** Feeds the stored bytes of the label map, if there is one. */
  default void digestTruth(MessageDigest digest) {}

  /** The image's (first) file, if it has one: predictions follow it in name and format. */
  default Optional<Path> origin() {
    return Optional.empty();
  }
}
