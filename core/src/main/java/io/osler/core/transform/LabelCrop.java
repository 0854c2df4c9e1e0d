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
import java.util.Optional;

/**
 * A part of exactly {@code size} about a voxel of a label: of the labels present beside 0, sorted,
 * number ⌊label · count⌋; of its voxels, number ⌊voxel · count⌋; of boxes likewise their centres.
 * The part stays inside the image where the image is large enough. A case without a label is cut
 * where {@link CropAt} cuts it.
 *
 * <p>Every label is equally likely under uniform numbers, however few voxels it has. Memory: two
 * copies of the image.
 */
@About(value = "A part of a size about a labelled voxel.", source = "Isensee et al. 2021")
public record LabelCrop(
    @About("[width, height, depth]") @Unit("voxels") Size size,
    @About("which of the labels present") @Unit("fraction") double label,
    @About("which of its voxels") @Unit("fraction") double voxel,
    @About("place where there is no label") @Unit("fraction") @Default("[0.5, 0.5, 0.5]") Vec3 at,
    @About("what new voxels hold") @Default("constant") Border border,
    @About("the value of a constant border") @Default("0") double fill)
    implements Transform {
  public LabelCrop {
    Require.within("label", label, 0, 1);
    Require.within("voxel", voxel, 0, 1);
    new CropAt(at, size, border, fill); // refuses what it refuses
  }

  @Override
  public Case apply(Case one) {
    return where(one).apply(one);
  }

  @Override
  public Optional<Transform> inverse(Case before) {
    return where(before).inverse(before);
  }

  private CropAt where(Case one) {
    Size from = one.image().size();
    Optional<Vec3> centre =
        switch (one.truth()) {
          case Truth.Mask(LabelMap map) -> chosen(map);
          case Truth.Boxes(var boxes) ->
              boxes.isEmpty()
                  ? Optional.<Vec3>empty()
                  : Optional.of(boxes.get(number(label, boxes.size())))
                      .map(b -> b.low().plus(b.high()).times(0.5))
                      .map(one.image().geometry()::toIndex);
          default -> Optional.<Vec3>empty();
        };
    Size to = CropAt.wanted(size, from);
    Vec3 place =
        centre
            .map(
                c -> {
                  Vec3 relative = Vec3.ZERO;
                  for (int axis = 0; axis < 3; axis++) {
                    int room = from.get(axis) - to.get(axis);
                    double start = Math.rint(c.get(axis) - (to.get(axis) - 1) / 2.0);
                    double share = room > 0 ? Math.clamp(start / room, 0, 1) : 0.5;
                    relative = relative.with(axis, share);
                  }
                  return relative;
                })
            .orElse(at);
    return new CropAt(place, size, border, fill);
  }

  private Optional<Vec3> chosen(LabelMap map) {
    int[] present =
        Arrays.stream(map.labels()).filter(value -> value != 0).distinct().sorted().toArray();
    if (present.length == 0) {
      return Optional.empty();
    }
    int wanted = present[number(label, present.length)];
    int count = (int) Arrays.stream(map.labels()).filter(value -> value == wanted).count();
    int left = number(voxel, count);
    int v = 0;
    while (map.labels()[v] != wanted || left-- > 0) {
      v++;
    }
    Size size = map.size();
    int row = v / size.width();
    return Optional.of(new Vec3(v % size.width(), row % size.height(), row / size.height()));
  }

  private static int number(double share, int count) {
    return Math.min(count - 1, (int) (share * count));
  }
}
