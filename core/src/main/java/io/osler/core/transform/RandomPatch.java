package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Case;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Vec3;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A {@link Patch} at a random place, about a voxel of a random label for a share of them; turned
 * with the probability {@code turned}, enlarged by a log-uniform scale with the probability {@code
 * scaled}. It stays inside the image where it fits.
 */
@About(value = "A random part, turned and enlarged at times.", source = "Isensee et al. 2021")
public record RandomPatch(
    @About("[width, height, depth]") @Unit("voxels") Size size,
    @About("of parts about a label") @Unit("fraction") @Default("0.33") double share,
    @About("most about k, either way") @Unit("degrees") @Default("30") double rotation,
    @About("most about i and j") @Unit("degrees") @Default("30") double tilt,
    @About("probability of a turn") @Default("0.2") double turned,
    @About("lowest scale") @Default("0.7") double smallest,
    @About("highest scale") @Default("1.4") double largest,
    @About("probability of a scale") @Default("0.2") double scaled)
    implements Augmentation {
  public RandomPatch {
    Require.within("share", share, 0, 1);
    Require.within("rotation", rotation, 0, 180);
    Require.within("tilt", tilt, 0, 180);
    Require.within("turned", turned, 0, 1);
    Require.within("smallest", smallest, 0.1, 10);
    Require.within("largest", largest, smallest, 10);
    Require.within("scaled", scaled, 0, 1);
  }

  @Override
  public Patch draw(RandomGenerator random, Case one) {
    Size image = one.image().size();
    Size flat = image.is2d() ? size.with(2, 1) : size;
    int[] wanted = labelled(random.nextDouble() < share, random, one);
    Vec3 centre = Vec3.ZERO;
    for (int axis = 0; axis < 3; axis++) {
      int room = image.get(axis) - flat.get(axis);
      int low = Math.min(0, room);
      int high = Math.max(0, room);
      int start =
          wanted.length == 0 || room < 0
              ? low + random.nextInt(high - low + 1)
              : Math.clamp(wanted[axis] - flat.get(axis) / 2, low, high);
      centre = centre.with(axis, start + (flat.get(axis) - 1) / 2.0);
    }
    return about(centre, random);
  }

  /** Turn and scale drawn, place given. */
  public Patch about(Vec3 centre, RandomGenerator random) {
    boolean turns = random.nextDouble() < turned;
    boolean scales = random.nextDouble() < scaled;
    Vec3 turn = Vec3.ZERO;
    for (int axis = 0; axis < 3; axis++) {
      double most = axis == 2 ? rotation : tilt;
      double angle = most * (2 * random.nextDouble() - 1);
      turn = turns ? turn.with(axis, angle) : turn;
    }
    double low = Math.log(smallest);
    double scale = Math.exp(low + (Math.log(largest) - low) * random.nextDouble());
    return new Patch(centre, size, turn, scales ? scale : 1, 0);
  }

  /** A voxel of a label drawn at random among those present beside 0; else empty. */
  private static int[] labelled(boolean wanted, RandomGenerator random, Case one) {
    if (!wanted || !(one.truth() instanceof Truth.Mask(LabelMap map))) {
      return new int[0];
    }
    int[] present = Arrays.stream(map.labels()).filter(label -> label > 0).distinct().toArray();
    if (present.length == 0) {
      return new int[0];
    }
    Arrays.sort(present);
    int label = present[random.nextInt(present.length)];
    long count = Arrays.stream(map.labels()).filter(l -> l == label).count();
    long left = random.nextLong(count);
    int at = -1;
    while (left >= 0) {
      left -= map.labels()[++at] == label ? 1 : 0;
    }
    int width = map.size().width();
    int height = map.size().height();
    return new int[] {at % width, at / width % height, at / (width * height)};
  }
}
