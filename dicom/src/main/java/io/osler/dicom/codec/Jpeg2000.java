package io.osler.dicom.codec;

import com.github.jaiimageio.jpeg2000.impl.J2KImageReader;
import com.github.jaiimageio.jpeg2000.impl.J2KImageReaderSpi;
import io.osler.core.config.InputException;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** JPEG 2000 (ITU-T T.800) by jai-imageio, behind a check of the code stream's own header. */
final class Jpeg2000 {
  private Jpeg2000() {}

  static int[] decode(byte[] file, PixelLayout wanted) {
    int start = Math.max(0, codeStream(file));
    byte[] data = start == 0 ? file : java.util.Arrays.copyOfRange(file, start, file.length);
    int siz = 2;
    if (data.length < 2 || siz + 42 > data.length || int16(data, siz) != 0xFF51) {
      throw Refusal.damaged("is no JPEG 2000 code stream");
    }
    int width = int32(data, siz + 6) - int32(data, siz + 14);
    int height = int32(data, siz + 10) - int32(data, siz + 18);
    int tileWidth = int32(data, siz + 22);
    int tileHeight = int32(data, siz + 26);
    int components = int16(data, siz + 38);
    int depth = (data[siz + 40] & 0x7F) + 1;
    boolean signed = data[siz + 40] < 0;
    wanted.require(width, height, components, Math.max(2, depth));
    if (tileWidth < 1
        || tileHeight < 1
        || (long) width / tileWidth * (height / tileHeight) > 65535) {
      throw Refusal.damaged("has impossible JPEG 2000 tiles");
    }
    Raster raster = raster(TileParts.joined(data));
    if (raster.getWidth() != width || raster.getHeight() != height) {
      throw Refusal.damaged("decodes to a size other than its own header says");
    }
    int[] samples = new int[wanted.frameSamples()];
    int mask = (1 << depth) - 1;
    int bands = Math.min(raster.getNumBands(), components);
    int[] row = new int[width * raster.getNumBands()];
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        for (int s = 0; s < bands; s++) {
          int value = row[x * raster.getNumBands() + s] & mask;
          boolean negative = signed && (value >> depth - 1 & 1) == 1;
          samples[(y * width + x) * components + s] = negative ? value - (1 << depth) : value;
        }
      }
    }
    return samples;
  }

  // Where the library is at a loss it throws ThreadDeath, an error of old that will be removed.
  @SuppressWarnings("removal")
  private static Raster raster(byte[] data) {
    J2KImageReader reader = new J2KImageReader(new J2KImageReaderSpi());
    try {
      reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(data)), true, true);
      return reader.readRaster(0, reader.getDefaultReadParam());
    } catch (IOException | RuntimeException | StackOverflowError | ThreadDeath e) {
      // The library answers damaged streams with whatever happens to break first.
      InputException refused = Refusal.damaged("is a damaged JPEG 2000 stream");
      refused.initCause(e);
      throw refused;
    } finally {
      reader.dispose();
    }
  }

  /**
   * Where the SOC marker stands: at once in DICOM, after boxes in a JP2 file put there by mistake.
   */
  private static int codeStream(byte[] data) {
    for (int i = 0; i + 3 < Math.min(data.length, 1 << 16); i++) {
      if (int16(data, i) == 0xFF4F && int16(data, i + 2) == 0xFF51) {
        return i;
      }
    }
    return -1;
  }

  private static int int16(byte[] data, int at) {
    return (data[at] & 0xFF) << 8 | data[at + 1] & 0xFF;
  }

  private static int int32(byte[] data, int at) {
    return int16(data, at) << 16 | int16(data, at + 2);
  }
}
