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
 * values and geometry, {@code .png} holds whole numbers, 0 to 255, or 0 to 65535 in grey.
 */
public final class ImageOut {
  /** Fractions of an image that reaches it are rounded: less than a hundredth of it is lost. */
  private static final float BRIGHT = 64;

  private ImageOut() {}

  /** One slice that knows no patient, of one or three channels, whose values a PNG holds. */
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

  /**
   * Whether a PNG holds the values: whole numbers of its range, or fractions of an image bright
   * enough that rounding takes little.
   */
  public static boolean fitsPng(Volume image) {
    return fitsByte(image) || fitsDeep(image);
  }

  private static boolean fitsByte(Volume image) {
    return fits(image, 255);
  }

  private static boolean fitsDeep(Volume image) {
    return image.channels() == 1 && fits(image, 65_535);
  }

  private static boolean fits(Volume image, int most) {
    float highest = 0;
    boolean whole = true;
    for (float v : image.voxels()) {
      if (!(v >= -0.5f && v < most + 0.5f)) {
        return false;
      }
      highest = Math.max(highest, v);
      whole &= v == Math.rint(v);
    }
    return whole || highest >= BRIGHT;
  }

  /**
   * Writes a new file. Values of a PNG are rounded; those that it does not hold ({@link #fitsPng}
   * says so beforehand) are spread over 0 to 255 from the lowest to the highest.
   */
  public static void write(Path file, Volume image) {
    if (isPng(file)) {
      Require.that(
          image.is2d() && (image.channels() == 1 || image.channels() == 3),
          file + ": image",
          image,
          "one slice of one or three channels for a PNG (or name a .nii.gz)");
      Atomic.write(file, png(image));
    } else {
      Nifti.write(file, image, Nifti.Store.FLOAT32);
    }
  }

  private static byte[] png(Volume image) {
    if (fitsByte(image)) {
      return Picture.of(image, 0, 0, 255).png();
    }
    return fitsDeep(image) ? Picture.deepPng(image) : Picture.of(image, 0).png();
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
