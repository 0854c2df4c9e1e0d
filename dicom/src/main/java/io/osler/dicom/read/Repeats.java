package io.osler.dicom.read;

import io.osler.dicom.codec.PixelData;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Leaves out images that are there twice: same place, same pixels, so that either will do. */
final class Repeats {
  private Repeats() {}

  static List<Frame> dropped(
      String series, List<Frame> frames, Limits limits, List<String> warnings) {
    List<Frame> kept = new ArrayList<>();
    int dropped = 0;
    for (List<Frame> place : Arrangement.places(frames)) {
      List<Frame> own = new ArrayList<>();
      for (Frame frame : place) {
        if (own.stream().anyMatch(other -> isSame(frame, other, limits))) {
          dropped++;
        } else {
          own.add(frame);
        }
      }
      kept.addAll(own);
    }
    if (dropped > 0) {
      warnings.add(
          "%s holds %d image(s) twice, pixel by pixel; one of each was used."
              .formatted(series, dropped));
    }
    return kept;
  }

  private static boolean isSame(Frame a, Frame b, Limits limits) {
    return a.plane().equals(b.plane())
        && a.slope() == b.slope()
        && a.intercept() == b.intercept()
        && a.gradient().equals(b.gradient())
        && a.left() == b.left()
        && a.top() == b.top()
        && a.table().isPresent() == b.table().isPresent()
        && Arrays.equals(values(a, limits), values(b, limits));
  }

  private static double[] values(Frame frame, Limits limits) {
    PixelData pixels = PixelData.of(DicomFile.read(frame.path(), limits), limits);
    double[] stored = pixels.reals(frame.index());
    if (frame.table().isPresent()) {
      float[] meant = new float[stored.length];
      frame.table().get().apply(stored, 1, meant, 0);
      Arrays.setAll(stored, i -> meant[i]);
    }
    return stored;
  }
}
