package io.osler.core.io;

import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;

/** Turns a picture as its EXIF or TIFF orientation (1 to 8) asks, so that it is seen upright. */
final class Upright {
  private Upright() {}

  static Size size(Size stored, int orientation) {
    return orientation >= 5 ? new Size(stored.height(), stored.width(), stored.depth()) : stored;
  }

  static Volume turn(Volume stored, int orientation) {
    if (orientation <= 1) {
      return stored;
    }
    Size from = stored.size();
    Size to = size(from, orientation);
    int right = from.width() - 1;
    int bottom = from.height() - 1;
    float[] out = new float[stored.voxels().length];
    int at = 0;
    for (int c = 0; c < stored.channels(); c++) {
      for (int k = 0; k < to.depth(); k++) {
        for (int y = 0; y < to.height(); y++) {
          for (int x = 0; x < to.width(); x++) {
            out[at++] =
                switch (orientation) {
                  case 2 -> stored.at(c, right - x, y, k);
                  case 3 -> stored.at(c, right - x, bottom - y, k);
                  case 4 -> stored.at(c, x, bottom - y, k);
                  case 5 -> stored.at(c, y, x, k);
                  case 6 -> stored.at(c, y, bottom - x, k);
                  case 7 -> stored.at(c, right - y, bottom - x, k);
                  default -> stored.at(c, right - y, x, k);
                };
          }
        }
      }
    }
    return new Volume(to, stored.channels(), stored.geometry(), out);
  }
}
