package io.osler.core.io;

import io.osler.core.config.InputException;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The 348 bytes of NIfTI-1 or 540 of NIfTI-2, made sense of.
 *
 * @param offset of the first voxel byte, in the file or in the .img beside it
 * @param channels dimensions 4 to 7 multiplied, times 3 for RGB
 * @param rgb red, green, blue side by side
 */
record NiftiHeader(
    ByteOrder order,
    Size size,
    int channels,
    boolean rgb,
    SampleType type,
    long offset,
    double slope,
    double inter,
    Geometry geometry,
    boolean paired,
    Optional<String> warning) {
  static final int V1 = 348;
  static final int V2 = 540;

  static boolean is(byte[] b) {
    if (b.length < V1) {
      return false;
    }
    ByteBuffer in = ByteBuffer.wrap(b);
    int size = in.getInt(0);
    int swapped = Integer.reverseBytes(size);
    boolean one =
        (size == V1 || swapped == V1)
            && b[344] == 'n'
            && b[346] == '1'
            && (b[345] == '+' || b[345] == 'i');
    boolean two =
        (size == V2 || swapped == V2) && b[4] == 'n' && b[6] == '2' && (b[5] == '+' || b[5] == 'i');
    return one || two;
  }

  static NiftiHeader parse(Path file, byte[] bytes, Limits limits) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int first = in.getInt(0);
    in.order(first == V1 || first == V2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    boolean two = in.getInt(0) == V2;
    if (two && bytes.length < V2) {
      throw Source.truncated(file, "its header");
    }
    long[] dim = new long[8];
    double[] pixdim = new double[8];
    for (int i = 0; i < 8; i++) {
      dim[i] = two ? in.getLong(16 + 8 * i) : in.getShort(40 + 2 * i);
      pixdim[i] = two ? in.getDouble(104 + 8 * i) : in.getFloat(76 + 4 * i);
    }
    if (dim[0] < 1 || dim[0] > 7) {
      throw Source.damaged(file, "it claims " + dim[0] + " dimensions");
    }
    long channels = 1;
    for (int i = 1; i <= 7; i++) {
      if (i > dim[0]) {
        dim[i] = 1;
      }
      if (dim[i] < 1 || dim[i] > Integer.MAX_VALUE) {
        throw Source.damaged(file, "its dimension " + i + " has length " + dim[i]);
      }
      channels = i < 4 ? 1 : Math.min(channels * dim[i], Integer.MAX_VALUE);
    }
    int code = in.getShort(two ? 12 : 70);
    boolean rgb = code == 128;
    channels *= rgb ? 3 : 1;
    limits.check(file, dim[1], dim[2], dim[3], channels);
    double slope = two ? in.getDouble(176) : in.getFloat(112);
    double inter = two ? in.getDouble(184) : in.getFloat(116);
    boolean scaled = slope != 0 && Double.isFinite(slope) && Double.isFinite(inter) && !rgb;
    boolean paired = bytes[two ? 5 : 345] == 'i';
    double offset = two ? in.getLong(168) : in.getFloat(108);
    int least = paired ? 0 : two ? V2 : V1;
    if (!(offset >= least && offset < 1L << 31) && !(offset == 0 && !paired)) {
      throw Source.damaged(file, "its voxels start at byte " + offset);
    }
    NiftiGrid grid = NiftiGrid.of(file, in, two, pixdim);
    Size size = new Size((int) dim[1], (int) dim[2], (int) dim[3]);
    return new NiftiHeader(
        in.order(),
        size,
        (int) channels,
        rgb,
        type(file, code),
        (long) Math.max(offset, least),
        scaled ? slope : 1,
        scaled ? inter : 0,
        grid.geometry(),
        paired,
        grid.warning());
  }

  private static SampleType type(Path file, int code) {
    return switch (code) {
      case 2, 128 -> SampleType.UINT8;
      case 4 -> SampleType.INT16;
      case 8 -> SampleType.INT32;
      case 16 -> SampleType.FLOAT32;
      case 64 -> SampleType.FLOAT64;
      case 256 -> SampleType.INT8;
      case 512 -> SampleType.UINT16;
      case 768 -> SampleType.UINT32;
      case 1024 -> SampleType.INT64;
      case 1280 -> SampleType.UINT64;
      case 32, 1792, 2048 -> throw refused(file, "complex numbers");
      case 2304 -> throw refused(file, "RGBA colours");
      case 1536 -> throw refused(file, "128-bit floats");
      case 1 -> throw refused(file, "single bits");
      default -> throw refused(file, "values of an unknown type, code " + code);
    };
  }

  private static InputException refused(Path file, String what) {
    return new InputException(
        file + " holds " + what + ".",
        "such voxels are not read.",
        "save the image as float32 or int16, a complex one as magnitude.");
  }
}
