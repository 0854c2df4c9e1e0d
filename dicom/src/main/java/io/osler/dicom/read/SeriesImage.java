package io.osler.dicom.read;

import io.osler.core.config.InputException;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.dicom.codec.PixelLayout;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Tag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
    List<String> warnings = new ArrayList<>(series.warnings());
    List<Frame> frames = new ArrayList<>();
    Optional<PixelLayout> shape = Optional.empty();
    Size plane = Size.of(1, 1);
    double thickness = 0;
    for (Path path : series.files()) {
      DicomFile file = DicomFile.readHeader(path, options.limits());
      PixelLayout layout = PixelLayout.of(file.dataSet(), options.limits());
      if (shape.isPresent() && !isSameGrid(shape.get(), layout)) {
        throw Plane.refused(name, "mixes image sizes");
      }
      List<Frame> own = Frames.of(path, file, layout);
      if (options.uptake()) {
        double factor = Uptake.factor(file);
        own = own.stream().map(frame -> frame.scaled(factor)).toList();
      }
      Size tile = Size.of(Mosaic.width(layout, own), Mosaic.height(layout, own));
      if (shape.isPresent() && !tile.equals(plane)) {
        throw Plane.refused(name, "mixes mosaics of different slice counts");
      }
      plane = tile;
      thickness = thickness > 0 ? thickness : Frames.thickness(file.dataSet());
      shape = Optional.of(layout);
      frames.addAll(own);
    }
    PixelLayout layout = shape.orElseThrow();
    Arrangement arrangement =
        Arrangement.of(frames)
            .or(() -> Arrangement.of(Repeats.dropped(name, frames, options.limits(), warnings)))
            .orElseThrow(() -> Arrangement.refused(name, frames));
    Placement placement = Placement.PATIENT;
    List<Stack> stacks = new ArrayList<>();
    for (List<Frame> channel : arrangement.channels()) {
      if (channel.size() == 1 && thickness == 0) {
        warnings.add(
            "A single slice without thickness: a picture, no volume; its depth is unknown.");
        placement = Placement.CALIBRATED;
      }
      List<Plane> planes = channel.stream().map(Frame::plane).toList();
      stacks.add(Stack.of(name, planes, thickness > 0 ? thickness : 1));
    }
    Stack stack = requireOneGrid(name, stacks);
    boolean colour = Pixels.isColour(layout);
    Size size = new Size(plane.width(), plane.height(), arrangement.channels().getFirst().size());
    Volume volume =
        Pixels.volume(name, arrangement.channels(), size, stack.geometry(), colour, options);
    if (stack.isTilted()) {
      if (options.tilt() == ReadOptions.Tilt.REFUSE) {
        throw stack.tilted(name);
      }
      volume = Shear.straightened(name, volume, stack, least(volume.voxels()));
      warnings.add(
          String.format(
              Locale.ROOT,
              "The stack is tilted by %.2f degrees; its slices were moved back, linearly.",
              stack.degrees()));
    }
    return new SeriesImage(volume, placement, arrangement.meanings(), colour, warnings);
  }

  private static float least(float[] voxels) {
    float least = Float.MAX_VALUE;
    for (float v : voxels) {
      least = Math.min(least, v);
    }
    return Float.isFinite(least) ? least : 0;
  }

  private static Stack requireOneGrid(String name, List<Stack> stacks) {
    Stack first = stacks.getFirst();
    for (Stack other : stacks) {
      double tolerance = 0.02 * Math.max(1, first.geometry().spacing().norm());
      if (!other.geometry().matches(first.geometry(), tolerance)
          || Math.abs(other.across() - first.across()) > tolerance
          || Math.abs(other.down() - first.down()) > tolerance) {
        throw Plane.refused(name, "has channels that do not lie on one grid");
      }
    }
    return first;
  }

  private static boolean isSameGrid(PixelLayout a, PixelLayout b) {
    return a.rows() == b.rows()
        && a.columns() == b.columns()
        && a.samples() == b.samples()
        && a.photometric().startsWith("PALETTE") == b.photometric().startsWith("PALETTE");
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
