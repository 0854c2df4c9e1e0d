package io.osler.core.io;

import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * MetaImage, .mha and .mhd with its data file beside it, raw or zlib. World axes are LPS, as ITK
 * reads them; CenterOfRotation and AnatomicalOrientation are ignored.
 */
public final class MetaImage {
  private static final int MAX_HEADER = 1 << 16;

  private MetaImage() {}

  public static Volume read(Path file) {
    return read(file, Limits.VOLUME);
  }

  public static Volume read(Path file, Limits limits) {
    return grid(file, limits).read(limits);
  }

  static boolean is(byte[] start) {
    String text = new String(start, 0, Math.min(start.length, 200), StandardCharsets.ISO_8859_1);
    return text.startsWith("ObjectType") || text.matches("(?s)NDims\\s*=.*");
  }

  static RawGrid grid(Path file, Limits limits) {
    Source.check(file, limits);
    String text = new String(Source.prefix(file, MAX_HEADER), StandardCharsets.ISO_8859_1);
    Map<String, String> fields = new HashMap<>();
    int at = 0;
    while (!fields.containsKey("elementdatafile")) {
      int end = text.indexOf('\n', at);
      if (end < 0) {
        throw Source.truncated(file, "its header lacks 'ElementDataFile'");
      }
      String line = text.substring(at, end);
      int equals = line.indexOf('=');
      if (equals > 0) {
        fields.put(
            line.substring(0, equals).strip().toLowerCase(Locale.ROOT),
            line.substring(equals + 1).strip());
      }
      at = end + 1;
    }
    int axes = (int) RawGrid.numbers(file, "NDims", fields.getOrDefault("ndims", ""), 1)[0];
    if (axes < 2 || axes > 3) {
      throw Source.damaged(file, "it has " + axes + " dimensions");
    }
    double[] dims = RawGrid.numbers(file, "DimSize", fields.getOrDefault("dimsize", ""), axes);
    long[] lengths = {1, 1, 1};
    for (int a = 0; a < axes; a++) {
      lengths[a] = RawGrid.whole(file, "DimSize", dims[a]);
    }
    String count = fields.getOrDefault("elementnumberofchannels", "1");
    long channels =
        RawGrid.whole(
            file,
            "ElementNumberOfChannels",
            RawGrid.numbers(file, "ElementNumberOfChannels", count, 1)[0]);
    limits.check(file, lengths[0], lengths[1], lengths[2], channels);
    if (!fields.getOrDefault("headersize", "0").equals("0")) {
      throw Source.damaged(file, "'HeaderSize' is not supported");
    }
    boolean big = yes(fields, "binarydatabyteordermsb") || yes(fields, "elementbyteordermsb");
    String name = fields.getOrDefault("elementdatafile", "");
    boolean local = name.equalsIgnoreCase("LOCAL");
    return new RawGrid(
        new Size((int) lengths[0], (int) lengths[1], (int) lengths[2]),
        (int) channels,
        true,
        type(file, fields.getOrDefault("elementtype", "")),
        big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
        geometry(file, fields, axes),
        local ? file : RawGrid.beside(file, name),
        local ? at : 0,
        yes(fields, "compresseddata") ? RawGrid.Packing.ZLIB : RawGrid.Packing.RAW);
  }

  private static Geometry geometry(Path file, Map<String, String> fields, int axes) {
    double[] spacing = several(file, fields, axes, "elementspacing", "elementsize");
    double[] offset = several(file, fields, axes, "offset", "position", "origin");
    double[] matrix =
        several(file, fields, axes * axes, "transformmatrix", "rotation", "orientation");
    Vec3[] columns = {new Vec3(1, 0, 0), new Vec3(0, 1, 0), new Vec3(0, 0, 1), Vec3.ZERO};
    for (int a = 0; a < axes; a++) {
      for (int r = 0; r < axes && matrix.length > 0; r++) {
        columns[a] = columns[a].with(r, matrix[a * axes + r]);
      }
      if (spacing.length > 0) {
        if (!(spacing[a] > 0)) {
          throw Source.damaged(file, "it has a spacing of " + spacing[a] + " mm");
        }
        columns[a] = columns[a].times(spacing[a]);
      }
      if (offset.length > 0) {
        columns[3] = columns[3].with(a, offset[a]);
      }
    }
    return NiftiGrid.geometry(file, columns);
  }

  private static double[] several(
      Path file, Map<String, String> fields, int count, String... keys) {
    for (String key : keys) {
      String text = fields.getOrDefault(key, "");
      if (!text.isBlank()) {
        return RawGrid.numbers(file, key, text, count);
      }
    }
    return new double[0];
  }

  private static boolean yes(Map<String, String> fields, String key) {
    return fields.getOrDefault(key, "").toLowerCase(Locale.ROOT).startsWith("t");
  }

  private static SampleType type(Path file, String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "MET_UCHAR" -> SampleType.UINT8;
      case "MET_CHAR" -> SampleType.INT8;
      case "MET_USHORT" -> SampleType.UINT16;
      case "MET_SHORT" -> SampleType.INT16;
      case "MET_UINT" -> SampleType.UINT32;
      case "MET_INT" -> SampleType.INT32;
      case "MET_ULONG_LONG" -> SampleType.UINT64;
      case "MET_LONG_LONG" -> SampleType.INT64;
      case "MET_FLOAT" -> SampleType.FLOAT32;
      case "MET_DOUBLE" -> SampleType.FLOAT64;
      default -> throw Source.damaged(file, "its element type '" + name + "' is unknown");
    };
  }
}
