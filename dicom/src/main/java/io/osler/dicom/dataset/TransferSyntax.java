package io.osler.dicom.dataset;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a data set is laid out in bytes and how its pixels are compressed (PS3.5 section 10, annex
 * A).
 *
 * @param explicit whether elements carry their representation
 * @param deflated whether everything after the meta header is one deflate stream (A.5)
 */
public record TransferSyntax(
    String uid,
    String name,
    boolean explicit,
    boolean bigEndian,
    boolean deflated,
    Compression compression) {

  /** The family of the pixel data. */
  public enum Compression {
    NATIVE,
    RLE,
    /** Each frame a deflate stream of native pixels (PS3.5 A.4.13). */
    DEFLATED_FRAME,
    JPEG_BASELINE,
    JPEG_EXTENDED,
    JPEG_LOSSLESS,
    JPEG_LS,
    JPEG_2000,
    HTJ2K,
    JPEG_XL,
    VIDEO,
    /** Encapsulated by a scheme that this module does not know. */
    UNKNOWN
  }

  public static final TransferSyntax IMPLICIT_LITTLE =
      new TransferSyntax(
          "1.2.840.10008.1.2",
          "Implicit VR Little Endian",
          false,
          false,
          false,
          Compression.NATIVE);
  public static final TransferSyntax EXPLICIT_LITTLE =
      plain("1.2.840.10008.1.2.1", "Explicit VR Little Endian");
  public static final TransferSyntax DEFLATED =
      new TransferSyntax(
          "1.2.840.10008.1.2.1.99",
          "Deflated Explicit VR Little Endian",
          true,
          false,
          true,
          Compression.NATIVE);
  public static final TransferSyntax EXPLICIT_BIG =
      new TransferSyntax(
          "1.2.840.10008.1.2.2", "Explicit VR Big Endian", true, true, false, Compression.NATIVE);
  public static final TransferSyntax RLE = jpeg("5", "RLE Lossless", Compression.RLE);
  public static final TransferSyntax JPEG_BASELINE =
      jpeg("4.50", "JPEG Baseline (Process 1)", Compression.JPEG_BASELINE);
  public static final TransferSyntax JPEG_EXTENDED =
      jpeg("4.51", "JPEG Extended (Process 2 and 4)", Compression.JPEG_EXTENDED);
  public static final TransferSyntax JPEG_LOSSLESS =
      jpeg("4.57", "JPEG Lossless (Process 14)", Compression.JPEG_LOSSLESS);
  public static final TransferSyntax JPEG_LOSSLESS_FIRST =
      jpeg("4.70", "JPEG Lossless (Process 14, Selection Value 1)", Compression.JPEG_LOSSLESS);
  public static final TransferSyntax JPEG_LS_LOSSLESS =
      jpeg("4.80", "JPEG-LS Lossless", Compression.JPEG_LS);
  public static final TransferSyntax JPEG_LS_NEAR =
      jpeg("4.81", "JPEG-LS Near-lossless", Compression.JPEG_LS);
  public static final TransferSyntax JPEG_2000_LOSSLESS =
      jpeg("4.90", "JPEG 2000 Lossless", Compression.JPEG_2000);
  public static final TransferSyntax JPEG_2000 = jpeg("4.91", "JPEG 2000", Compression.JPEG_2000);

  private static final Map<String, TransferSyntax> KNOWN =
      Stream.concat(
              Stream.of(
                  IMPLICIT_LITTLE,
                  EXPLICIT_LITTLE,
                  DEFLATED,
                  EXPLICIT_BIG,
                  RLE,
                  JPEG_BASELINE,
                  JPEG_EXTENDED,
                  JPEG_LOSSLESS,
                  JPEG_LOSSLESS_FIRST,
                  JPEG_LS_LOSSLESS,
                  JPEG_LS_NEAR,
                  JPEG_2000_LOSSLESS,
                  JPEG_2000),
              Stream.of(
                  jpeg("8.1", "Deflated Image Frame Compression", Compression.DEFLATED_FRAME),
                  jpeg("4.92", "JPEG 2000 Part 2 Lossless", Compression.UNKNOWN),
                  jpeg("4.93", "JPEG 2000 Part 2", Compression.UNKNOWN),
                  jpeg("4.100", "MPEG-2 Main Profile", Compression.VIDEO),
                  jpeg("4.101", "MPEG-2 High Level", Compression.VIDEO),
                  jpeg("4.102", "MPEG-4 AVC High Profile", Compression.VIDEO),
                  jpeg("4.103", "MPEG-4 AVC BD-compatible", Compression.VIDEO),
                  jpeg("4.104", "MPEG-4 AVC 4.2 for 2D Video", Compression.VIDEO),
                  jpeg("4.105", "MPEG-4 AVC 4.2 for 3D Video", Compression.VIDEO),
                  jpeg("4.106", "MPEG-4 AVC Stereo", Compression.VIDEO),
                  jpeg("4.107", "HEVC Main Profile", Compression.VIDEO),
                  jpeg("4.108", "HEVC Main 10 Profile", Compression.VIDEO),
                  jpeg("4.110", "JPEG XL Lossless", Compression.JPEG_XL),
                  jpeg("4.111", "JPEG XL JPEG Recompression", Compression.JPEG_XL),
                  jpeg("4.112", "JPEG XL", Compression.JPEG_XL),
                  jpeg("4.201", "High-Throughput JPEG 2000 Lossless", Compression.HTJ2K),
                  jpeg("4.202", "High-Throughput JPEG 2000 RPCL Lossless", Compression.HTJ2K),
                  jpeg("4.203", "High-Throughput JPEG 2000", Compression.HTJ2K)))
          .collect(Collectors.toUnmodifiableMap(TransferSyntax::uid, Function.identity()));

  /**
   * The syntax of a UID; one that is not listed is taken as explicit little endian, encapsulated.
   */
  public static TransferSyntax of(String uid) {
    TransferSyntax known = KNOWN.get(uid);
    return known != null
        ? known
        : new TransferSyntax(uid, "unknown " + uid, true, false, false, Compression.UNKNOWN);
  }

  /** All syntaxes known by name. */
  public static List<TransferSyntax> all() {
    return KNOWN.values().stream().sorted((a, b) -> a.uid.compareTo(b.uid)).toList();
  }

  public boolean isEncapsulated() {
    return compression != Compression.NATIVE;
  }

  boolean hasLayoutOf(TransferSyntax other) {
    return explicit == other.explicit && bigEndian == other.bigEndian;
  }

  private static TransferSyntax plain(String uid, String name) {
    return new TransferSyntax(uid, name, true, false, false, Compression.NATIVE);
  }

  private static TransferSyntax jpeg(String suffix, String name, Compression compression) {
    return new TransferSyntax("1.2.840.10008.1.2." + suffix, name, true, false, false, compression);
  }
}
