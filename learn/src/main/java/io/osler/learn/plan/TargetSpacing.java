package io.osler.learn.plan;

import io.osler.core.volume.Vec3;
import java.util.function.BiConsumer;

/** The spacing that images are brought to, by nnU-Net's rule. */
record TargetSpacing(VolumeLook look) {
  private static final double ANISOTROPIC = 3;

  /**
   * The median along each axis; along an axis that is more than three times coarser than the others
   * and has less than a third of their voxels, the tenth percentile, but not finer than the others.
   */
  Vec3 choose(BiConsumer<String, String> because) {
    if (look.flat()) {
      because.accept("segmentation.spacing", "pictures: pixels stay what they are");
      return Vec3.ONE;
    }
    Vec3 target = new Vec3(look.spacing(0, 50), look.spacing(1, 50), look.spacing(2, 50));
    int worst = 0;
    for (int axis = 1; axis < 3; axis++) {
      worst = target.get(axis) > target.get(worst) ? axis : worst;
    }
    double others = Math.max(target.get((worst + 1) % 3), target.get((worst + 2) % 3));
    double sizes = Math.min(look.length((worst + 1) % 3), look.length((worst + 2) % 3));
    boolean coarse = target.get(worst) > ANISOTROPIC * others;
    boolean few = look.length(worst) * ANISOTROPIC < sizes;
    if (coarse && few) {
      double fine = look.spacing(worst, 10);
      target = target.with(worst, fine < others ? others + 1e-5 : fine);
      because.accept(
          "segmentation.spacing",
          "the median; its axis %d is coarse and short, so the 10th percentile there"
              .formatted(worst));
    } else {
      because.accept("segmentation.spacing", "the median over the cases");
    }
    return target;
  }
}
