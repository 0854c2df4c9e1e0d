package io.osler.dicom.read;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What tells one channel of a volume from the others.
 *
 * @param attributes keyword → value of the attributes that differ between channels, such as {@code
 *     EchoTime} or {@code TemporalPositionIndex}; empty when there is only one channel
 * @param gradient of diffusion images
 */
public record Channel(Map<String, String> attributes, Optional<Gradient> gradient) {
  public Channel {
    attributes = java.util.Collections.unmodifiableMap(new TreeMap<>(attributes));
  }
}
