package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.core.volume.Volume;
import io.osler.dicom.read.Series;
import io.osler.dicom.read.SeriesVolume;
import java.io.IOException;
import java.nio.file.Path;

/** A folder that holds one DICOM series, as an image. */
final class DicomFolder {
  private DicomFolder() {}

  static Volume read(Path folder) {
    try {
      Series.Found found = Series.in(folder);
      if (found.series().size() != 1) {
        throw new InputException(
            folder + " holds " + found.series().size() + " DICOM series, not one.",
            found.refused().isEmpty() ? "" : found.refused().getFirst(),
            "give the folder of one series.");
      }
      return SeriesVolume.read(found.series().getFirst());
    } catch (IOException e) {
      throw new InputException(folder + " cannot be read.", "", "check it.", e);
    }
  }
}
