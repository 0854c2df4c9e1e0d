package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Rotation;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.Optional;

/**
 * Voxel axes exchanged and reversed, without interpolation, so that i, j, k run as nearly as they
 * can towards the named sides of the patient: {@code LPS} is left, posterior, superior.
 *
 * <p>The six permutations are compared by the sum of |cosines|. A 2-D image is left as it is: its
 * slice cannot be turned into another plane. Memory: three copies of the image.
 *
 * @param towards one letter each of L/R, P/A, S/I, in the order of i, j, k
 */
@About(value = "Turns the voxel axes towards named sides of the patient.", source = "DICOM LPS")
public record Orient(@About("such as LPS or RAS") @Default("LPS") String towards)
    implements Spatial {
  private static final String PLUS = "LPS";
  private static final String MINUS = "RAI";
  private static final int[][] ORDERS = {
    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}
  };

  public Orient {
    boolean[] seen = new boolean[3];
    for (int axis = 0; axis < towards.length(); axis++) {
      int side = side(towards.charAt(axis));
      if (side >= 0) {
        seen[side] = true;
      }
    }
    Require.that(
        towards.length() == 3 && seen[0] && seen[1] && seen[2],
        "towards",
        towards,
        "three letters, one each of L or R, P or A, S or I");
  }

  /** Which patient axis a letter lies on; −1 for none. */
  private static int side(char letter) {
    return Math.max(PLUS.indexOf(letter), MINUS.indexOf(letter));
  }

  private Vec3 wanted(int axis) {
    char letter = towards.charAt(axis);
    return Vec3.ZERO.with(side(letter), PLUS.indexOf(letter) >= 0 ? 1 : -1);
  }

  /**
   * The same labels with their axes in the order and direction of an image's: two programs may
   * count the rows of one grid from opposite sides. A 2-D map, or one of an image's very grid
   * within {@code nearMm}, stays as it is.
   */
  public static LabelMap alike(LabelMap map, Volume image, double nearMm) {
    boolean same =
        map.size().equals(image.size()) && map.geometry().matches(image.geometry(), nearMm);
    if (same || image.is2d() || map.size().is2d()) {
      return map;
    }
    Orient upright = new Orient("LPS");
    return new Orient(upright.back(image.size(), image.geometry())).apply(upright.apply(map));
  }

  @Override
  public Volume apply(Volume image) {
    Turned turned = turned(image.size(), image.geometry());
    int[] source = turned.sources(image.size());
    int n = source.length;
    float[] out = new float[image.voxels().length];
    for (int c = 0; c < image.channels(); c++) {
      for (int v = 0; v < n; v++) {
        out[c * n + v] = image.voxels()[c * n + source[v]];
      }
    }
    return new Volume(turned.size, image.channels(), turned.geometry, out);
  }

  @Override
  public Optional<Transform> inverse(Volume image) {
    return Optional.of(new Orient(back(image.size(), image.geometry())));
  }

  @Override
  public LabelMap apply(LabelMap map) {
    Turned turned = turned(map.size(), map.geometry());
    int[] source = turned.sources(map.size());
    int[] out = new int[source.length];
    for (int v = 0; v < out.length; v++) {
      out[v] = map.labels()[source[v]];
    }
    return new LabelMap(turned.size, turned.geometry, out);
  }

  /** New axis a is old axis order[a], reversed or not; {@code zero} is the new first voxel. */
  private record Turned(Size size, Geometry geometry, int[] order, boolean[] reversed, Vec3 zero) {
    int[] sources(Size from) {
      int[] stride = {1, from.width(), from.width() * from.height()};
      int[] step = new int[3];
      for (int a = 0; a < 3; a++) {
        step[a] = reversed[a] ? -stride[order[a]] : stride[order[a]];
      }
      int start = from.offset((int) zero.x(), (int) zero.y(), (int) zero.z());
      int[] sources = new int[size.voxels()];
      int v = 0;
      for (int k = 0; k < size.depth(); k++) {
        for (int j = 0; j < size.height(); j++) {
          for (int i = 0; i < size.width(); i++) {
            sources[v++] = start + i * step[0] + j * step[1] + k * step[2];
          }
        }
      }
      return sources;
    }
  }

  private Turned turned(Size from, Geometry old) {
    int[] order = from.is2d() ? ORDERS[0] : order(old.direction());
    boolean[] reversed = new boolean[3];
    Vec3[] columns = new Vec3[3];
    Vec3 spacing = Vec3.ONE;
    Vec3 zero = Vec3.ZERO;
    Size size = from;
    for (int a = 0; a < 3; a++) {
      Vec3 column = old.direction().column(order[a]);
      reversed[a] = !from.is2d() && column.dot(wanted(a)) < 0;
      columns[a] = reversed[a] ? column.times(-1) : column;
      spacing = spacing.with(a, old.spacing().get(order[a]));
      size = size.with(a, from.get(order[a]));
      zero = zero.with(order[a], reversed[a] ? from.get(order[a]) - 1 : 0);
    }
    Rotation direction = new Rotation(columns[0], columns[1], columns[2]);
    return new Turned(
        size, new Geometry(spacing, old.toPatient(zero), direction), order, reversed, zero);
  }

  /** Letters of the axes as they were: each keeps the side that it was matched with. */
  private String back(Size from, Geometry old) {
    Turned turned = turned(from, old);
    char[] letters = new char[3];
    for (int a = 0; a < 3; a++) {
      char letter = towards.charAt(a);
      int side = side(letter);
      boolean plus = (PLUS.indexOf(letter) >= 0) != turned.reversed[a];
      letters[turned.order[a]] = (plus ? PLUS : MINUS).charAt(side);
    }
    return new String(letters);
  }

  private int[] order(Rotation direction) {
    int[] best = ORDERS[0];
    double most = -1;
    for (int[] order : ORDERS) {
      double sum = 0;
      for (int a = 0; a < 3; a++) {
        sum += Math.abs(direction.column(order[a]).dot(wanted(a)));
      }
      // A hair's advantage does not count: at 45° the order that is there stays.
      if (sum > most + 1e-9) {
        most = sum;
        best = order;
      }
    }
    return best;
  }
}
