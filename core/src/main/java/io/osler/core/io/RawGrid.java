package io.osler.core.io;

import io.osler.core.config.InputException;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * What the text headers of NRRD and MetaImage come down to: where the bytes are and what they mean.
 *
 * @param interleaved the channels of one voxel lie side by side
 * @param offset of the first byte, compressed or not, in {@code data}
 */
record RawGrid(
    Size size,
    int channels,
    boolean interleaved,
    SampleType type,
    ByteOrder order,
    Geometry geometry,
    Path data,
    long offset,
    Packing packing) {
  enum Packing {
    RAW,
    GZIP,
    ZLIB
  }

  Volume read(Limits limits) {
    long length = Source.check(data, limits);
    long wanted = (long) size.voxels() * channels * type.bytes();
    long there = Math.max(0, length - offset);
    // Deflate shrinks at most 1032-fold.
    if (wanted > (packing == Packing.RAW ? there : 1032 * there)) {
      throw Source.truncated(data, "its header claims " + wanted + " bytes of voxels");
    }
    float[] voxels =
        VoxelStream.reading(
            data,
            false,
            in -> {
              in.skipNBytes(offset);
              InputStream plain =
                  switch (packing) {
                    case RAW -> in;
                    case GZIP -> new GZIPInputStream(in, 1 << 16);
                    case ZLIB -> new InflaterInputStream(in);
                  };
              float[] values =
                  VoxelStream.values(
                      plain, type, order, size.voxels(), channels, interleaved, 1, 0);
              VoxelStream.verify(plain);
              return values;
            });
    return new Volume(size, channels, geometry, voxels);
  }

  ImageHeader header(ImageFormat format) {
    return new ImageHeader(
        format, size, channels, 8 * type.bytes(), geometry, java.util.Optional.empty());
  }

  /** Whole numbers or decimals parted by blanks, {@code count} of them. */
  static double[] numbers(Path file, String key, String text, int count) {
    try {
      double[] out =
          Arrays.stream(text.strip().split("[\\s,()]+"))
              .filter(word -> !word.isEmpty())
              .mapToDouble(Double::parseDouble)
              .toArray();
      if (out.length == count) {
        return out;
      }
    } catch (NumberFormatException noNumber) {
      throw Source.damaged(file, "'" + key + "' is '" + text + "'");
    }
    throw Source.damaged(file, "'" + key + "' is '" + text + "' instead of " + count + " numbers");
  }

  static long whole(Path file, String key, double value) {
    if (!(value >= 1 && value <= Integer.MAX_VALUE) || value != Math.rint(value)) {
      throw Source.damaged(file, "'" + key + "' is " + value);
    }
    return (long) value;
  }

  /** The data file beside the header; nothing outside its folder. */
  static Path beside(Path header, String name) {
    if (name.isBlank()
        || name.contains("/")
        || name.contains("\\")
        || name.contains("\0")
        || name.equals("..")
        || name.startsWith("LIST")
        || name.contains("%")) {
      throw new InputException(
          header + " keeps its voxels in '" + name + "'.",
          "only one data file in the header's own folder is read.",
          "put both files in one folder, or save the image in one file.");
    }
    return header.resolveSibling(name);
  }

  static Vec3 vector(double[] v, int from) {
    return new Vec3(v[from], v[from + 1], v[from + 2]);
  }
}
