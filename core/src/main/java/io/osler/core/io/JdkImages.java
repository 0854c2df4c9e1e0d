package io.osler.core.io;

import io.osler.core.config.InputException;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** JPEG, TIFF and BMP through the JDK's own decoders, with their warnings taken seriously. */
final class JdkImages {
  private JdkImages() {}

  /** The first page as a picture; alpha dropped, palettes looked up, integers kept as stored. */
  static Volume page(Path file, byte[] bytes, String format) {
    return pages(file, bytes, format, List.of(0), false).getFirst();
  }

  /** Several pages; {@code raw} leaves palette indices as they are. */
  static List<Volume> pages(
      Path file, byte[] bytes, String format, List<Integer> indices, boolean raw) {
    ImageReader reader = reader(format);
    List<String> warnings = new ArrayList<>();
    IIOReadWarningListener listener = (source, warning) -> warnings.add(warning);
    reader.addIIOReadWarningListener(listener);
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(in, false, true);
      List<Volume> pages = new ArrayList<>();
      for (int index : indices) {
        pages.add(volume(reader.read(index), raw));
        for (String warning : warnings) {
          refuse(file, warning);
        }
      }
      return pages;
    } catch (InputException known) {
      throw known;
    } catch (IOException | RuntimeException broken) {
      // The JDK's decoders answer damaged files with whatever exception comes up on the way.
      throw new InputException(
          "%s is damaged: its %s data cannot be decoded (%s)."
              .formatted(file, format, broken.getMessage()),
          "an interrupted copy, or a broken exporter.",
          "copy or export the file again.",
          broken);
    } finally {
      reader.dispose();
    }
  }

  /** Other libraries register readers of the same names; the result must not depend on them. */
  private static ImageReader reader(String format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
        return reader;
      }
    }
    throw new InputException(
        "This Java cannot read " + format + ".", "it lacks java.desktop.", "use a full JDK 25.");
  }

  /** A truncated JPEG only warns, and its lower half is grey. */
  private static void refuse(Path file, String warning) {
    String lower = warning.toLowerCase(Locale.ROOT);
    if (lower.contains("premature end")) {
      throw Source.truncated(file, warning);
    }
    if (lower.contains("corrupt") && !lower.contains("extraneous")) {
      throw Source.damaged(file, warning);
    }
  }

  private static Volume volume(BufferedImage image, boolean raw) {
    int width = image.getWidth();
    int height = image.getHeight();
    int n = width * height;
    Raster raster = image.getRaster();
    Size size = Size.of(width, height);
    if (!raw && image.getColorModel() instanceof IndexColorModel palette) {
      return new Volume(size, grey(palette) ? 1 : 3, Geometry.UNIT, indexed(raster, palette));
    }
    int bands = raster.getNumBands();
    int channels = bands >= 3 ? 3 : 1;
    float[] voxels = new float[channels * n];
    if (raster.getSampleModel() instanceof PixelInterleavedSampleModel model
        && raster.getDataBuffer() instanceof DataBufferByte buffer
        && raster.getParent() == null) {
      byte[] data = buffer.getData();
      int[] offsets = model.getBandOffsets();
      for (int y = 0, at = 0; y < height; y++) {
        int from = y * model.getScanlineStride();
        for (int x = 0; x < width; x++, at++, from += model.getPixelStride()) {
          for (int c = 0; c < channels; c++) {
            voxels[c * n + at] = data[from + offsets[c]] & 0xff;
          }
        }
      }
    } else {
      float[] row = new float[width];
      for (int c = 0; c < channels; c++) {
        for (int y = 0; y < height; y++) {
          raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, c, row);
          System.arraycopy(row, 0, voxels, c * n + y * width, width);
        }
      }
    }
    return new Volume(size, channels, Geometry.UNIT, voxels);
  }

  private static float[] indexed(Raster raster, IndexColorModel palette) {
    int width = raster.getWidth();
    int n = width * raster.getHeight();
    int channels = grey(palette) ? 1 : 3;
    float[] voxels = new float[channels * n];
    int[] row = new int[width];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
      for (int x = 0; x < width; x++) {
        int rgb = palette.getRGB(row[x]);
        for (int c = 0; c < channels; c++) {
          voxels[c * n + y * width + x] = (rgb >> (16 - 8 * c)) & 0xff;
        }
      }
    }
    return voxels;
  }

  private static boolean grey(IndexColorModel palette) {
    for (int i = 0; i < palette.getMapSize(); i++) {
      if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
        return false;
      }
    }
    return true;
  }
}
