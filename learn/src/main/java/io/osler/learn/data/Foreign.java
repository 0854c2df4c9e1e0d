package io.osler.learn.data;

import io.osler.core.config.InputException;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Volume;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Images in a format that another module reads, such as DICOM: passed in by whoever knows both, so
 * that the two never meet.
 */
public interface Foreign {
  /**
   * One image, which may lie in many files.
   *
   * @param path one of its files
   * @param id unique among those found with it, without slashes
   * @param patient whose it is, as far as files tell it apart; never a name
   */
  record Image(Path path, String id, String patient) {}

  /** Whether a file is of such a format, by its content. */
  boolean is(Path file);

  /** The images in a file or below a folder, in order of path; empty where there are none. */
  List<Image> images(Path place);

  /**
   * @param path any file of the image, or a folder that holds it alone
   */
  Volume read(Path path);

  /** Whether a file, or the only one in a folder, holds labels whose values it names itself. */
  boolean isLabels(Path path);

  /** The values of such a file and what each stands for. */
  Map<Integer, String> structures(Path labels);

  /**
   * Such labels on the grid of the image that they were drawn on, or a refusal.
   *
   * @param wanted the values that are taken, all else is background; they may not overlap
   * @param image any file of the image, which {@code volume} was read from
   */
  LabelMap labels(Path labels, Set<Integer> wanted, Path image, Volume volume);

  /** Knows no format. */
  static Foreign none() {
    return new Foreign() {
      @Override
      public boolean is(Path file) {
        return false;
      }

      @Override
      public List<Image> images(Path place) {
        return List.of();
      }

      @Override
      public Volume read(Path path) {
        throw new InputException(
            path + " is a folder, not an image.",
            "a DICOM series, which needs its own reader.",
            "convert it to NIfTI.");
      }

      @Override
      public boolean isLabels(Path path) {
        return false;
      }

      @Override
      public Map<Integer, String> structures(Path labels) {
        return Map.of();
      }

      @Override
      public LabelMap labels(Path labels, Set<Integer> wanted, Path image, Volume volume) {
        throw new InputException(
            labels + " is no label map.",
            "a DICOM segmentation, which needs its own reader.",
            "convert it to NIfTI.");
      }
    };
  }
}
