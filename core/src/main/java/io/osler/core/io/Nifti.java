package io.osler.core.io;

import io.osler.core.config.InputException;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * NIfTI-1 and NIfTI-2, .nii, .nii.gz and .hdr with .img, either byte order.
 *
 * <p>Values are stored · scl_slope + scl_inter. Dimensions 4 to 7 (time, directions, …) become
 * channels, in file order. Spatial units m, mm and µm become mm; RAS becomes LPS. Extensions are
 * skipped. Shear, and spacing that is zero or not finite, are refused.
 */
public final class Nifti {
  private Nifti() {}

  /** How voxels are stored; integers are refused when a value does not fit exactly. */
  public enum Store {
    FLOAT32,
    INT16,
    UINT8
  }

  public static Volume read(Path file) {
    return read(file, Limits.VOLUME);
  }

  public static Volume read(Path file, Limits limits) {
    Source.check(file, limits);
    Path head = pairHeader(file);
    NiftiHeader header = header(head, limits);
    Path voxels = header.paired() ? pairImage(head) : head;
    long length = Source.check(voxels, limits);
    int n = header.size().voxels();
    long wanted = header.offset() + (long) n * header.channels() * header.type().bytes();
    boolean zipped = VoxelStream.isGzip(Source.prefix(voxels, 2));
    // Deflate shrinks at most 1032-fold.
    if (wanted > (zipped ? 1032 * length : length)) {
      throw Source.truncated(
          voxels, "its header claims " + wanted + " bytes, the file has " + length);
    }
    return VoxelStream.reading(
        voxels,
        in -> {
          in.skipNBytes(header.offset());
          int planes = header.rgb() ? header.channels() / 3 : header.channels();
          float[] out = header.rgb() ? colours(in, header, planes) : plain(in, header);
          VoxelStream.verify(in);
          return new Volume(header.size(), header.channels(), header.geometry(), out);
        });
  }

  /** Voxels as labels: one channel of whole numbers. */
  public static LabelMap readLabels(Path file) {
    return Labels.of(file, read(file));
  }

  /** Size, channels and geometry without reading the voxels. */
  public static ImageHeader header(Path file) {
    Source.check(file, Limits.VOLUME);
    NiftiHeader h = header(pairHeader(file), Limits.VOLUME);
    return new ImageHeader(
        ImageFormat.NIFTI, h.size(), h.channels(), 8 * h.type().bytes(), h.geometry(), h.warning());
  }

  /** Writes NIfTI-1, gzipped when the name ends in .gz; sform and qform both hold the geometry. */
  public static void write(Path file, Volume volume, Store store) {
    NiftiWriter.write(file, volume, store, false);
  }

  /** Slice {@code k} of a channel, row by row, into an array that is used again and again. */
  public interface Slices {
    void read(int channel, int k, float[] into);
  }

  /** Writes a volume that is never whole in memory: its slices are asked for in order. */
  public static void write(
      Path file, Size size, int channels, Geometry geometry, Store store, Slices slices) {
    NiftiWriter.write(file, size, channels, geometry, store, slices, false);
  }

  /** As {@link #write(Path, Size, int, Geometry, Store, Slices)}, replacing an earlier file. */
  public static void replace(
      Path file, Size size, int channels, Geometry geometry, Store store, Slices slices) {
    NiftiWriter.write(file, size, channels, geometry, store, slices, true);
  }

  /** As {@link #write(Path, Volume, Store)}, replacing an earlier file in one step. */
  public static void replace(Path file, Volume volume, Store store) {
    NiftiWriter.write(file, volume, store, true);
  }

  /** Writes labels in the smallest of uint8 and int16 that holds them. */
  public static void write(Path file, LabelMap labels) {
    int most = 0;
    int least = 0;
    float[] values = new float[labels.labels().length];
    for (int i = 0; i < values.length; i++) {
      int label = labels.labels()[i];
      values[i] = label;
      most = Math.max(most, label);
      least = Math.min(least, label);
    }
    Store store =
        least >= 0 && most <= 255
            ? Store.UINT8
            : most <= Short.MAX_VALUE && least >= Short.MIN_VALUE ? Store.INT16 : Store.FLOAT32;
    if (most > 1 << 24 || least < -(1 << 24)) {
      throw new InputException(
          "Labels up to " + most + " cannot be written exactly.", "", "number them from 1.");
    }
    write(file, Volume.of(labels.size(), labels.geometry(), values), store);
  }

  static boolean is(Path file, byte[] start) {
    if (!VoxelStream.isGzip(start)) {
      return NiftiHeader.is(start);
    }
    try (InputStream in = new GZIPInputStream(new java.io.ByteArrayInputStream(start))) {
      return NiftiHeader.is(in.readNBytes(NiftiHeader.V1));
    } catch (IOException notGzip) {
      return false;
    }
  }

  private static NiftiHeader header(Path head, Limits limits) {
    byte[] bytes = VoxelStream.reading(head, in -> in.readNBytes(NiftiHeader.V2));
    if (!NiftiHeader.is(bytes)) {
      throw new InputException(
          head + " is not a NIfTI file.",
          bytes.length < NiftiHeader.V1 ? "it is too short." : "another format, or Analyze 7.5.",
          "convert it to NIfTI (.nii.gz).");
    }
    return NiftiHeader.parse(head, bytes, limits);
  }

  private static float[] plain(InputStream in, NiftiHeader h) throws IOException {
    return VoxelStream.values(
        in, h.type(), h.order(), h.size().voxels(), h.channels(), false, h.slope(), h.inter());
  }

  private static float[] colours(InputStream in, NiftiHeader h, int planes) throws IOException {
    int n = h.size().voxels();
    float[] out = new float[3 * planes * n];
    for (int p = 0; p < planes; p++) {
      float[] one =
          VoxelStream.values(in, SampleType.UINT8, ByteOrder.LITTLE_ENDIAN, n, 3, true, 1, 0);
      System.arraycopy(one, 0, out, 3 * p * n, 3 * n);
    }
    return out;
  }

  private static Path pairHeader(Path file) {
    return renamed(file, ".img", ".hdr");
  }

  private static Path pairImage(Path file) {
    Path image = renamed(file, ".hdr", ".img");
    if (Files.exists(image)) {
      return image;
    }
    Path zipped = image.resolveSibling(image.getFileName() + ".gz");
    return Files.exists(zipped) ? zipped : image;
  }

  private static Path renamed(Path file, String from, String to) {
    String name = String.valueOf(file.getFileName());
    String lower = name.toLowerCase(Locale.ROOT);
    int at = lower.endsWith(from) || lower.endsWith(from + ".gz") ? lower.lastIndexOf(from) : -1;
    return at < 0
        ? file
        : file.resolveSibling(name.substring(0, at) + to + name.substring(at + from.length()));
  }

  /** Voxel directions × spacing and the origin, LPS → RAS rows of the affine matrix. */
  static double[][] affine(Geometry g) {
    double[][] rows = new double[3][4];
    for (int c = 0; c < 4; c++) {
      Vec3 v = c == 3 ? g.origin() : g.direction().column(c).times(g.spacing().get(c));
      rows[0][c] = -v.x();
      rows[1][c] = -v.y();
      rows[2][c] = v.z();
    }
    return rows;
  }
}
