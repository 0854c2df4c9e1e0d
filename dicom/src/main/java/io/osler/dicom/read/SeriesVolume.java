package io.osler.dicom.read;

import io.osler.core.volume.Volume;
import io.osler.dicom.dataset.Limits;
import io.osler.dicom.dataset.Tag;

/** A series as intensities in the patient, or the reason why it is none. */
public final class SeriesVolume {
  private SeriesVolume() {}

  public static Volume read(Series series) {
    return read(series, Limits.DEFAULT);
  }

  /**
   * The volume of {@link SeriesImage#read}; pictures without a place in the patient and in colour
   * are refused.
   */
  public static Volume read(Series series, Limits limits) {
    SeriesImage image = SeriesImage.read(series, ReadOptions.DEFAULT.with(limits));
    String name = "Series " + series.uid();
    if (image.placement() != Placement.PATIENT && !image.warnings().isEmpty()) {
      throw Plane.refused(
          name, "is no volume: " + image.warnings().getLast().replaceAll("\\.$", ""));
    }
    if (image.placement() != Placement.PATIENT) {
      throw Plane.refused(name, "has images without a place " + Tag.POSITION);
    }
    if (image.colour()) {
      throw Plane.refused(name, "is in colour, so it is no volume of intensities");
    }
    return image.volume();
  }
}
