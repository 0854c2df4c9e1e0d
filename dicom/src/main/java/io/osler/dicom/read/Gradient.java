package io.osler.dicom.read;

import io.osler.core.volume.Geometry;
import io.osler.core.volume.Vec3;
import java.util.Optional;

/**
 * Diffusion weighting of one channel.
 *
 * @param bValue s/mm²
 * @param direction unit vector in patient axes (LPS); zero where there is none (b = 0, a trace);
 *     empty where the vendor's way of writing it is not known well enough
 */
public record Gradient(double bValue, Optional<Vec3> direction) {
  /**
   * (−g·i, g·j, g·k): along the voxel axes as FSL wants them beside a NIfTI file of this geometry,
   * the first component turned round because the file's matrix has a positive determinant.
   */
  public Optional<Vec3> fsl(Geometry geometry) {
    return direction.map(
        g -> {
          Vec3 along = geometry.direction().transposeTimes(g);
          return along.with(0, 0 - geometry.direction().handedness() * along.x());
        });
  }

  /** Equal for frames of one channel. */
  String key() {
    return direction
        .map(
            g ->
                String.format(
                    java.util.Locale.ROOT, "%.1f %.4f %.4f %.4f", bValue, g.x(), g.y(), g.z()))
        .orElse(Double.toString(bValue))
        .replace("-0.0000", "0.0000");
  }
}
