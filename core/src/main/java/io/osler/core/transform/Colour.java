package io.osler.core.transform;

import io.osler.core.config.Require;
import io.osler.core.volume.Volume;

/** What the colour steps share: three channels, and grey as ITU-R BT.601 weighs them. */
final class Colour {
  private Colour() {}

  static void check(Volume image, String step) {
    Require.that(
        image.channels() == 3,
        step + ": channels",
        image.channels(),
        "three, red, green and blue (leave the step out for grey images)");
  }

  static float grey(float red, float green, float blue) {
    return 0.2989f * red + 0.587f * green + 0.114f * blue;
  }
}
