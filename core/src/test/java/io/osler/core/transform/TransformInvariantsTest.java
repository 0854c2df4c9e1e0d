package io.osler.core.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.config.InputException;
import io.osler.core.volume.Case;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every step promises, over the whole catalogue. */
class TransformInvariantsTest {
  private static final Size SOLID = new Size(13, 11, 9);
  private static final Size FLAT = Size.of(13, 11);

  /** Each fixed step, and three draws of each random one. */
  static Stream<Transform> all() {
    Case one = Samples.masked(Samples.noise(SOLID, 1, 1));
    SplittableRandom random = new SplittableRandom(5);
    return Stream.concat(
        Samples.fixed().stream(),
        Samples.random().stream()
            .flatMap(a -> Stream.generate(() -> a.draw(random, one)).limit(3)));
  }

  @Test
  void everyStepOfTheCatalogueHasASample() {
    Set<Class<?>> fixed =
        Samples.fixed().stream().map(Object::getClass).collect(Collectors.toSet());
    fixed.add(PerChannel.class); // knows one number of channels: EveryStepTest tries it
    Set<Class<?>> random =
        Samples.random().stream().map(Object::getClass).collect(Collectors.toSet());
    assertThat(fixed).containsExactlyInAnyOrderElementsOf(Transforms.fixed());
    assertThat(random).containsExactlyInAnyOrderElementsOf(Transforms.random());
  }

  @ParameterizedTest
  @MethodSource("all")
  void repeatsItselfAndLeavesItsInputAlone(Transform step) {
    Volume image = Samples.noise(SOLID, 2, 3);
    if (coloured(step)) {
      image = Samples.noise(SOLID, 3, 3);
    }
    Case one = Samples.masked(image);
    float[] voxels = image.voxels().clone();
    int[] labels = ((Truth.Mask) one.truth()).map().labels().clone();
    Case first = step.apply(one);
    Case second = step.apply(one);
    assertThat(image.voxels()).isEqualTo(voxels);
    assertThat(((Truth.Mask) one.truth()).map().labels()).isEqualTo(labels);
    assertThat(first.image().voxels()).isEqualTo(second.image().voxels());
    int channels =
        switch (step) {
          case Grey() -> 1;
          case ThreeViews _ -> 3 * image.channels();
          default -> image.channels();
        };
    assertThat(first.image().channels()).isEqualTo(channels);
    for (float v : first.image().voxels()) {
      assertThat(v).isFinite();
    }
  }

  private static boolean coloured(Transform step) {
    return step instanceof Grey
        || step instanceof Saturation
        || step instanceof Hue
        || (step instanceof Chain(var steps)
            && steps.stream().anyMatch(TransformInvariantsTest::coloured));
  }

  @ParameterizedTest
  @MethodSource("all")
  void labelsGainNoValue(Transform step) {
    Case out = step.apply(Samples.masked(Samples.noise(SOLID, 1, 4)));
    LabelMap map = ((Truth.Mask) out.truth()).map();
    assertThat(map.size()).isEqualTo(out.image().size());
    assertThat(Arrays.stream(map.labels()).distinct().boxed()).isSubsetOf(0, 1, 2, 5);
  }

  @ParameterizedTest
  @MethodSource("all")
  void channelsAreTreatedAlike(Transform step) {
    boolean noise = step.getClass().getSimpleName().endsWith("Noise");
    if (noise || step instanceof SaltAndPepper || step instanceof ThreeViews || coloured(step)) {
      return; // each channel has noise of its own; colour steps know three channels
    }
    Volume one = Samples.noise(SOLID, 1, 6);
    float[] twice = Arrays.copyOf(one.voxels(), 2 * SOLID.voxels());
    System.arraycopy(one.voxels(), 0, twice, SOLID.voxels(), SOLID.voxels());
    Volume both = step.apply(Case.of("a", one.with(twice))).image();
    Volume single = step.apply(Case.of("a", one)).image();
    assertThat(both.channel(0).voxels()).isEqualTo(single.voxels());
    assertThat(both.channel(1).voxels()).isEqualTo(single.voxels());
  }

  /** A bright ball stays where it was in the patient: its centre of mass, in mm. */
  @ParameterizedTest
  @MethodSource("all")
  void pointsKeepTheirMillimetres(Transform step) {
    Size size = new Size(40, 36, 30);
    Vec3 landmark = Samples.OBLIQUE.toPatient(new Vec3(19.3, 17.6, 15.2));
    Volume ball = ball(size, landmark);
    if (step instanceof Crop
        || step instanceof Intensity
        || step instanceof Chain
        || step instanceof LabelCrop
        || step instanceof CropAt
        || step instanceof OntoGrid
        || step instanceof Patch
        || step.getClass().getSimpleName().matches(".*(Elastic|Plate|View|Views)")) {
      return; // these keep no ball, do not move it, or bend it: EverySpaceTest follows its points
    }
    Case out =
        step.apply(new Case("a", "a", ball, new Truth.Landmarks(List.of(landmark)), Map.of()));
    Vec3 moved = ((Truth.Landmarks) out.truth()).points().getFirst();
    double coarse = out.image().geometry().spacing().norm() / 3;
    double tolerance = step instanceof Resize ? coarse : 0.25;
    assertThat(centre(out.image()).minus(moved).norm()).isLessThan(tolerance);
  }

  @ParameterizedTest
  @MethodSource("all")
  void oneSliceStaysOneSlice(Transform step) {
    if (step instanceof Crop || step instanceof OntoGrid || step instanceof Patch) {
      return; // their samples ask for other slices
    }
    Volume image = Samples.noise(FLAT, 1, 8);
    Volume out = step.apply(Case.of("a", image)).image();
    assertThat(out.size().depth()).isEqualTo(1);
    Vec3 normal = out.geometry().direction().k();
    assertThat(normal.minus(image.geometry().direction().k()).norm()).isLessThan(1e-12);
    assertThat(out.geometry().spacing().z()).isEqualTo(2.5);
  }

  @ParameterizedTest
  @MethodSource("all")
  void constantAndOneVoxelImagesStayFinite(Transform step) {
    if (step instanceof Crop || step instanceof OntoGrid || step instanceof ThinPlate) {
      return; // told of, or drawn for, a volume: a single slice is refused
    }
    for (Size size : List.of(SOLID, new Size(1, 1, 1))) {
      float[] flat = new float[size.voxels()];
      Arrays.fill(flat, 42.1f);
      Volume out = step.apply(Case.of("a", Volume.of(size, Samples.OBLIQUE, flat))).image();
      for (float v : out.voxels()) {
        assertThat(v).isFinite();
      }
    }
  }

  @Test
  void flipsAndQuarterTurnsUndoThemselves() {
    Case one = Samples.masked(Samples.noise(SOLID, 2, 9));
    for (Axis axis : Axis.values()) {
      same(one, new Flip(List.of(axis)).then(new Flip(List.of(axis))).apply(one));
      same(one, new Rotate90(axis, 1).then(new Rotate90(axis, 3)).apply(one));
      same(one, new Rotate90(axis, 2).then(new Rotate90(axis, 2)).apply(one));
    }
    Transform there = new Pad(new Voxel(2, 1, 3), new Voxel(0, 4, 1), Border.EDGE, 0);
    same(one, there.then(new Crop(new Voxel(2, 1, 3), SOLID)).apply(one));
  }

  private static void same(Case one, Case other) {
    assertThat(other.image().voxels()).isEqualTo(one.image().voxels());
    assertThat(((Truth.Mask) other.truth()).map().labels())
        .isEqualTo(((Truth.Mask) one.truth()).map().labels());
    assertThat(other.image().geometry().matches(one.image().geometry(), 1e-9)).isTrue();
  }

  @Test
  void maskAndImageMoveTogether() {
    Volume image = Samples.noise(SOLID, 1, 10);
    for (Transform step : Samples.fixed()) {
      if (step instanceof Flip || step instanceof Rotate90 || step instanceof Crop) {
        int[] labels = new int[SOLID.voxels()];
        for (int i = 0; i < labels.length; i++) {
          labels[i] = (int) image.voxels()[i];
        }
        Truth mask = new Truth.Mask(new LabelMap(SOLID, image.geometry(), labels));
        Case out = step.apply(new Case("a", "a", image, mask, Map.of()));
        int[] moved = ((Truth.Mask) out.truth()).map().labels();
        for (int i = 0; i < moved.length; i++) {
          assertThat(moved[i]).isEqualTo((int) out.image().voxels()[i]);
        }
      }
    }
  }

  /** Slices that are all alike give, in the plane, what one of them gives. */
  @Test
  void flatEqualsEachSliceOfASolid() {
    Volume flat = Samples.noise(Size.of(16, 14), 1, 12);
    int n = flat.voxels().length;
    float[] stack = new float[9 * n];
    for (int k = 0; k < 9; k++) {
      System.arraycopy(flat.voxels(), 0, stack, k * n, n);
    }
    Volume solid = Volume.of(new Size(16, 14, 9), flat.geometry(), stack);
    Affine affine =
        new Affine(new Vec3(0, 0, 25), new Vec3(1.1, 0.9, 1), new Vec3(0.1, 0, 0), Border.EDGE, 0);
    List<Transform> inPlane =
        List.of(
            affine,
            new Flip(List.of(Axis.J)),
            new Rotate90(Axis.K, 1),
            new Resize(new Size(20, 9, 9), Interpolation.CUBIC),
            new GaussianBlur(1.1),
            new ZScore(false),
            new MinMax(),
            new PercentileWindow(5, 95),
            new Gamma(1.4),
            new Contrast(1.4));
    for (Transform step : inPlane) {
      float[] one = step.apply(Case.of("a", flat)).image().voxels();
      Volume all = step.apply(Case.of("a", solid)).image();
      float[] middle = Arrays.copyOfRange(all.voxels(), 4 * one.length, 5 * one.length);
      for (int v = 0; v < one.length; v++) {
        // Percentiles of nine copies fall between other order statistics.
        double tolerance = step instanceof PercentileWindow ? 0.05 : 2e-4;
        assertThat((double) middle[v]).as("%s", step).isCloseTo(one[v], within(tolerance));
      }
    }
  }

  @Test
  void undefinedVoxelsAreRefusedWhereStatisticsRuleAndElseStayInPlace() {
    float[] v = Samples.noise(SOLID, 1, 2).voxels().clone();
    v[17] = Float.NaN;
    Volume image = Volume.of(SOLID, Samples.OBLIQUE, v);
    for (Transform step : List.of(new ZScore(false), new MinMax(), new PercentileWindow(1, 99))) {
      assertThatThrownBy(() -> step.apply(Case.of("a", image)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("NaN");
    }
    float[] out = new Window(0, 200).apply(image).voxels();
    assertThat(out[17]).isNaN();
    assertThat(out[16]).isFinite();
  }

  @Test
  void partsOutsideTheImageAndWrongParametersAreRefused() {
    Volume image = Samples.noise(SOLID, 1, 2);
    assertThatThrownBy(() -> new Crop(new Voxel(5, 0, 0), SOLID).apply(image))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("inside the image");
    assertThatThrownBy(() -> new Window(3, 3)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new PercentileWindow(50, 101)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new Gamma(Double.NaN)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new Affine(Vec3.ZERO, Vec3.ZERO, Vec3.ZERO, Border.EDGE, 0))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new Normalise(List.of(1.0, 2.0), List.of(1.0, 1.0)).apply(image))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("channels");
  }

  @Test
  void hugeOutputsAreRefusedBeforeTheyAreMade() {
    Volume image = Samples.noise(SOLID, 3, 2);
    Size huge = new Size(2000, 1000, 1000);
    Voxel far = new Voxel(1 << 24, 1 << 24, 0);
    Interpolation linear = Interpolation.LINEAR;
    List<Transform> steps =
        List.of(
            new Resize(huge, linear),
            new CentreCropOrPad(huge),
            new Pad(Voxel.ZERO, far, Border.EDGE, 0),
            new Respace(new Vec3(1e-4, 1e-4, 1e-4), linear, linear));
    for (Transform step : steps) {
      assertThatThrownBy(() -> step.apply(Case.of("a", image)))
          .as("%s", step)
          .isInstanceOf(InputException.class);
    }
  }

  /** 1:20 and oblique: extents stay, in mm. */
  @Test
  void veryAnisotropicImagesKeepTheirExtent() {
    Geometry slabs = new Geometry(new Vec3(0.5, 0.5, 10), Vec3.ZERO, Samples.OBLIQUE.direction());
    Volume image = Volume.of(new Size(40, 40, 6), slabs, new float[40 * 40 * 6]);
    Interpolation cubic = Interpolation.B_SPLINE;
    Volume out = new Respace(Vec3.ONE, cubic, Interpolation.NEAREST).apply(image);
    assertThat(out.size()).isEqualTo(new Size(20, 20, 60));
    Vec3 before = slabs.toPatient(new Vec3(19.5, 19.5, 2.5));
    Vec3 after = out.geometry().toPatient(new Vec3(9.5, 9.5, 29.5));
    assertThat(after.minus(before).norm()).isLessThan(1e-9);
  }

  private static Volume ball(Size size, Vec3 at) {
    float[] v = new float[size.voxels()];
    for (int k = 0; k < size.depth(); k++) {
      for (int j = 0; j < size.height(); j++) {
        for (int i = 0; i < size.width(); i++) {
          double d = Samples.OBLIQUE.toPatient(new Vec3(i, j, k)).minus(at).norm();
          v[size.offset(i, j, k)] = (float) Math.exp(-d * d / 18);
        }
      }
    }
    return Volume.of(size, Samples.OBLIQUE, v);
  }

  private static Vec3 centre(Volume image) {
    Vec3 sum = Vec3.ZERO;
    double mass = 0;
    Size size = image.size();
    for (int k = 0; k < size.depth(); k++) {
      for (int j = 0; j < size.height(); j++) {
        for (int i = 0; i < size.width(); i++) {
          double v = Math.max(0, image.at(0, i, j, k));
          sum = sum.plus(image.geometry().toPatient(new Vec3(i, j, k)).times(v));
          mass += v;
        }
      }
    }
    assertThat(mass).isNotCloseTo(0, within(1e-9));
    return sum.times(1 / mass);
  }
}
