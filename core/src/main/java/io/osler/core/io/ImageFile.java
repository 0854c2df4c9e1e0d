package io.osler.core.io;

import io.osler.core.config.InputException;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The door for image files: file → v(c, k, j, i). The format is recognised by content; a name that
 * does not fit is told in {@link ImageHeader#warning}.
 *
 * <p>Pictures (PNG, JPEG, TIFF, BMP): values as stored, 0–255 or 0–65535; 1-, 2- and 4-bit grey is
 * spread over 0–255; palettes are looked up, and one of greys only gives one channel; alpha is
 * dropped, not composited: the colour beneath is kept as stored. EXIF and TIFF orientation are
 * applied. Colour profiles, gamma and resolution (PNG pHYs, TIFF, JFIF) are ignored: a picture has
 * {@link Geometry#UNIT}. The pages of a TIFF become slices.
 *
 * <p>Volumes: NIfTI, NRRD, MetaImage, see {@link VolumeFile}.
 *
 * <p>Whatever is wrong with the file is an {@link InputException}; sizes are checked against {@link
 * Limits} before anything is allocated.
 */
public final class ImageFile {
  private ImageFile() {}

  /** Whether the name has an ending that this door knows; the file is not opened. */
  public static boolean isImage(Path file) {
    return ImageFormat.ofName(String.valueOf(file.getFileName())).isPresent();
  }

  /** A picture within {@link Limits#PICTURE}, or a volume within {@link Limits#VOLUME}. */
  public static Volume read(Path file) {
    return isVolume(file) ? VolumeFile.read(file) : read(file, Limits.PICTURE);
  }

  public static Volume read(Path file, Limits limits) {
    byte[] bytes = Source.bytes(file, limits);
    return switch (format(file, bytes)) {
      case PNG -> new PngReader(file, bytes, limits).volume();
      case JPEG -> {
        JpegMarkers markers = JpegMarkers.parse(file, bytes, limits);
        Volume stored = JdkImages.page(file, bytes, "jpeg");
        yield Upright.turn(
            checked(file, stored, markers.width(), markers.height()), markers.orientation());
      }
      case TIFF -> tiff(file, bytes, TiffPages.parse(file, bytes, limits).pages());
      case NIFTI, NRRD, META_IMAGE -> VolumeFile.read(file, limits);
      case BMP -> {
        Size size = BmpHeader.parse(file, bytes, limits).size();
        yield checked(file, JdkImages.page(file, bytes, "bmp"), size.width(), size.height());
      }
    };
  }

  /**
   * A label image: grey values or palette indices as stored, not scaled (PNG; TIFF of whole
   * numbers). JPEG is refused: its values are not exact.
   */
  public static LabelMap readLabels(Path file) {
    if (isVolume(file)) {
      return VolumeFile.readLabels(file);
    }
    byte[] bytes = Source.bytes(file, Limits.PICTURE);
    return switch (format(file, bytes)) {
      case PNG -> new PngReader(file, bytes, Limits.PICTURE).labels();
      case TIFF -> {
        var page = TiffPages.parse(file, bytes, Limits.PICTURE).pages().getFirst();
        if (page.photometric() > 1 || page.format() != 1 || page.bits() < 8) {
          throw noLabels(file, "is no grey TIFF of 8 to 32 bits");
        }
        yield Labels.of(file, read(file));
      }
      case NIFTI, NRRD, META_IMAGE -> VolumeFile.readLabels(file);
      case JPEG -> throw noLabels(file, "is a JPEG, whose values are not exact");
      case BMP -> throw noLabels(file, "is a BMP");
    };
  }

  /** Size, channels and format without decoding a pixel. */
  public static ImageHeader header(Path file) {
    if (isVolume(file)) {
      ImageHeader volume = VolumeFile.header(file);
      return volume.warned(volume.warning().or(() -> misnamed(file, volume.format())));
    }
    byte[] bytes = Source.bytes(file, Limits.PICTURE);
    ImageFormat format = format(file, bytes);
    ImageHeader header =
        switch (format) {
          case PNG -> new PngReader(file, bytes, Limits.PICTURE).header();
          case JPEG -> {
            JpegMarkers m = JpegMarkers.parse(file, bytes, Limits.PICTURE);
            Size size = Upright.size(Size.of(m.width(), m.height()), m.orientation());
            yield header(format, size, m.channels(), 8);
          }
          case TIFF -> {
            var pages = TiffPages.parse(file, bytes, Limits.PICTURE).pages();
            var p = pages.getFirst();
            Size size =
                Upright.size(new Size(p.width(), p.height(), pages.size()), p.orientation());
            yield header(format, size, p.channels(), p.bits());
          }
          case NIFTI, NRRD, META_IMAGE -> VolumeFile.header(file);
          case BMP -> BmpHeader.parse(file, bytes, Limits.PICTURE);
        };
    return header.warned(misnamed(file, format));
  }

  static ImageHeader header(ImageFormat format, Size size, int channels, int bits) {
    return new ImageHeader(format, size, channels, bits, Geometry.UNIT, Optional.empty());
  }

  private static Optional<String> misnamed(Path file, ImageFormat format) {
    return ImageFormat.ofName(String.valueOf(file.getFileName()))
        .filter(named -> named != format)
        .map(named -> file + " is named " + named.title() + " but holds " + format.title() + ".");
  }

  private static boolean isVolume(Path file) {
    return VolumeFile.format(file).isPresent();
  }

  private static ImageFormat format(Path file, byte[] start) {
    if (PngReader.is(start)) {
      return ImageFormat.PNG;
    }
    if (JpegMarkers.is(start)) {
      return ImageFormat.JPEG;
    }
    if (TiffPages.is(start)) {
      return ImageFormat.TIFF;
    }
    if (BmpHeader.is(start)) {
      return ImageFormat.BMP;
    }
    var volume = VolumeFile.format(file);
    if (volume.isPresent()) {
      return volume.get();
    }
    String name = String.valueOf(file.getFileName());
    String named =
        ImageFormat.ofName(name).map(f -> " although it is named " + f.title()).orElse("");
    throw new InputException(
        file + " is not an image that can be read" + named + ": it holds " + guess(start) + ".",
        "a renamed or damaged file.",
        "give PNG, JPEG, TIFF, BMP, NIfTI, NRRD or MetaImage.");
  }

  private static String guess(byte[] start) {
    if (start.length > 132
        && new String(start, 128, 4, StandardCharsets.ISO_8859_1).equals("DICM")) {
      return "DICOM (read DICOM as a study instead)";
    }
    if (start.length > 4 && start[0] == 'P' && start[1] == 'K') {
      return "a zip archive (an .npz is a data set, not an image)";
    }
    if (start.length > 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b) {
      return "gzip data of another kind";
    }
    for (int i = 0; i < Math.min(start.length, 512); i++) {
      if (start[i] >= 0 && start[i] < 9) {
        return "unknown binary data";
      }
    }
    return "text";
  }

  private static Volume tiff(Path file, byte[] bytes, List<TiffPages.Page> pages) {
    TiffPages.Page first = pages.getFirst();
    List<Integer> indices = pages.stream().map(TiffPages.Page::index).toList();
    boolean palette = !first.palette().isEmpty();
    List<Volume> slices = JdkImages.pages(file, bytes, "tiff", indices, palette);
    int channels = first.channels();
    int n = first.width() * first.height();
    float[] voxels = new float[channels * n * slices.size()];
    for (int k = 0; k < slices.size(); k++) {
      Volume slice = checked(file, slices.get(k), first.width(), first.height());
      if (slice.channels() != (palette ? 1 : channels)) {
        throw Source.damaged(file, "its pixels have " + slice.channels() + " channels");
      }
      List<Integer> map = pages.get(k).palette();
      for (int c = 0; c < channels; c++) {
        int to = (c * slices.size() + k) * n;
        if (palette) {
          for (int i = 0; i < n; i++) {
            voxels[to + i] = map.get(c * (map.size() / 3) + (int) slice.voxels()[i]);
          }
        } else {
          System.arraycopy(slice.voxels(), c * n, voxels, to, n);
        }
      }
    }
    Size size = new Size(first.width(), first.height(), slices.size());
    return Upright.turn(new Volume(size, channels, Geometry.UNIT, voxels), first.orientation());
  }

  private static Volume checked(Path file, Volume decoded, int width, int height) {
    if (decoded.size().width() != width || decoded.size().height() != height) {
      throw Source.damaged(
          file, "its header says " + width + "×" + height + ", its pixels " + decoded.size());
    }
    return decoded;
  }

  private static InputException noLabels(Path file, String what) {
    return new InputException(
        file + " " + what + ", so its labels cannot be told.", "", "export labels as PNG.");
  }
}
