package io.osler.dicom.codec;

import io.osler.core.config.InputException;

/** Pixel data that cannot be decoded, in words. */
final class Refusal {
  private Refusal() {}

  /** Says where it happened: file, element, byte and frame, never a value. */
  static InputException at(String where, InputException refused) {
    return new InputException(where + ": " + refused.getMessage(), "", "", refused);
  }

  static InputException damaged(String what) {
    return new InputException(
        "The pixel data " + what + ".",
        "a truncated or damaged file.",
        "obtain the file again from its source.");
  }

  static InputException unsupported(String what) {
    return new InputException(
        "The pixel data " + what + ".",
        "Osler does not decode this.",
        "convert the file to Explicit VR Little Endian with the software that made it.");
  }
}
