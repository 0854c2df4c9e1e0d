package io.osler.dicom.validate;

import io.osler.core.config.InputException;
import io.osler.dicom.codec.PixelLayout;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Element;
import io.osler.dicom.dataset.Limits;
import io.osler.dicom.dataset.Tag;
import java.util.Set;

/** The image against its own header (PS3.3 C.7.6.2, C.7.6.3, C.7.6.16). */
final class ImageRules {
  private static final Set<String> PHOTOMETRIC =
      Set.of(
          "MONOCHROME1",
          "MONOCHROME2",
          "PALETTE COLOR",
          "RGB",
          "YBR_FULL",
          "YBR_FULL_422",
          "YBR_PARTIAL_422",
          "YBR_PARTIAL_420",
          "YBR_ICT",
          "YBR_RCT",
          "XYB",
          "HSV",
          "ARGB",
          "CMYK");
  private static final String PIXELS = "(7fe0,0010) PixelData";

  private ImageRules() {}

  static void check(DicomFile file, Set<Problem> problems) {
    DataSet image = file.dataSet();
    geometry(image, problems);
    if (!image.has(Tag.ROWS) || !image.has(Tag.PIXELS)) {
      return;
    }
    try {
      PixelLayout layout = PixelLayout.of(image, Limits.DEFAULT);
      colour(image, layout, problems);
      length(file, layout, problems);
      frames(image, layout, problems);
    } catch (InputException e) {
      problems.add(Problem.error("the image", "its header contradicts itself: " + e.getMessage()));
    }
  }

  private static void colour(DataSet image, PixelLayout layout, Set<Problem> problems) {
    String place = Validator.place(Tag.PHOTOMETRIC);
    String photometric = layout.photometric();
    boolean single = photometric.startsWith("MONOCHROME") || photometric.startsWith("PALETTE");
    if (!PHOTOMETRIC.contains(photometric)) {
      problems.add(Problem.error(place, "names no photometric interpretation of the standard"));
    } else if (single != (layout.samples() == 1)) {
      problems.add(
          Problem.error(place, "does not go with " + layout.samples() + " sample(s) per pixel"));
    }
    if (layout.samples() > 1 && !image.has(Tag.PLANAR)) {
      problems.add(
          Problem.error(
              Validator.place(Tag.PLANAR), "is missing, required with several samples per pixel"));
    }
    if (layout.highBit() != layout.bitsStored() - 1) {
      problems.add(
          Problem.error(Validator.place(Tag.HIGH_BIT), "is not one less than Bits Stored"));
    }
  }

  private static void length(DicomFile file, PixelLayout layout, Set<Problem> problems) {
    Element element = file.dataSet().get(Tag.PIXELS).orElseThrow();
    switch (element) {
      case Element.Plain plain -> {
        if (file.syntax().isEncapsulated()) {
          problems.add(
              Problem.error(PIXELS, "is not in fragments, although the syntax is compressed"));
          return;
        }
        boolean halved = layout.photometric().endsWith("_422");
        long bits = (long) layout.frameSamples() * layout.bitsAllocated() * layout.frames();
        long wanted = ((halved ? bits * 2 / 3 : bits) + 7) / 8;
        if (plain.length() < wanted) {
          String text = "has " + plain.length() + " bytes where the header implies " + wanted;
          problems.add(Problem.error(PIXELS, text));
        } else if (plain.length() > wanted + wanted % 2) {
          long surplus = plain.length() - wanted;
          problems.add(
              Problem.warning(PIXELS, "is " + surplus + " bytes longer than the header implies"));
        }
      }
      case Element.Fragments fragments -> {
        if (!file.syntax().isEncapsulated()) {
          problems.add(Problem.error(PIXELS, "is in fragments, although the syntax is native"));
        }
        if (fragments.fragments().size() < layout.frames()) {
          int found = fragments.fragments().size();
          problems.add(
              Problem.error(
                  PIXELS, "has " + found + " fragments for " + layout.frames() + " frames"));
        }
      }
      case Element.Items _ -> problems.add(Problem.error(PIXELS, "is a sequence"));
    }
  }

  private static void frames(DataSet image, PixelLayout layout, Set<Problem> problems) {
    if (!image.has(Tag.FRAME_GROUPS)) {
      return;
    }
    int groups = image.items(Tag.FRAME_GROUPS).size();
    String place = Validator.place(Tag.FRAME_GROUPS);
    if (groups != layout.frames()) {
      problems.add(
          Problem.error(place, "has " + groups + " item(s) for " + layout.frames() + " frame(s)"));
    }
    if (image.items(Tag.SHARED_GROUPS).size() > 1) {
      problems.add(Problem.error(Validator.place(Tag.SHARED_GROUPS), "has more than one item"));
    }
    int dimensions = image.items(Tag.parse("DimensionIndexSequence")).size();
    Tag content = Tag.parse("FrameContentSequence");
    Tag values = Tag.parse("DimensionIndexValues");
    for (int f = 0; f < groups && dimensions > 0; f++) {
      DataSet own = image.items(Tag.FRAME_GROUPS).get(f);
      int count = own.item(content).map(item -> item.numbers(values).length).orElse(0);
      if (count != dimensions) {
        problems.add(
            Problem.error(
                Tag.FRAME_GROUPS + "[" + (f + 1) + "]." + Validator.place(values),
                "has " + count + " value(s) for " + dimensions + " dimension(s)"));
        return;
      }
    }
  }

  private static void geometry(DataSet image, Set<Problem> problems) {
    numbers(image, Tag.PIXEL_SPACING, problems);
    numbers(image, Tag.POSITION, problems);
    numbers(image, Tag.ORIENTATION, problems);
    double[] spacing = safe(image, Tag.PIXEL_SPACING);
    for (double one : spacing) {
      if (!(one > 0)) {
        problems.add(Problem.error(Validator.place(Tag.PIXEL_SPACING), "is not positive"));
        break;
      }
    }
    double[] o = safe(image, Tag.ORIENTATION);
    if (o.length == 6) {
      double row = Math.hypot(Math.hypot(o[0], o[1]), o[2]);
      double column = Math.hypot(Math.hypot(o[3], o[4]), o[5]);
      double dot = o[0] * o[3] + o[1] * o[4] + o[2] * o[5];
      boolean orthonormal =
          Math.abs(row - 1) < 1e-3 && Math.abs(column - 1) < 1e-3 && Math.abs(dot) < 1e-3;
      if (!orthonormal) {
        problems.add(
            Problem.error(
                Validator.place(Tag.ORIENTATION), "does not hold two perpendicular unit vectors"));
      }
    }
  }

  private static void numbers(DataSet image, Tag tag, Set<Problem> problems) {
    for (double one : safe(image, tag)) {
      if (!Double.isFinite(one)) {
        problems.add(Problem.error(Validator.place(tag), "holds something that is no number"));
        return;
      }
    }
  }

  private static double[] safe(DataSet image, Tag tag) {
    try {
      return image.numbers(tag);
    } catch (InputException e) {
      return new double[] {Double.NaN};
    }
  }
}
