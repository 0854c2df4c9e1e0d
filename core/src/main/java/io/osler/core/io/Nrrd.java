package io.osler.core.io;

import io.osler.core.config.InputException;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Rotation;
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
 * NRRD 1 to 5, raw and gzip, attached (.nrrd) or with one data file beside it (.nhdr). Spaces
 * left-posterior-superior, right-anterior-superior and left-anterior-superior become LPS; without a
 * space the axes are taken as LPS. A channel axis may come first or last.
 */
public final class Nrrd {
  private static final int MAX_HEADER = 1 << 16;

  private Nrrd() {}

  public static Volume read(Path file) {
    return read(file, Limits.VOLUME);
  }

  public static Volume read(Path file, Limits limits) {
    return grid(file, limits).read(limits);
  }

  /** Writes a new gzipped .nrrd: short where that loses nothing, else float. */
  public static void write(Path file, Volume volume) {
    NrrdWriter.write(file, volume);
  }

  static boolean is(byte[] start) {
    return start.length > 8
        && new String(start, 0, 7, StandardCharsets.ISO_8859_1).equals("NRRD000");
  }

  static RawGrid grid(Path file, Limits limits) {
    Source.check(file, limits);
    String text = new String(Source.prefix(file, MAX_HEADER), StandardCharsets.ISO_8859_1);
    Map<String, String> fields = new HashMap<>();
    int at = 0;
    boolean ended = false;
    while (!ended && at < text.length()) {
      int end = text.indexOf('\n', at);
      end = end < 0 ? text.length() : end;
      String line = text.substring(at, end).strip();
      at = Math.min(end + 1, text.length());
      ended = line.isEmpty();
      int colon = line.indexOf(": ");
      if (colon > 0 && !line.startsWith("#")) {
        fields.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2).strip());
      }
    }
    String name = fields.getOrDefault("data file", fields.getOrDefault("datafile", ""));
    if (!ended && name.isEmpty()) {
      throw Source.truncated(file, "its header does not end");
    }
    return grid(file, fields, name, at, limits);
  }

  private static RawGrid grid(
      Path file, Map<String, String> fields, String name, int end, Limits limits) {
    int axes = (int) RawGrid.whole(file, "dimension", one(file, fields, "dimension"));
    if (axes < 2 || axes > 4) {
      throw Source.damaged(file, "it has " + axes + " dimensions");
    }
    double[] sizes = RawGrid.numbers(file, "sizes", need(file, fields, "sizes"), axes);
    int channelAxis = channelAxis(file, fields, axes);
    long[] lengths = {1, 1, 1};
    long channels = 1;
    for (int a = 0, s = 0; a < axes; a++) {
      if (a == channelAxis) {
        channels = RawGrid.whole(file, "sizes", sizes[a]);
      } else {
        lengths[s++] = RawGrid.whole(file, "sizes", sizes[a]);
      }
    }
    limits.check(file, lengths[0], lengths[1], lengths[2], channels);
    for (String skip : new String[] {"line skip", "lineskip", "byte skip", "byteskip"}) {
      if (!fields.getOrDefault(skip, "0").equals("0")) {
        throw new InputException(
            file + " uses '" + skip + "'.", "", "save it as an ordinary NRRD.");
      }
    }
    RawGrid.Packing packing =
        switch (need(file, fields, "encoding").toLowerCase(Locale.ROOT)) {
          case "raw" -> RawGrid.Packing.RAW;
          case "gzip", "gz" -> RawGrid.Packing.GZIP;
          default ->
              throw new InputException(
                  file + " is encoded as " + fields.get("encoding") + ".",
                  "only raw and gzip are read.",
                  "save it with gzip encoding.");
        };
    Size size = new Size((int) lengths[0], (int) lengths[1], (int) lengths[2]);
    ByteOrder order =
        fields.getOrDefault("endian", "little").equalsIgnoreCase("big")
            ? ByteOrder.BIG_ENDIAN
            : ByteOrder.LITTLE_ENDIAN;
    return new RawGrid(
        size,
        (int) channels,
        channelAxis == 0,
        type(file, need(file, fields, "type")),
        order,
        geometry(file, fields, axes, channelAxis),
        name.isEmpty() ? file : RawGrid.beside(file, name),
        name.isEmpty() ? end : 0,
        packing);
  }

  /** −1 when every axis is one of space. */
  private static int channelAxis(Path file, Map<String, String> fields, int axes) {
    String directions = fields.getOrDefault("space directions", "");
    String[] kinds = fields.getOrDefault("kinds", "").split("\\s+");
    int found = -1;
    String[] vectors = directions.replaceAll("\\s*,\\s*", ",").strip().split("\\s+(?![^(]*\\))");
    for (int a = 0; a < axes; a++) {
      boolean none = vectors.length == axes && vectors[a].equals("none");
      boolean kind =
          kinds.length == axes
              && !kinds[a].equals("domain")
              && !kinds[a].equals("space")
              && !kinds[a].equals("???")
              && !kinds[a].equals("none");
      if (none || kind) {
        if (found >= 0) {
          throw Source.damaged(file, "it has two axes that are not of space");
        }
        found = a;
      }
    }
    if (found < 0 && axes == 4) {
      found = 3;
    }
    if (found > 0 && found != axes - 1) {
      throw Source.damaged(file, "its channel axis is neither the first nor the last");
    }
    return found;
  }

  private static Geometry geometry(
      Path file, Map<String, String> fields, int axes, int channelAxis) {
    int spatial = axes - (channelAxis >= 0 ? 1 : 0);
    String directions = fields.getOrDefault("space directions", "").replace("none", " ");
    if (directions.isBlank() || spatial == 2) {
      double[] spacing = {1, 1, 1};
      String text = fields.getOrDefault("spacings", "");
      if (!text.isBlank()) {
        double[] all = RawGrid.numbers(file, "spacings", text, axes);
        for (int a = 0, s = 0; a < axes; a++) {
          if (a != channelAxis) {
            spacing[s++] = all[a];
          }
        }
      } else if (!directions.isBlank()) {
        double[] flat = RawGrid.numbers(file, "space directions", directions, 4);
        spacing[0] = Math.hypot(flat[0], flat[1]);
        spacing[1] = Math.hypot(flat[2], flat[3]);
      }
      return new Geometry(
          new Vec3(spacing[0], spacing[1], spacing[2]), Vec3.ZERO, Rotation.IDENTITY);
    }
    Vec3 sign =
        switch (fields.getOrDefault("space", "left-posterior-superior").toLowerCase(Locale.ROOT)) {
          case "left-posterior-superior", "lps" -> Vec3.ONE;
          case "right-anterior-superior", "ras" -> new Vec3(-1, -1, 1);
          case "left-anterior-superior", "las" -> new Vec3(1, -1, 1);
          default ->
              throw Source.damaged(file, "its space '" + fields.get("space") + "' is unknown");
        };
    double[] d = RawGrid.numbers(file, "space directions", directions, 9);
    double[] o =
        RawGrid.numbers(file, "space origin", fields.getOrDefault("space origin", "0 0 0"), 3);
    return NiftiGrid.geometry(
        file,
        new Vec3[] {
          RawGrid.vector(d, 0).times(sign), RawGrid.vector(d, 3).times(sign),
          RawGrid.vector(d, 6).times(sign), RawGrid.vector(o, 0).times(sign)
        });
  }

  private static SampleType type(Path file, String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "uchar", "unsigned char", "uint8", "uint8_t" -> SampleType.UINT8;
      case "signed char", "int8", "int8_t" -> SampleType.INT8;
      case "ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t" ->
          SampleType.UINT16;
      case "short", "short int", "signed short", "int16", "int16_t" -> SampleType.INT16;
      case "uint", "unsigned int", "uint32", "uint32_t" -> SampleType.UINT32;
      case "int", "signed int", "int32", "int32_t" -> SampleType.INT32;
      case "unsigned long long", "unsigned long long int", "ulonglong", "uint64", "uint64_t" ->
          SampleType.UINT64;
      case "long long", "long long int", "signed long long", "longlong", "int64", "int64_t" ->
          SampleType.INT64;
      case "float" -> SampleType.FLOAT32;
      case "double" -> SampleType.FLOAT64;
      default -> throw Source.damaged(file, "its type '" + name + "' is unknown");
    };
  }

  private static double one(Path file, Map<String, String> fields, String key) {
    return RawGrid.numbers(file, key, need(file, fields, key), 1)[0];
  }

  private static String need(Path file, Map<String, String> fields, String key) {
    String value = fields.getOrDefault(key, "");
    if (value.isBlank()) {
      throw Source.damaged(file, "its header lacks '" + key + "'");
    }
    return value;
  }
}
