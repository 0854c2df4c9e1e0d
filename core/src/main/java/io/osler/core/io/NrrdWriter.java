package io.osler.core.io;

import io.osler.core.volume.Geometry;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** NRRD 4 bytes, little-endian, gzip, LPS; channels are the last axis. */
final class NrrdWriter {
  private NrrdWriter() {}

  static void write(Path file, Volume volume) {
    boolean whole = isShort(volume);
    byte[] head = head(volume, whole).getBytes(StandardCharsets.US_ASCII);
    Atomic.write(
        file,
        out -> {
          out.write(head);
          GZIPOutputStream gzip = new GZIPOutputStream(out, 1 << 16);
          put(gzip, volume.voxels(), whole);
          gzip.finish();
        });
  }

  /** Sixteen bits hold whole numbers of that range without loss. */
  private static boolean isShort(Volume volume) {
    for (float v : volume.voxels()) {
      if (v != (short) v) {
        return false;
      }
    }
    return true;
  }

  private static String head(Volume volume, boolean whole) {
    Geometry g = volume.geometry();
    boolean list = volume.channels() > 1;
    StringBuilder directions = new StringBuilder();
    for (int axis = 0; axis < 3; axis++) {
      directions
          .append(vector(g.direction().column(axis).times(g.spacing().get(axis))))
          .append(' ');
    }
    String sizes =
        volume.size().width() + " " + volume.size().height() + " " + volume.size().depth();
    return "NRRD0004\n"
        + ("type: " + (whole ? "short" : "float") + "\n")
        + ("dimension: " + (list ? 4 : 3) + "\n")
        + "space: left-posterior-superior\n"
        + ("sizes: " + sizes + (list ? " " + volume.channels() : "") + "\n")
        + ("space directions: " + directions.toString().strip() + (list ? " none" : "") + "\n")
        + ("kinds: domain domain domain" + (list ? " list" : "") + "\n")
        + "endian: little\n"
        + "encoding: gzip\n"
        + ("space origin: " + vector(g.origin()) + "\n\n");
  }

  private static String vector(Vec3 v) {
    return String.format(Locale.ROOT, "(%s,%s,%s)", v.x(), v.y(), v.z());
  }

  private static void put(OutputStream out, float[] voxels, boolean whole) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (float v : voxels) {
      if (piece.remaining() < 4) {
        out.write(piece.array(), 0, piece.position());
        piece.clear();
      }
      if (whole) {
        piece.putShort((short) v);
      } else {
        piece.putFloat(v);
      }
    }
    out.write(piece.array(), 0, piece.position());
  }
}
