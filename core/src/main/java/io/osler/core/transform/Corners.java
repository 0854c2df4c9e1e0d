package io.osler.core.transform;

import io.osler.core.volume.Truth;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;

/** The axis-aligned box around a moved box: the bounds of its eight moved corners. */
final class Corners {
  private Corners() {}

  static Truth.Box around(Truth.Box box, Spatial transform, Volume image) {
    Vec3 low = new Vec3(1, 1, 1).times(Double.POSITIVE_INFINITY);
    Vec3 high = low.times(-1);
    for (int corner = 0; corner < 8; corner++) {
      Vec3 at =
          transform.move(
              new Vec3(
                  (corner & 1) == 0 ? box.low().x() : box.high().x(),
                  (corner & 2) == 0 ? box.low().y() : box.high().y(),
                  (corner & 4) == 0 ? box.low().z() : box.high().z()),
              image);
      low =
          new Vec3(Math.min(low.x(), at.x()), Math.min(low.y(), at.y()), Math.min(low.z(), at.z()));
      high =
          new Vec3(
              Math.max(high.x(), at.x()), Math.max(high.y(), at.y()), Math.max(high.z(), at.z()));
    }
    return new Truth.Box(low, high, box.label());
  }
}
