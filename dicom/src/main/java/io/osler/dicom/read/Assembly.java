package io.osler.dicom.read;

import io.osler.core.volume.Size;
import io.osler.dicom.codec.PixelLayout;
import io.osler.dicom.dataset.DicomFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the headers of a placed series come to, before any pixel is read: which frame is which slice
 * of which channel, and the grid that they form.
 *
 * @param size of one channel, before a tilt is taken out
 */
record Assembly(
    String name,
    List<List<Frame>> channels,
    List<Channel> meanings,
    Stack stack,
    Size size,
    boolean colour,
    List<String> warnings) {

  static Assembly of(String name, Series series, ReadOptions options) {
    List<String> warnings = new ArrayList<>(series.warnings());
    List<Frame> frames = new ArrayList<>();
    Optional<PixelLayout> shape = Optional.empty();
    Size plane = Size.of(1, 1);
    double thickness = 0;
    for (Path path : series.files()) {
      DicomFile file = DicomFile.readHeader(path, options.limits());
      PixelLayout layout = PixelLayout.of(file.dataSet(), options.limits());
      Pixels.requireGreyOrColour(file.name(), layout);
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
    Arrangement arrangement =
        Arrangement.of(frames)
            .or(() -> Arrangement.of(Repeats.dropped(name, frames, options.limits(), warnings)))
            .orElseThrow(() -> Arrangement.refused(name, frames));
    Stack stack = stack(name, arrangement, thickness, warnings);
    if (stack.isTilted() && options.tilt() == ReadOptions.Tilt.REFUSE) {
      throw stack.tilted(name);
    }
    int depth = arrangement.channels().getFirst().size();
    return new Assembly(
        name,
        arrangement.channels(),
        arrangement.meanings(),
        stack,
        new Size(plane.width(), plane.height(), depth),
        Pixels.isColour(shape.orElseThrow()),
        List.copyOf(warnings));
  }

  private static Stack stack(
      String name, Arrangement arrangement, double thickness, List<String> warnings) {
    List<Stack> stacks = new ArrayList<>();
    for (List<Frame> channel : arrangement.channels()) {
      List<Plane> planes = channel.stream().map(Frame::plane).toList();
      stacks.add(Stack.of(name, planes, thickness > 0 ? thickness : 1));
    }
    if (thickness == 0 && arrangement.channels().getFirst().size() == 1) {
      warnings.add("A single slice without thickness: 1 mm is assumed along the normal.");
    }
    return requireOneGrid(name, stacks);
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
}
