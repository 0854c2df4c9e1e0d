package io.osler.learn.data;

import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import io.osler.core.io.Atomic;
import io.osler.core.io.Nifti;
import io.osler.core.io.Picture;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Volume;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Images and label maps to files, by the name's ending: {@code .nii} and {@code .nii.gz} keep
 * values and geometry, {@code .png} holds whole numbers 0 to 255.
 */
public final class ImageOut {
  private ImageOut() {}

  /** One slice that knows no patient, of one or three channels, with values 0 to 255. */
  static boolean isPicture(Volume image) {
    return image.is2d()
        && (image.channels() == 1 || image.channels() == 3)
        && image.geometry().direction().equals(Geometry.UNIT.direction())
        && image.geometry().spacing().z() == 1
        && fitsByte(image);
  }

  static boolean fitsByte(LabelMap map) {
    return Arrays.stream(map.labels()).allMatch(label -> label >= 0 && label < 256);
  }

  /** Whether every value lies in 0 to 255. */
  public static boolean fitsByte(Volume image) {
    for (float v : image.voxels()) {
      if (!(v >= -0.5f && v < 255.5f)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Writes a new file. Values of a PNG are rounded; where some lie outside 0 to 255, the range from
   * the lowest to the highest is spread over it ({@link #fitsByte} says so beforehand).
   */
  public static void write(Path file, Volume image) {
    if (isPng(file)) {
      Require.that(
          image.is2d() && (image.channels() == 1 || image.channels() == 3),
          file + ": image",
          image,
          "one slice of one or three channels for a PNG (or name a .nii.gz)");
      boolean whole = fitsByte(image);
      Picture picture = whole ? Picture.of(image, 0, 0, 255) : Picture.of(image, 0);
      Atomic.write(file, picture.png());
    } else {
      Nifti.write(file, image, Nifti.Store.FLOAT32);
    }
  }

  public static void write(Path file, LabelMap map) {
    if (isPng(file)) {
      Require.that(
          map.size().is2d() && fitsByte(map), file + ": labels", map, "one slice of 0 to 255");
      byte[] rgb = new byte[3 * map.labels().length];
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = (byte) map.labels()[i / 3];
      }
      Atomic.write(file, new Picture(map.size().width(), map.size().height(), rgb).png());
    } else {
      Nifti.write(file, map);
    }
  }

  /** Whether the name's ending says an image file that this door writes. */
  public static boolean isImageName(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".png") || name.endsWith(".nii") || name.endsWith(".nii.gz");
  }

  private static boolean isPng(Path file) {
    if (!isImageName(file)) {
      throw new InputException(
          file + " has no ending that can be written.", "", "end it in .png, .nii or .nii.gz.");
    }
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".png");
  }
}
