package io.osler.core.io;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The file formats that {@link ImageFile} opens, with the endings they usually carry. */
public enum ImageFormat {
  PNG("PNG", ".png"),
  JPEG("JPEG", ".jpg", ".jpeg", ".jpe", ".jfif"),
  TIFF("TIFF", ".tif", ".tiff"),
  BMP("BMP", ".bmp", ".dib"),
  NIFTI("NIfTI", ".nii", ".nii.gz", ".hdr", ".hdr.gz"),
  NRRD("NRRD", ".nrrd", ".nhdr"),
  META_IMAGE("MetaImage", ".mha", ".mhd");

  private final String title;
  private final List<String> endings;

  ImageFormat(String title, String... endings) {
    this.title = title;
    this.endings = List.of(endings);
  }

  public String title() {
    return title;
  }

  /** Lower case, with the dot. */
  public List<String> endings() {
    return endings;
  }

  /** The format that a file of this name usually has. */
  public static Optional<ImageFormat> ofName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> format.endings.stream().anyMatch(lower::endsWith))
        .findFirst();
  }
}
