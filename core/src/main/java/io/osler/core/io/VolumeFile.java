package io.osler.core.io;

import io.osler.core.config.InputException;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Volume;
import java.nio.file.Path;
import java.util.Optional;

/** The door for files that carry a geometry: NIfTI, NRRD, MetaImage, recognised by content. */
public final class VolumeFile {
  private VolumeFile() {}

  public static Volume read(Path file) {
    return read(file, Limits.VOLUME);
  }

  public static Volume read(Path file, Limits limits) {
    return switch (known(file)) {
      case NRRD -> Nrrd.read(file, limits);
      case META_IMAGE -> MetaImage.read(file, limits);
      default -> Nifti.read(file, limits);
    };
  }

  /** One channel of whole numbers. */
  public static LabelMap readLabels(Path file) {
    return Labels.of(file, read(file));
  }

  /** Size, channels and geometry without reading the voxels. */
  public static ImageHeader header(Path file) {
    return switch (known(file)) {
      case NRRD -> Nrrd.grid(file, Limits.VOLUME).header(ImageFormat.NRRD);
      case META_IMAGE -> MetaImage.grid(file, Limits.VOLUME).header(ImageFormat.META_IMAGE);
      default -> Nifti.header(file);
    };
  }

  static Optional<ImageFormat> format(Path file) {
    Source.check(file, Limits.VOLUME);
    byte[] start = Source.prefix(file, 4096);
    return Nrrd.is(start)
        ? Optional.of(ImageFormat.NRRD)
        : MetaImage.is(start)
            ? Optional.of(ImageFormat.META_IMAGE)
            : Nifti.is(file, start) ? Optional.of(ImageFormat.NIFTI) : Optional.empty();
  }

  private static ImageFormat known(Path file) {
    return format(file)
        .orElseThrow(
            () ->
                new InputException(
                    file + " is neither NIfTI, NRRD nor MetaImage.",
                    "a renamed or damaged file, or a picture.",
                    "convert it to NIfTI (.nii.gz)."));
  }
}
