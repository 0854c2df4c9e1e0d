package io.osler.dicom.codec;

import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Limits;
import io.osler.dicom.dataset.Tag;
import java.util.Optional;

/**
 * stored → modality LUT → values of interest → presentation → bytes: the picture that a reader sees
 * (PS3.4 N.2, PS3.3 C.11).
 *
 * @param voi which values are spread over black to white
 * @param overlays whether drawings of groups 60xx are laid over it, in white
 */
public record Display(Voi voi, boolean overlays) {
  private static final Tag SHAPE = Tag.parse("PresentationLUTShape");
  private static final Tag PADDING = Tag.parse("PixelPaddingValue");
  private static final Tag PADDING_LIMIT = Tag.parse("PixelPaddingRangeLimit");
  private static final Tag TRANSFORMATION = Tag.parse("PixelValueTransformationSequence");
  private static final Tag FRAME_VOI = Tag.parse("FrameVOILUTSequence");

  /** Values of interest. */
  public sealed interface Voi {
    /** What the file says: its VOI LUT, else its window of that number, else the full range. */
    record Stored(int index) implements Voi {
      public Stored {
        Require.atLeast("window number", index, 0);
      }
    }

    record Given(Window window) implements Voi {}

    /** From the least to the greatest value of the frame, padding left out. */
    record FullRange() implements Voi {}
  }

  /**
   * A picture for people.
   *
   * @param channels 1 for grey, 3 for red, green, blue, interleaved
   * @param samples 0 to 255
   */
  public record Image(int width, int height, int channels, byte[] samples) {}

  /** As stored, with overlays. */
  public static final Display DEFAULT = new Display(new Voi.Stored(0), true);

  public Image frame(DicomFile file, int frame) {
    return frame(file, PixelData.of(file, Limits.DEFAULT), frame);
  }

  /** {@code frame} counts from 0; {@code pixels} are those of the file. */
  public Image frame(DicomFile file, PixelData pixels, int frame) {
    PixelLayout layout = pixels.layout();
    if (frame < 0 || frame >= layout.frames()) {
      throw new InputException(
          file.name() + " has no frame " + (frame + 1) + ".",
          "it has " + layout.frames() + ".",
          "choose a frame between 1 and " + layout.frames() + ".");
    }
    DataSet dataSet = file.dataSet();
    Image plain =
        layout.photometric().startsWith("PALETTE")
            ? colour(layout, Colour.ofPalette(pixels.frame(frame), dataSet), 8)
            : layout.samples() == 3
                ? colour(layout, pixels.frame(frame), layout.bitsStored())
                : grey(dataSet, pixels, frame);
    return overlays ? drawn(plain, dataSet, pixels, frame) : plain;
  }

  private static Image colour(PixelLayout layout, int[] rgb, int bits) {
    byte[] bytes = new byte[rgb.length];
    double most = Math.pow(2, bits) - 1;
    for (int i = 0; i < rgb.length; i++) {
      double value = bits == 8 ? rgb[i] : Math.rint(255.0 * rgb[i] / most);
      bytes[i] = (byte) (int) Math.clamp(value, 0, 255);
    }
    return new Image(layout.columns(), layout.rows(), 3, bytes);
  }

  private Image grey(DataSet dataSet, PixelData pixels, int frame) {
    PixelLayout layout = pixels.layout();
    if (layout.samples() != 1) {
      throw Refusal.unsupported("has " + layout.samples() + " samples a pixel");
    }
    double[] stored = pixels.reals(frame);
    boolean[] padding = padding(dataSet, layout, stored);
    DataSet modality = group(dataSet, TRANSFORMATION, frame).orElse(dataSet);
    DataSet window = group(dataSet, FRAME_VOI, frame).orElse(dataSet);
    ModalityLut lut = ModalityLut.of(modality, layout.signed());
    double[] values = lut.apply(stored);
    Tone tone = tone(window, lut, layout, values, padding);
    boolean inverse =
        dataSet
            .text(SHAPE)
            .map("INVERSE"::equals)
            .orElse(layout.photometric().equals("MONOCHROME1"));
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      double level = Double.isNaN(values[i]) ? 0 : tone.level(values[i]);
      bytes[i] = (byte) (int) Math.rint(255 * (inverse ? 1 - level : level));
      if (padding[i]) {
        bytes[i] = 0;
      }
    }
    return new Image(layout.columns(), layout.rows(), 1, bytes);
  }

  /** Value of interest to a level from 0, black, to 1, white. */
  interface Tone {
    double level(double value);
  }

  private Tone tone(
      DataSet window, ModalityLut lut, PixelLayout layout, double[] values, boolean[] padding) {
    return switch (voi) {
      case Voi.Given(var given) -> given::level;
      case Voi.FullRange() -> range(values, padding);
      case Voi.Stored(int index) -> {
        Optional<LookUpTable> table =
            LookUpTable.of(window, "VOILUTSequence", index, lut.isSigned(layout.signed()));
        if (table.isPresent()) {
          LookUpTable found = table.get();
          yield value -> found.at(value) / found.most();
        }
        Optional<Window> stored = Window.of(window, index);
        yield stored.isPresent() ? stored.get()::level : range(values, padding);
      }
    };
  }

  private static Tone range(double[] values, boolean[] padding) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < values.length; i++) {
      if (!padding[i] && Double.isFinite(values[i])) {
        low = Math.min(low, values[i]);
        high = Math.max(high, values[i]);
      }
    }
    double from = low;
    double width = high > low ? high - low : 1;
    return value -> Math.clamp((value - from) / width, 0, 1);
  }

  /** Pixels outside the image proper (PS3.3 C.7.5.1.1.2), stored values. */
  private static boolean[] padding(DataSet dataSet, PixelLayout layout, double[] stored) {
    boolean[] is = new boolean[stored.length];
    if (!dataSet.has(PADDING) || dataSet.number(PADDING).isEmpty()) {
      return is;
    }
    double first = stored(dataSet.number(PADDING).getAsDouble(), layout);
    double last = stored(dataSet.number(PADDING_LIMIT).orElse(first), layout);
    for (int i = 0; i < is.length; i++) {
      is[i] = stored[i] >= Math.min(first, last) && stored[i] <= Math.max(first, last);
    }
    return is;
  }

  /** Writers disagree about its representation: read it in that of the pixels. */
  private static double stored(double value, PixelLayout layout) {
    if (layout.signed() && value > 32767 && layout.bitsAllocated() == 16) {
      return value - 65536;
    }
    return !layout.signed() && value < 0 ? value + 65536 : value;
  }

  /** A functional group of a frame: its own, else the shared one (PS3.3 C.7.6.16). */
  private static Optional<DataSet> group(DataSet dataSet, Tag sequence, int frame) {
    var own = dataSet.items(Tag.FRAME_GROUPS);
    Optional<DataSet> mine = frame < own.size() ? own.get(frame).item(sequence) : Optional.empty();
    return mine.or(() -> dataSet.item(Tag.SHARED_GROUPS).flatMap(all -> all.item(sequence)));
  }

  private static Image drawn(Image image, DataSet dataSet, PixelData pixels, int frame) {
    byte[] samples = image.samples;
    for (Overlay overlay : Overlay.of(dataSet)) {
      if (!overlay.graphics()) {
        continue;
      }
      boolean[] mask = overlay.mask(pixels, frame);
      for (int i = 0; i < mask.length; i++) {
        if (mask[i]) {
          for (int c = 0; c < image.channels; c++) {
            samples[i * image.channels + c] = -1;
          }
        }
      }
    }
    return image;
  }
}
