package io.osler.core.volume;

import io.osler.core.config.Require;

/**
 * v(c, k, j, i): one or more channels of intensities on one geometry; a 2-D image is a volume of
 * one slice, a colour image one of three channels (red, green, blue; 0 to 255 unless scaled).
 *
 * <p>Voxel (i, j, k) of channel c lies at {@code c * size.voxels() + size.offset(i, j, k)}. The
 * constructor takes the array over: nobody writes to it again.
 */
public record Volume(Size size, int channels, Geometry geometry, float[] voxels) {
  public Volume {
    Require.atLeast("channels", channels, 1);
    Require.that(
        voxels.length == (long) channels * size.voxels(),
        "voxels.length",
        voxels.length,
        "channels × voxels = " + (long) channels * size.voxels());
  }

  /** A grey image or volume of one channel. */
  public static Volume of(Size size, Geometry geometry, float[] voxels) {
    return new Volume(size, 1, geometry, voxels);
  }

  public float at(int channel, int i, int j, int k) {
    return voxels[channel * size.voxels() + size.offset(i, j, k)];
  }

  public boolean is2d() {
    return size.is2d();
  }

  /** The same grid with other intensities; the channel count follows from the array's length. */
  public Volume with(float[] other) {
    return new Volume(size, other.length / size.voxels(), geometry, other);
  }

  /** One channel as a volume of its own (a copy). */
  public Volume channel(int channel) {
    int n = size.voxels();
    return of(size, geometry, java.util.Arrays.copyOfRange(voxels, channel * n, channel * n + n));
  }

  @Override
  public String toString() {
    return "Volume["
        + size
        + ", "
        + channels
        + " channel(s), spacing "
        + geometry.spacing()
        + " mm]";
  }
}
