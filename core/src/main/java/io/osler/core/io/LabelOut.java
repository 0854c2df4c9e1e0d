package io.osler.core.io;

import io.osler.core.config.InputException;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Label maps in the format of the image they belong to: NIfTI, NRRD and MetaImage with the grid
 * that the map has, PNG for every kind of picture. Values are stored in 8 bits where they fit, else
 * in 16 (PNG, NIfTI) or 32.
 */
public final class LabelOut {
  private LabelOut() {}

  /** The ending for label maps of an image of this name: its own, or one that holds labels. */
  public static String ending(Path image) {
    String name = String.valueOf(image.getFileName()).toLowerCase(Locale.ROOT);
    return switch (ImageFormat.ofName(name).orElse(ImageFormat.NIFTI)) {
      case PNG, JPEG, TIFF, BMP -> ".png";
      case NRRD -> ".nrrd";
      case META_IMAGE -> ".mha";
      case NIFTI -> name.endsWith(".nii") ? ".nii" : ".nii.gz";
    };
  }

  /** Writes or replaces {@code file}, in one step. */
  public static void replace(Path file, LabelMap map) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    int most = 0;
    for (int label : map.labels()) {
      if (label < 0 || label > 1 << 24) {
        throw new InputException(
            file + ": the label " + label + " cannot be written.", "", "number labels from 1.");
      }
      most = Math.max(most, label);
    }
    int bytes = most < 256 ? 1 : most < 32768 ? 2 : 4;
    if (name.endsWith(".png")) {
      png(file, map, most);
    } else if (name.endsWith(".nrrd")) {
      Atomic.replace(file, nrrd(map, bytes));
    } else if (name.endsWith(".mha")) {
      Atomic.replace(file, meta(map, bytes));
    } else {
      Nifti.Store store =
          bytes == 1 ? Nifti.Store.UINT8 : bytes == 2 ? Nifti.Store.INT16 : Nifti.Store.FLOAT32;
      Nifti.Slices slices =
          (_, k, into) -> {
            for (int v = 0; v < into.length; v++) {
              into[v] = map.labels()[k * into.length + v];
            }
          };
      NiftiWriter.write(file, map.size(), 1, map.geometry(), store, slices, true);
    }
  }

  private static void png(Path file, LabelMap map, int most) {
    Size size = map.size();
    if (!size.is2d() || most > 65535) {
      throw new InputException(
          file + " cannot hold " + map + " with labels up to " + most + ".",
          "PNG holds one slice of 16 bits.",
          "name a .nii.gz.");
    }
    int bytes = most < 256 ? 1 : 2;
    byte[] samples = new byte[map.labels().length * bytes];
    for (int v = 0; v < map.labels().length; v++) {
      int label = map.labels()[v];
      if (bytes == 2) {
        samples[2 * v] = (byte) (label >> 8); // PNG is big-endian
      }
      samples[bytes * v + bytes - 1] = (byte) label;
    }
    Atomic.replace(file, PngWriter.grey(size.width(), size.height(), 8 * bytes, samples));
  }

  private static Atomic.Body nrrd(LabelMap map, int bytes) {
    Geometry g = map.geometry();
    String head =
        "NRRD0004\n# labels\ntype: %s\ndimension: 3\nspace: left-posterior-superior\n"
                .formatted(bytes == 1 ? "uchar" : bytes == 2 ? "short" : "int")
            + "sizes: %d %d %d\n"
                .formatted(map.size().width(), map.size().height(), map.size().depth())
            + "space directions: %s %s %s\n"
                .formatted(column(g, 0, ","), column(g, 1, ","), column(g, 2, ","))
            + "kinds: domain domain domain\nendian: little\nencoding: gzip\n"
            + "space origin: (%s)\n\n".formatted(joined(g.origin(), ","));
    return out -> {
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      GZIPOutputStream gzip = new GZIPOutputStream(out, 1 << 16);
      put(gzip, map.labels(), bytes);
      gzip.finish();
    };
  }

  private static String column(Geometry g, int axis, String comma) {
    return "(" + joined(g.direction().column(axis).times(g.spacing().get(axis)), comma) + ")";
  }

  private static String joined(Vec3 v, String comma) {
    return v.x() + comma + v.y() + comma + v.z();
  }

  private static Atomic.Body meta(LabelMap map, int bytes) {
    Geometry g = map.geometry();
    StringBuilder matrix = new StringBuilder();
    for (int axis = 0; axis < 3; axis++) {
      matrix.append(axis == 0 ? "" : " ").append(joined(g.direction().column(axis), " "));
    }
    return out -> {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (DeflaterOutputStream deflate = new DeflaterOutputStream(packed)) {
        put(deflate, map.labels(), bytes);
      }
      String head =
          "ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\n"
              + "CompressedData = True\nCompressedDataSize = %d\n".formatted(packed.size())
              + "TransformMatrix = %s\nOffset = %s\nCenterOfRotation = 0 0 0\n"
                  .formatted(matrix, joined(g.origin(), " "))
              + "ElementSpacing = %s\n".formatted(joined(g.spacing(), " "))
              + "DimSize = %d %d %d\n"
                  .formatted(map.size().width(), map.size().height(), map.size().depth())
              + "ElementType = %s\nElementDataFile = LOCAL\n"
                  .formatted(bytes == 1 ? "MET_UCHAR" : bytes == 2 ? "MET_SHORT" : "MET_INT");
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      packed.writeTo(out);
    };
  }

  private static void put(OutputStream out, int[] labels, int bytes) throws IOException {
    byte[] chunk = new byte[1 << 16];
    int n = 0;
    for (int label : labels) {
      for (int b = 0; b < bytes; b++) {
        chunk[n++] = (byte) (label >> (8 * b));
      }
      if (n == chunk.length) {
        out.write(chunk, 0, n);
        n = 0;
      }
    }
    out.write(chunk, 0, n);
  }
}
