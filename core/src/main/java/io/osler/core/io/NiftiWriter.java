package io.osler.core.io;

import io.osler.core.config.InputException;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * NIfTI-1 bytes, little-endian; gzip without name and time, so the same volume gives the same file.
 */
final class NiftiWriter {
  private NiftiWriter() {}

  static void write(Path file, Volume volume, Nifti.Store store, boolean replace) {
    byte[] head = head(file, volume.size(), volume.channels(), volume.geometry(), store);
    Piece piece = new Piece(file, store);
    Atomic.Body body = out -> piece.put(out, volume.voxels(), volume.voxels().length);
    write(file, head, store, replace, body);
  }

  static void write(
      Path file,
      Size size,
      int channels,
      Geometry geometry,
      Nifti.Store store,
      Nifti.Slices slices,
      boolean replace) {
    byte[] head = head(file, size, channels, geometry, store);
    Piece piece = new Piece(file, store);
    float[] slice = new float[size.width() * size.height()];
    write(
        file,
        head,
        store,
        replace,
        out -> {
          for (int c = 0; c < channels; c++) {
            for (int k = 0; k < size.depth(); k++) {
              slices.read(c, k, slice);
              piece.put(out, slice, slice.length);
            }
          }
        });
  }

  /** Deflate that looks for little: of floats, whose last digits are noise, there is little. */
  private static final class QuickGzip extends GZIPOutputStream {
    QuickGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  private static void write(
      Path file, byte[] head, Nifti.Store store, boolean replace, Atomic.Body voxels) {
    boolean zip = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".gz");
    Atomic.Body body =
        out -> {
          if (zip) {
            GZIPOutputStream gzip =
                store == Nifti.Store.FLOAT32
                    ? new QuickGzip(out)
                    : new GZIPOutputStream(out, 1 << 16);
            gzip.write(head);
            voxels.writeTo(gzip);
            gzip.finish();
          } else {
            out.write(head);
            voxels.writeTo(out);
          }
        };
    if (replace) {
      Atomic.replace(file, body);
    } else {
      Atomic.write(file, body);
    }
  }

  /** Turns floats into bytes; a value that does not fit stops the writing: no file appears. */
  private static final class Piece {
    private static final int LENGTH = 1 << 15;

    private final Path file;
    private final Nifti.Store store;
    private final ByteBuffer bytes = ByteBuffer.allocate(4 * LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    private final short[] shorts = new short[LENGTH];

    Piece(Path file, Nifti.Store store) {
      this.file = file;
      this.store = store;
    }

    void put(OutputStream out, float[] voxels, int count) throws IOException {
      for (int from = 0; from < count; from += LENGTH) {
        int n = Math.min(LENGTH, count - from);
        switch (store) {
          case FLOAT32 -> bytes.asFloatBuffer().put(voxels, from, n);
          case INT16 -> {
            requireFit(voxels, from, n, rounded(voxels, from, n, shorts));
            bytes.asShortBuffer().put(shorts, 0, n);
          }
          case UINT8 -> {
            int wrong = 0;
            for (int i = 0; i < n; i++) {
              float v = voxels[from + i];
              int b = (int) v & 0xFF;
              bytes.array()[i] = (byte) b;
              wrong |= b == v ? 0 : 1;
            }
            requireFit(voxels, from, n, wrong);
          }
        }
        int unit = store == Nifti.Store.FLOAT32 ? 4 : store == Nifti.Store.INT16 ? 2 : 1;
        out.write(bytes.array(), 0, n * unit);
      }
    }

    /** Not 0 when a value is no short: two plain loops, which the compiler makes vectors of. */
    private static int rounded(float[] voxels, int from, int n, short[] to) {
      for (int i = 0; i < n; i++) {
        to[i] = (short) (int) voxels[from + i];
      }
      int wrong = 0;
      for (int i = 0; i < n; i++) {
        wrong |= Float.floatToRawIntBits(to[i] - voxels[from + i]);
      }
      return wrong;
    }

    private void requireFit(float[] voxels, int from, int n, int wrong) {
      for (int i = from; wrong != 0 && i < from + n; i++) {
        float v = voxels[i];
        float back = store == Nifti.Store.INT16 ? (short) (int) v : (int) v & 0xFF;
        if (back != v) {
          throw new InputException(
              file + ": the value " + v + " cannot be stored as " + store + ".",
              "",
              "store the volume as FLOAT32.");
        }
      }
    }
  }

  private static byte[] head(Path file, Size size, int channels, Geometry g, Nifti.Store store) {
    int[] dim = {
      channels > 1 ? 4 : 3, size.width(), size.height(), size.depth(), channels, 1, 1, 1
    };
    ByteBuffer b = ByteBuffer.allocate(352).order(ByteOrder.LITTLE_ENDIAN);
    b.putInt(0, NiftiHeader.V1);
    for (int i = 0; i < 8; i++) {
      if (dim[i] > Short.MAX_VALUE) {
        throw new InputException(
            file + ": a side of " + dim[i] + " voxels does not fit in NIfTI-1.",
            "",
            "cut the volume into parts.");
      }
      b.putShort(40 + 2 * i, (short) dim[i]);
    }
    int code = store == Nifti.Store.UINT8 ? 2 : store == Nifti.Store.INT16 ? 4 : 16;
    int bits = store == Nifti.Store.UINT8 ? 8 : store == Nifti.Store.INT16 ? 16 : 32;
    b.putShort(70, (short) code).putShort(72, (short) bits);
    int hand = g.direction().handedness();
    float[] pixdim = {
      hand, (float) g.spacing().x(), (float) g.spacing().y(), (float) g.spacing().z(), 1, 1, 1, 1
    };
    for (int i = 0; i < 8; i++) {
      b.putFloat(76 + 4 * i, pixdim[i]);
    }
    b.putFloat(108, 352).putFloat(112, 1).putFloat(116, 0);
    b.put(123, (byte) 2);
    b.putShort(252, (short) 1).putShort(254, (short) 1);
    double[] q = quaternion(g, hand);
    for (int i = 0; i < 3; i++) {
      b.putFloat(256 + 4 * i, (float) q[i + 1]);
    }
    double[][] affine = Nifti.affine(g);
    for (int r = 0; r < 3; r++) {
      b.putFloat(268 + 4 * r, (float) affine[r][3]);
      for (int c = 0; c < 4; c++) {
        b.putFloat(280 + 16 * r + 4 * c, (float) affine[r][c]);
      }
    }
    b.put(344, "n+1\0".getBytes(StandardCharsets.US_ASCII));
    return b.array();
  }

  /** Unit quaternion (a, b, c, d), a ≥ 0, of the RAS rotation with k flipped when left-handed. */
  private static double[] quaternion(Geometry g, int hand) {
    double[][] m = new double[3][3];
    for (int c = 0; c < 3; c++) {
      Vec3 v = g.direction().column(c).times(c == 2 ? hand : 1);
      m[0][c] = -v.x();
      m[1][c] = -v.y();
      m[2][c] = v.z();
    }
    double[] q = new double[4];
    double trace = m[0][0] + m[1][1] + m[2][2];
    if (trace > 0) {
      double s = 2 * Math.sqrt(1 + trace);
      q[0] = s / 4;
      q[1] = (m[2][1] - m[1][2]) / s;
      q[2] = (m[0][2] - m[2][0]) / s;
      q[3] = (m[1][0] - m[0][1]) / s;
    } else {
      int i = m[0][0] >= m[1][1] && m[0][0] >= m[2][2] ? 0 : m[1][1] >= m[2][2] ? 1 : 2;
      int j = (i + 1) % 3;
      int k = (i + 2) % 3;
      double s = 2 * Math.sqrt(Math.max(0, 1 + m[i][i] - m[j][j] - m[k][k]));
      q[0] = (m[k][j] - m[j][k]) / s;
      q[1 + i] = s / 4;
      q[1 + j] = (m[j][i] + m[i][j]) / s;
      q[1 + k] = (m[k][i] + m[i][k]) / s;
    }
    double norm = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    double sign = q[0] < 0 ? -1 : 1;
    for (int i = 0; i < 4; i++) {
      q[i] *= sign / norm;
    }
    return q;
  }
}
