package io.osler.dicom.read;

import io.osler.dicom.dataset.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Files that belong together: one Series Instance UID, size, orientation and kind of image.
 *
 * @param uid of the series; where it is missing, the folder's name
 * @param files sorted by path; the order in the volume comes from their geometry
 * @param warnings what was odd about their grouping, in sentences
 */
public record Series(
    String study,
    String uid,
    String modality,
    String description,
    List<Path> files,
    List<String> warnings) {
  public Series {
    files = List.copyOf(files);
    warnings = List.copyOf(warnings);
  }

  /**
   * What a folder holds.
   *
   * @param refused a sentence for each file that is DICOM but cannot be used, and for each series
   *     that mixes patients
   */
  public record Found(List<Series> series, List<String> refused) {
    public Found {
      series = List.copyOf(series);
      refused = List.copyOf(refused);
    }
  }

  /** Every series with images below a folder; other files are passed over. */
  public static Found in(Path folder) throws IOException {
    return in(folder, Limits.DEFAULT);
  }

  public static Found in(Path folder, Limits limits) throws IOException {
    return Grouping.in(folder, limits);
  }

  /** The series of files that are known already, those of a DICOMDIR for example. */
  public static Found of(List<Path> files, Limits limits) {
    return Grouping.of(files, limits);
  }
}
