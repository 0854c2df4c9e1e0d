package io.osler.learn.data;

import io.osler.core.config.InputException;
import io.osler.core.volume.Volume;
import java.nio.file.Path;
import java.util.List;

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
    };
  }
}
