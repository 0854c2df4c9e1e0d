package io.osler.core.filter;

import io.osler.core.parallel.Parts;
import io.osler.core.transform.Correlate;
import io.osler.core.volume.Size;

/**
 * Second derivatives of g_σ ∗ v as scikit-image takes them: twice a first derivative at σ/√2,
 * borders symmetric. Slices are filtered in the plane first and kept; along k each row j is done
 * when it is asked for, so that only six copies (three in 2-D) are held.
 */
final class Hessian {
  private static final int[] FIRST = {0, 1, 2, 0, 0, 1};
  private static final int[] SECOND = {0, 1, 2, 1, 2, 2};

  private final Size size;
  private final float[] smooth;
  private final float[] derive;
  private final int[] terms;
  private final float[][] planes;

  /** Which entries there are: ii, jj, kk, ij, ik, jk by number; without an axis of one voxel. */
  Hessian(float[] in, Size size, double sigma) {
    this.size = size;
    double truncate = sigma > 1 ? 8 : 100;
    smooth = Gauss.kernel(sigma / Math.sqrt(2), 0, truncate);
    derive = Gauss.kernel(sigma / Math.sqrt(2), 1, truncate);
    terms =
        java.util.stream.IntStream.range(0, 6)
            .filter(t -> size.get(FIRST[t]) > 1 && size.get(SECOND[t]) > 1)
            .toArray();
    planes = new float[terms.length][in.length];
    Size plane = Size.of(size.width(), size.height());
    Parts.each(
        size.depth(),
        k -> {
          float[] slice =
              java.util.Arrays.copyOfRange(in, k * plane.voxels(), (k + 1) * plane.voxels());
          for (int t = 0; t < terms.length; t++) {
            float[] done = twice(twice(slice, plane, 0, terms[t]), plane, 1, terms[t]);
            System.arraycopy(done, 0, planes[t], k * plane.voxels(), plane.voxels());
          }
        });
  }

  int[] terms() {
    return terms;
  }

  /** First the pass of the first derivative, then that of the second, along one axis. */
  private float[] twice(float[] in, Size of, int axis, int term) {
    if (size.get(axis) == 1) {
      return in;
    }
    // Of two different axes the later one in (i, j, k) is derived first.
    float[] first = SECOND[term] == axis ? derive : smooth;
    float[] second = FIRST[term] == axis ? derive : smooth;
    int along = axis == 2 ? 1 : axis;
    float[] once = Correlate.along(in, of, along, first, Outside.SYMMETRIC::index);
    return Correlate.along(once, of, along, second, Outside.SYMMETRIC::index);
  }

  /** All entries of the plane j, in the order of {@link #terms}, each (k, i) with i fastest. */
  float[][] plane(int j) {
    float[][] out = new float[terms.length][];
    Size plane = Size.of(size.width(), size.depth());
    for (int t = 0; t < terms.length; t++) {
      float[] rows = new float[plane.voxels()];
      for (int k = 0; k < size.depth(); k++) {
        System.arraycopy(planes[t], size.offset(0, j, k), rows, k * size.width(), size.width());
      }
      out[t] = twice(rows, plane, 2, terms[t]);
    }
    return out;
  }
}
