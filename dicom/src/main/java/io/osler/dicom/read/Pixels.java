package io.osler.dicom.read;

import io.osler.core.config.InputException;
import io.osler.core.parallel.Parts;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.dicom.codec.Colour;
import io.osler.dicom.codec.PixelData;
import io.osler.dicom.codec.PixelLayout;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Limits;
import io.osler.dicom.dataset.Tag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decodes frames into the places that they have in a volume, in parallel. */
final class Pixels {
  /** One for each thread that decodes. */
  private static final ThreadLocal<NativeFrames.Room> ROOM =
      ThreadLocal.withInitial(NativeFrames.Room::new);

  private Pixels() {}

  /** One frame and where its voxels begin. */
  private record Target(Frame frame, int start) {}

  static boolean isColour(PixelLayout layout) {
    return layout.samples() == 3 || layout.photometric().startsWith("PALETTE");
  }

  /** Grey or colour: of two or four samples nobody knows what they are. */
  static void requireGreyOrColour(String name, PixelLayout layout) {
    if (!isColour(layout) && layout.samples() != 1) {
      throw Plane.refused(
          name,
          "has " + layout.samples() + " samples a pixel " + Tag.SAMPLES + ", no grey, no colour");
    }
  }

  static Volume volume(
      String name,
      List<List<Frame>> channels,
      Size size,
      Geometry geometry,
      boolean colour,
      ReadOptions options) {
    int components = colour ? 3 : 1;
    SeriesImage.requireMemory(name, size, channels.size() * components);
    Map<Path, List<Target>> byFile = new LinkedHashMap<>();
    for (int c = 0; c < channels.size(); c++) {
      for (int k = 0; k < size.depth(); k++) {
        Frame frame = channels.get(c).get(k);
        int start = c * components * size.voxels() + size.offset(0, 0, k);
        byFile
            .computeIfAbsent(frame.path(), one -> new ArrayList<>())
            .add(new Target(frame, start));
      }
    }
    float[] voxels = new float[channels.size() * components * size.voxels()];
    List<Map.Entry<Path, List<Target>>> files = List.copyOf(byFile.entrySet());
    // Many files: one after the other on each thread, none of them kept. Few: their frames.
    boolean many = files.size() > 1;
    Parts.each(
        many ? files.size() : 1,
        f -> {
          Path path = files.get(f).getKey();
          List<Target> targets = files.get(f).getValue();
          if (!colour && targets.stream().allMatch(one -> one.frame.block().isPresent())) {
            direct(path, targets, voxels);
            return;
          }
          PixelData pixels = open(path, targets, size, colour, options.limits());
          Optional<DicomFile> palette =
              colour ? Optional.of(DicomFile.readHeader(path, options.limits())) : Optional.empty();
          if (isMosaic(targets)) {
            tiles(pixels, targets, size, voxels);
            return;
          }
          Parts.each(
              many ? 1 : targets.size(),
              t -> {
                for (Target target : many ? targets : targets.subList(t, t + 1)) {
                  if (palette.isPresent()) {
                    colour(pixels, palette.get(), target, size, voxels);
                  } else {
                    values(pixels, target.frame, voxels, target.start);
                  }
                }
              });
        });
    return new Volume(size, channels.size() * components, geometry, voxels);
  }

  private static void direct(Path path, List<Target> targets, float[] voxels) {
    try (NativeFrames frames = NativeFrames.open(path, ROOM.get())) {
      for (Target target : targets) {
        frames.read(target.frame, target.frame.block().orElseThrow(), voxels, target.start);
      }
    }
  }

  private static void values(PixelData pixels, Frame frame, float[] into, int start) {
    if (frame.table().isPresent()) {
      double[] stored = pixels.reals(frame.index());
      frame.table().get().apply(stored, frame.slope(), into, start);
    } else {
      pixels.scaled(frame.index(), frame.slope(), frame.intercept(), into, start);
    }
  }

  private static boolean isMosaic(List<Target> targets) {
    return targets.stream().anyMatch(one -> one.frame.left() > 0 || one.frame.top() > 0);
  }

  private static PixelData open(
      Path path, List<Target> targets, Size size, boolean colour, Limits limits) {
    PixelData pixels = PixelData.of(DicomFile.read(path, limits), limits);
    PixelLayout layout = pixels.layout();
    boolean mosaic = isMosaic(targets);
    boolean fits = mosaic || layout.columns() == size.width() && layout.rows() == size.height();
    fits &= isColour(layout) == colour && (colour || layout.samples() == 1);
    for (Target target : targets) {
      Frame frame = target.frame;
      fits &=
          frame.index() < layout.frames()
              && frame.left() + size.width() <= layout.columns()
              && frame.top() + size.height() <= layout.rows();
    }
    if (!fits) {
      throw new InputException(
          path.getFileName()
              + " describes its pixels otherwise after them than before, "
              + Tag.ROWS
              + " for example.",
          "elements that are repeated or out of order, or a file that changed while it was read.",
          "obtain the file again from its source.");
    }
    return pixels;
  }

  private static void tiles(PixelData pixels, List<Target> targets, Size size, float[] voxels) {
    PixelLayout layout = pixels.layout();
    float[] whole = new float[layout.frameSamples()];
    values(pixels, targets.getFirst().frame, whole, 0);
    for (Target target : targets) {
      for (int j = 0; j < size.height(); j++) {
        int from = (target.frame.top() + j) * layout.columns() + target.frame.left();
        System.arraycopy(whole, from, voxels, target.start + j * size.width(), size.width());
      }
    }
  }

  private static void colour(
      PixelData pixels, DicomFile file, Target target, Size size, float[] voxels) {
    int[] rgb = rgb(pixels, file, target.frame.index());
    for (int c = 0; c < 3; c++) {
      int start = target.start + c * size.voxels();
      for (int i = 0; i < rgb.length / 3; i++) {
        voxels[start + i] = rgb[3 * i + c];
      }
    }
  }

  /** Red, green and blue, interleaved, palettes looked up. */
  static int[] rgb(PixelData pixels, DicomFile file, int frame) {
    int[] values = pixels.frame(frame);
    return pixels.layout().photometric().startsWith("PALETTE")
        ? Colour.ofPalette(values, file.dataSet())
        : values;
  }
}
