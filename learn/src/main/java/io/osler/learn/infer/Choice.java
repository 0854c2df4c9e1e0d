package io.osler.learn.infer;

import io.osler.core.transform.Voxel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.learn.data.OutlineCodec;
import io.osler.learn.plan.Segmentation;

/** Probabilities on a grid, box by box, to the labels that are chosen from them. */
sealed interface Choice extends Boxes {
  /** On a grid of so many voxels. */
  static Choice of(OutlineCodec codec, Size size) {
    return codec.outlines().instances()
        ? new Objects(size, new boolean[size.voxels()], new float[size.voxels()])
        : new Classes(codec, size, new int[size.voxels()]);
  }

  /**
   * What was chosen, tidied up; every box has been added, and none is added after.
   *
   * @param last whether nothing is asked for afterwards: what is held may become the answer
   */
  int[] labels(Segmentation.Tidying tidying, boolean last);

  /** The likeliest class of each voxel, or the likely regions. */
  record Classes(OutlineCodec codec, Size size, int[] coded) implements Choice {
    @Override
    public void add(Voxel low, Volume box) {
      int[] part = codec.choose(box.voxels(), box.size().voxels());
      rows(low, box.size(), size, (from, to, n) -> System.arraycopy(part, from, coded, to, n));
    }

    @Override
    public int[] labels(Segmentation.Tidying tidying, boolean last) {
      int[] out = last ? coded : coded.clone();
      Tidy.coded(out, size, codec, tidying);
      return out;
    }
  }

  /**
   * The number of each voxel's object: of its three probabilities only what {@link Instances} looks
   * at is kept.
   */
  record Objects(Size size, boolean[] seeds, float[] background) implements Choice {
    @Override
    public void add(Voxel low, Volume box) {
      float[] p = box.voxels();
      int inside = box.size().voxels();
      rows(
          low,
          box.size(),
          size,
          (from, to, n) -> {
            System.arraycopy(p, from, background, to, n);
            for (int v = 0; v < n; v++) {
              seeds[to + v] = Instances.isSeed(p[inside + from + v]);
            }
          });
    }

    @Override
    public int[] labels(Segmentation.Tidying tidying, boolean last) {
      return Instances.of(seeds, background, size, tidying.smallest());
    }
  }

  /** A row of a box and where it lies in the whole. */
  interface Row {
    void move(int from, int to, int length);
  }

  private static void rows(Voxel low, Size box, Size whole, Row row) {
    for (int k = 0; k < box.depth(); k++) {
      for (int j = 0; j < box.height(); j++) {
        row.move(box.offset(0, j, k), whole.offset(low.i(), low.j() + j, low.k() + k), box.width());
      }
    }
  }
}
