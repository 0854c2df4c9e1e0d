package io.osler.learn.task;

import io.osler.core.transform.Augmentation;
import io.osler.core.volume.Case;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Vec3;
import io.osler.learn.data.OutlineCodec;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Segmentation;
import io.osler.learn.tensor.Tensors;
import io.osler.learn.train.Batch;
import io.osler.learn.train.Batches;
import io.osler.learn.train.Prefetch;
import io.osler.learn.train.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Training patches with their encoded label maps: some about a voxel of a structure, the others
 * anywhere; turned, enlarged and varied ahead of the step.
 */
final class PatchBatches implements Batches {
  /** One step's patches and truths in Java memory. */
  private record Drawn(float[] images, float[] truths) {}

  private final Prepared.View cases;
  private final Plan plan;
  private final Segmentation.Patches how;
  private final Size size;
  private final int maps;
  private final int channels;
  private final OutlineCodec codec;
  private final long seed;
  private final Sampling.Pools pools;
  private final Prefetch<Drawn> drawn;

  /**
   * @param cases prepared and encoded training cases
   * @param loaders threads that draw ahead
   */
  PatchBatches(Prepared.View cases, int count, Plan plan, long seed, int loaders) {
    this.cases = cases;
    this.plan = plan;
    this.how = plan.outlining().patches();
    this.size = plan.input().size();
    this.maps = plan.outlining().outlines().regions() ? plan.labels().classes().size() : 1;
    this.codec = new OutlineCodec(plan.outlining().outlines());
    this.channels = plan.input().channels() + plan.outlining().further();
    this.seed = seed;
    this.pools = new Sampling.Pools(new int[count]);
    this.drawn = new Prefetch<>(this::draw, loaders);
  }

  @Override
  public Batch at(long step) {
    Drawn now = drawn.at(step);
    return batch(now.images(), now.truths(), plan.learning().batch());
  }

  private Batch batch(float[] images, float[] truths, int n) {
    return new Batch(
        plan.compute().layout().lay(Tensors.of(images, ImageBatches.shape(n, channels, size))),
        Tensors.of(truths, ImageBatches.shape(n, maps, size)));
  }

  private Drawn draw(long step) {
    int n = plan.learning().batch();
    int values = channels * size.voxels();
    float[] images = new float[Math.multiplyExact(n, values)];
    float[] truths = new float[n * maps * size.voxels()];
    for (int b = 0; b < n; b++) {
      long position = step * n + b;
      Prepared.Ready ready = cases.at(plan.learning().sampling().at(position, pools, seed));
      // One stream per position: the same numbers whatever thread draws them.
      var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + position);
      Case one = patch(ready, aboutStructure(position), random);
      for (Augmentation augmentation : plan.augment()) {
        one = augmentation.draw(random, one).apply(one);
      }
      float[] voxels = one.image().voxels();
      System.arraycopy(voxels, 0, images, b * values, voxels.length);
      int[] codes = ((Truth.Mask) one.truth()).map().labels();
      put(ready.pairs().first(codes), truths, b * maps * size.voxels());
      further(ready.pairs().second(codes), images, b * values + voxels.length, random);
    }
    return new Drawn(images, truths);
  }

  /** What an earlier configuration outlined, made worse: a channel for each structure. */
  private void further(int[] coded, float[] images, int at, RandomGenerator random) {
    List<boolean[]> masks = new ArrayList<>();
    for (int s = 0; s < plan.outlining().further(); s++) {
      masks.add(codec.mask(coded, s));
    }
    EarlierNoise.apply(masks, size, random);
    int to = at;
    for (boolean[] mask : masks) {
      for (boolean set : mask) {
        images[to++] = set ? 1 : 0;
      }
    }
  }

  /** Every so many positions, evenly spread: the share is exact over any run of them. */
  private boolean aboutStructure(long position) {
    return Math.floor((position + 1) * how.foreground()) > Math.floor(position * how.foreground());
  }

  private Case patch(Prepared.Ready ready, boolean about, RandomGenerator random) {
    Vec3 centre = centre(ready, about, random);
    return ready.cut(how.of(size).about(centre, random));
  }

  /** The middle of the patch on the half-voxel grid; the patch stays inside where it fits. */
  private Vec3 centre(Prepared.Ready ready, boolean about, RandomGenerator random) {
    Size image = ready.size();
    int[] wanted = ready.foreground(about, random);
    Vec3 centre = Vec3.ZERO;
    for (int axis = 0; axis < 3; axis++) {
      int room = image.get(axis) - size.get(axis);
      int low = Math.min(0, room);
      int high = Math.max(0, room);
      int start =
          wanted.length == 0
              ? low + random.nextInt(high - low + 1)
              : Math.clamp(
                  room < 0
                      ? low + random.nextInt(high - low + 1)
                      : wanted[axis] - size.get(axis) / 2,
                  low,
                  high);
      centre = centre.with(axis, start + (size.get(axis) - 1) / 2.0);
    }
    return centre;
  }

  private void put(int[] coded, float[] truths, int at) {
    if (maps == 1) {
      for (int v = 0; v < coded.length; v++) {
        truths[at + v] = coded[v];
      }
      return;
    }
    for (int r = 0; r < maps; r++) {
      for (int v = 0; v < coded.length; v++) {
        truths[at + r * coded.length + v] =
            coded[v] == OutlineCodec.UNKNOWN ? -1 : coded[v] >> r & 1;
      }
    }
  }

  @Override
  public void close() {
    drawn.close();
  }
}
