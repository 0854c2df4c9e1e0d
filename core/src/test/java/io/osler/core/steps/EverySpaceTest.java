package io.osler.core.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.transform.Augmentation;
import io.osler.core.transform.History;
import io.osler.core.transform.Intensity;
import io.osler.core.transform.Transform;
import io.osler.core.volume.Case;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where things lie, over every step: the intensities of the test image are its millimetres, so that
 * each voxel of a result says where in the patient it came from.
 */
class EverySpaceTest {
  private static final Size SIZE = new Size(31, 29, 27);
  private static final Vec3 LANDMARK = EveryStep.OBLIQUE.toPatient(new Vec3(14.3, 13.6, 13));

  /** One slice or picture out of a volume: nothing leads back. */
  private static final Set<String> ONE_WAY = Set.of("plane-view", "oblique-view", "three-views");

  /** Steps that copy voxels whole: their inverse gives the same bytes where nothing was cut. */
  private static final Set<String> EXACT =
      Set.of(
          "identity",
          "flip",
          "rotate90",
          "orient",
          "pad",
          "crop",
          "centre-crop-or-pad",
          "crop-at",
          "label-crop",
          "crop-to-foreground");

  /** A nearest neighbour may lie half a voxel off: respace takes it along coarse axes only. */
  private static final double TOLERANCE_MM = 0.12;

  static Stream<Transform> moving() {
    Case one = millimetres(SIZE, EveryStep.OBLIQUE);
    return EveryStep.all()
        .filter(step -> EveryStep.channels(step) == 1)
        .flatMap(
            step ->
                step instanceof Transform fixed
                    ? Stream.of(fixed)
                    : Stream.of(1L, 2L).map(s -> step.draw(new SplittableRandom(s), one)))
        .filter(step -> !changesValues(step));
  }

  private static boolean changesValues(Augmentation step) {
    return step instanceof Intensity
        || EveryStep.kind(step).equals("onto-grid") // its sample is for slices; see SpaceGoldenTest
        || History.of((Transform) step).stream()
            .anyMatch(l -> l.matches("(gamma|median|gaus|satur).*"));
  }

  /** x, y and z of each voxel as three channels, and a landmark, a box or a mask in the middle. */
  private static Case millimetres(Size size, Geometry geometry) {
    float[] v = new float[3 * size.voxels()];
    int[] labels = new int[size.voxels()];
    for (int k = 0; k < size.depth(); k++) {
      for (int j = 0; j < size.height(); j++) {
        for (int i = 0; i < size.width(); i++) {
          int at = size.offset(i, j, k);
          Vec3 p = geometry.toPatient(new Vec3(i, j, k));
          for (int axis = 0; axis < 3; axis++) {
            // Above every threshold: the whole image is foreground.
            v[axis * size.voxels() + at] = (float) (p.get(axis) + 1000);
          }
          labels[at] = p.minus(LANDMARK).norm() < 4 ? 5 : 0;
        }
      }
    }
    Truth mask = new Truth.Mask(new LabelMap(size, geometry, labels));
    return new Case("a", "a", new Volume(size, 3, geometry, v), mask, Map.of());
  }

  private static Optional<Vec3> read(Volume image, Vec3 point) {
    Vec3 p = image.geometry().toIndex(point);
    Vec3 sum = Vec3.ZERO;
    int x = (int) Math.floor(p.x());
    int y = (int) Math.floor(p.y());
    int z = image.is2d() ? 0 : (int) Math.floor(p.z());
    Size size = image.size();
    int far = image.is2d() ? 0 : 1;
    if (x < 0 || y < 0 || z < 0) {
      return Optional.empty();
    }
    if (x + 1 >= size.width() || y + 1 >= size.height() || z + far >= size.depth()) {
      return Optional.empty();
    }
    double fx = p.x() - x;
    double fy = p.y() - y;
    double fz = image.is2d() ? 0 : p.z() - z;
    for (int corner = 0; corner < (image.is2d() ? 4 : 8); corner++) {
      int i = corner & 1;
      int j = corner >> 1 & 1;
      int k = corner >> 2;
      double w = (i == 1 ? fx : 1 - fx) * (j == 1 ? fy : 1 - fy) * (k == 1 ? fz : 1 - fz);
      for (int axis = 0; axis < 3; axis++) {
        double value = w * (image.at(axis, x + i, y + j, z + k) - 1000);
        sum = sum.with(axis, sum.get(axis) + value);
      }
    }
    return Optional.of(sum);
  }

  /** The image at the landmark's new place shows the anatomy of its old place. */
  @ParameterizedTest
  @MethodSource("moving")
  void aLandmarkGoesWithItsAnatomy(Transform step) {
    Case one = millimetres(SIZE, EveryStep.OBLIQUE);
    Case points = one.with(one.image(), new Truth.Landmarks(List.of(LANDMARK)));
    boolean view = ONE_WAY.contains(EveryStep.kind(step));
    Case out = EveryStep.kind(step).equals("label-crop") ? step.apply(one) : step.apply(points);
    Vec3 moved = out.truth() instanceof Truth.Landmarks(var all) ? all.getFirst() : LANDMARK;
    Volume image = out.image();
    if (view) {
      image = new Volume(image.size(), 3, image.geometry(), firstThree(image));
      moved = onPlane(image.geometry(), moved);
    }
    Vec3 wanted = view ? moved : LANDMARK;
    Optional<Vec3> shown = read(image, moved);
    if (EveryStep.kind(step).equals("crop")) {
      assertThat(shown).isEmpty(); // its sample is a corner; SpaceGoldenTest and others check it
      return;
    }
    assertThat(shown).as("%s at %s", step, image.geometry().toIndex(moved)).isPresent();
    assertThat(shown.orElseThrow().minus(wanted).norm()).as("%s", step).isLessThan(TOLERANCE_MM);
  }

  /** The middle slice's channels of a view that has several. */
  private static float[] firstThree(Volume image) {
    int per = 3 * image.size().voxels();
    int from = image.channels() == 9 && image.size().width() == SIZE.width() ? per : 0;
    return java.util.Arrays.copyOfRange(image.voxels(), from, from + per);
  }

  private static Vec3 onPlane(Geometry plane, Vec3 point) {
    return plane.toPatient(plane.toIndex(point).with(2, 0));
  }

  @ParameterizedTest
  @MethodSource("moving")
  void theInverseBringsImageMaskAndPointsBack(Transform step) {
    Case one = millimetres(SIZE, EveryStep.OBLIQUE);
    Optional<Transform> inverse = step.inverse(one);
    if (ONE_WAY.contains(EveryStep.kind(step))) {
      assertThat(inverse).isEmpty();
      return;
    }
    Case there = step.apply(one);
    Case back = inverse.orElseThrow().apply(there);
    assertThat(back.image().size()).isEqualTo(SIZE);
    assertThat(back.image().geometry().matches(EveryStep.OBLIQUE, 1e-6)).isTrue();
    if (EveryStep.kind(step).equals("crop")) {
      return; // its corner holds neither the landmark nor the ball
    }
    boolean exact = EXACT.contains(EveryStep.kind(step));
    Vec3 shown = read(back.image(), LANDMARK).orElseThrow();
    assertThat(shown.minus(LANDMARK).norm()).isLessThan(exact ? 1e-3 : TOLERANCE_MM);
    int[] before = ((Truth.Mask) one.truth()).map().labels();
    int[] after = ((Truth.Mask) back.truth()).map().labels();
    int both = 0;
    int either = 0;
    for (int v = 0; v < before.length; v++) {
      both += before[v] == 5 && after[v] == 5 ? 1 : 0;
      either += before[v] == 5 || after[v] == 5 ? 1 : 0;
    }
    if (exact) {
      assertThat(both).isEqualTo(either);
    } else {
      assertThat((double) both / either).as("%s", step).isGreaterThan(0.7);
    }
    Case points = one.with(one.image(), new Truth.Landmarks(List.of(LANDMARK)));
    if (!EveryStep.kind(step).equals("label-crop")) {
      Case round = step.inverse(points).orElseThrow().apply(step.apply(points));
      Vec3 point = ((Truth.Landmarks) round.truth()).points().getFirst();
      assertThat(point.minus(LANDMARK).norm()).as("%s", step).isLessThan(1e-5);
    }
  }

  /** What an inverse is printed as repeats it, too. */
  @ParameterizedTest
  @MethodSource("moving")
  void inversesHaveAHistory(Transform step) {
    Case one = EveryStep.masked(EveryStep.SOLID, 1, EveryStep.OBLIQUE, 8);
    if (EveryStep.kind(step).equals("crop")) {
      return;
    }
    step.inverse(one)
        .ifPresent(
            inverse -> {
              Case there = step.apply(one);
              Transform again = History.replay(History.of(inverse), Steps.catalogue());
              assertThat(again.apply(there).image().voxels())
                  .isEqualTo(inverse.apply(there).image().voxels());
            });
  }
}
