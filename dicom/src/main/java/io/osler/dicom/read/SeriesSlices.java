package io.osler.dicom.read;

import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Tag;
import java.util.List;
import java.util.Optional;

/**
 * v(c, k) of a series, slice by slice as they are asked for: what {@link SeriesImage} reads, in the
 * memory of one slice, by one thread. Tilted stacks, mosaics and compressed frames are read whole
 * all the same.
 */
public final class SeriesSlices {
  private final Assembly assembly;
  private final Optional<SeriesImage> whole;
  private final NativeFrames.Room room = new NativeFrames.Room();

  private SeriesSlices(Assembly assembly, Optional<SeriesImage> whole) {
    this.assembly = assembly;
    this.whole = whole;
  }

  /** Reads the headers; refuses whatever has no place in the patient or is in colour. */
  public static SeriesSlices open(Series series, ReadOptions options) {
    String name = "Series " + series.uid();
    if (series.files().isEmpty()) {
      throw Plane.refused(name, "has no files");
    }
    DicomFile header = DicomFile.readHeader(series.files().getFirst(), options.limits());
    if (!Frames.arePlaced(header.dataSet())) {
      throw Plane.refused(name, "has images without a place " + Tag.POSITION);
    }
    Assembly assembly = Assembly.of(name, series, options);
    if (assembly.colour()) {
      throw Plane.refused(name, "is in colour, so it is no volume of intensities");
    }
    boolean oneByOne =
        !assembly.stack().isTilted()
            && assembly.channels().stream()
                .flatMap(List::stream)
                .allMatch(frame -> frame.block().isPresent());
    return new SeriesSlices(
        assembly, oneByOne ? Optional.empty() : Optional.of(SeriesImage.read(series, options)));
  }

  public Size size() {
    return whole.map(image -> image.volume().size()).orElse(assembly.size());
  }

  public Geometry geometry() {
    return whole.map(image -> image.volume().geometry()).orElse(assembly.stack().geometry());
  }

  /** One entry for each channel. */
  public List<Channel> channels() {
    return assembly.meanings();
  }

  public List<String> warnings() {
    return whole.map(SeriesImage::warnings).orElse(assembly.warnings());
  }

  /** Slice {@code k} of a channel into the first {@code width · height} places of an array. */
  public void read(int channel, int k, float[] into) {
    int pixels = size().width() * size().height();
    if (whole.isPresent()) {
      Volume volume = whole.get().volume();
      int from = channel * volume.size().voxels() + volume.size().offset(0, 0, k);
      System.arraycopy(volume.voxels(), from, into, 0, pixels);
      return;
    }
    Frame frame = assembly.channels().get(channel).get(k);
    try (NativeFrames frames = NativeFrames.open(frame.path(), room)) {
      frames.read(frame, frame.block().orElseThrow(), into, 0);
    }
  }
}
