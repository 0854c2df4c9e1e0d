package io.osler.dicom.read;

import io.osler.core.config.InputException;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Tag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * v(c, k, j, i) = slope · stored + intercept: what a series shows, right or refused.
 *
 * @param volume slices in ascending order along the normal of their plane, right-handed, LPS;
 *     channels are echoes, phases, directions, moments; colour takes three channels each
 * @param placement what its geometry may be used for; {@link Placement#PATIENT} for whatever has
 *     positions in its headers
 * @param channels what each channel is: one entry for each of {@code volume.channels()}, or for
 *     each three of them when in colour
 * @param colour whether channels come in threes of red, green and blue, 0 to 255 or more
 * @param warnings what was done or assumed, in sentences
 */
public record SeriesImage(
    Volume volume,
    Placement placement,
    List<Channel> channels,
    boolean colour,
    List<String> warnings) {
  public SeriesImage {
    channels = List.copyOf(channels);
    warnings = List.copyOf(warnings);
  }

  public static SeriesImage read(Series series) {
    return read(series, ReadOptions.DEFAULT);
  }

  /** Right, or an {@link InputException}: there is no third outcome. */
  public static SeriesImage read(Series series, ReadOptions options) {
    String name = "Series " + series.uid();
    if (series.files().isEmpty()) {
      throw Plane.refused(name, "has no files");
    }
    Path first = series.files().getFirst();
    DicomFile header = DicomFile.readHeader(first, options.limits());
    if (!Frames.arePlaced(header.dataSet())) {
      if (series.files().size() > 1) {
        throw Plane.refused(name, "has images without a place " + Tag.POSITION);
      }
      return Flat.read(first, header, options, series.warnings());
    }
    return placed(name, series, options);
  }

  private static SeriesImage placed(String name, Series series, ReadOptions options) {
    Assembly assembly = Assembly.of(name, series, options);
    Stack stack = assembly.stack();
    Volume volume =
        Pixels.volume(
            name,
            assembly.channels(),
            assembly.size(),
            stack.geometry(),
            assembly.colour(),
            options);
    List<String> warnings = new ArrayList<>(assembly.warnings());
    if (stack.isTilted()) {
      volume = Shear.straightened(name, volume, stack, least(volume.voxels()));
      warnings.add(
          String.format(
              Locale.ROOT,
              "The stack is tilted by %.2f degrees; its slices were moved back, linearly.",
              stack.degrees()));
    }
    return new SeriesImage(
        volume, Placement.PATIENT, assembly.meanings(), assembly.colour(), warnings);
  }

  private static float least(float[] voxels) {
    float least = Float.MAX_VALUE;
    for (float v : voxels) {
      least = Math.min(least, v);
    }
    return Float.isFinite(least) ? least : 0;
  }

  /** A header may promise more than the program can hold; it is asked before anything is made. */
  static void requireMemory(String name, Size size, int channels) {
    long voxels = (long) size.voxels() * channels;
    if (voxels > Integer.MAX_VALUE - 8 || voxels * 4 > Runtime.getRuntime().maxMemory() / 10 * 9) {
      throw new InputException(
          "%s needs %,d MB for %d channel(s) of %s voxels."
              .formatted(name, voxels * 4 >> 20, channels, size),
          "that is more than the program may use, or than an array can hold.",
          "give the program more memory (-Xmx), or split the series.");
    }
  }
}
