package io.osler.dicom.codec;

import io.osler.core.config.InputException;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.Tag;
import java.util.Locale;
import java.util.Optional;

/**
 * level(x) in [0, 1]: linear ((x − (c − ½)) / (w − 1) + ½), linear-exact ((x − c) / w + ½) or
 * sigmoid (1 / (1 + exp(−4 (x − c) / w))), clamped (PS3.3 C.11.2.1).
 *
 * @param centre c, in values after the modality LUT
 * @param width w, at least 1 for linear, else above 0
 */
public record Window(double centre, double width, Shape shape) {
  private static final Tag CENTRE = Tag.parse("WindowCenter");
  private static final Tag WIDTH = Tag.parse("WindowWidth");
  private static final Tag FUNCTION = Tag.parse("VOILUTFunction");

  /** VOI LUT Function. */
  public enum Shape {
    LINEAR,
    LINEAR_EXACT,
    SIGMOID
  }

  public Window {
    boolean positive = shape == Shape.LINEAR ? width >= 1 : width > 0;
    if (!Double.isFinite(centre) || !Double.isFinite(width) || !positive) {
      throw new InputException(
          "A window of centre " + centre + " and width " + width + " shows nothing.",
          "PS3.3 C.11.2.1.2 asks for a width of at least 1, or above 0 with LINEAR_EXACT.",
          "give a wider window.");
    }
  }

  /** The window number {@code index} of a data set; one that cannot be used counts as absent. */
  static Optional<Window> of(DataSet dataSet, int index) {
    double[] centres = dataSet.numbers(CENTRE);
    double[] widths = dataSet.numbers(WIDTH);
    if (index >= centres.length || index >= widths.length) {
      return Optional.empty();
    }
    String name = dataSet.text(FUNCTION).orElse("LINEAR").toUpperCase(Locale.ROOT);
    Shape shape =
        name.equals("SIGMOID")
            ? Shape.SIGMOID
            : name.equals("LINEAR_EXACT") ? Shape.LINEAR_EXACT : Shape.LINEAR;
    double width = widths[index];
    boolean usable = Double.isFinite(centres[index]) && Double.isFinite(width) && width > 0;
    return usable
        ? Optional.of(
            new Window(centres[index], shape == Shape.LINEAR ? Math.max(1, width) : width, shape))
        : Optional.empty();
  }

  /** From 0, black, to 1, white. */
  public double level(double x) {
    return switch (shape) {
      case LINEAR ->
          width == 1
              ? x <= centre - 0.5 ? 0 : 1
              : Math.clamp((x - (centre - 0.5)) / (width - 1) + 0.5, 0, 1);
      case LINEAR_EXACT -> Math.clamp((x - centre) / width + 0.5, 0, 1);
      case SIGMOID -> 1 / (1 + Math.exp(-4 * (x - centre) / width));
    };
  }
}
