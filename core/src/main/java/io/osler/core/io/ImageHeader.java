package io.osler.core.io;

import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import java.util.Optional;

/**
 * What an image file says of itself, before any pixel is decoded.
 *
 * @param format by content, not by name
 * @param size as {@link ImageFile#read} will return it, orientation applied
 * @param channels as {@link ImageFile#read} will return them: 1 grey, 3 colour
 * @param bits per sample as stored
 * @param geometry {@link Geometry#UNIT} for pictures
 * @param warning for people: the name does not fit the content, for example
 */
public record ImageHeader(
    ImageFormat format,
    Size size,
    int channels,
    int bits,
    Geometry geometry,
    Optional<String> warning) {
  ImageHeader warned(Optional<String> text) {
    return new ImageHeader(format, size, channels, bits, geometry, text);
  }
}
