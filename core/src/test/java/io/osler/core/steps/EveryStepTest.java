package io.osler.core.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.transform.Augmentation;
import io.osler.core.transform.History;
import io.osler.core.transform.Transform;
import io.osler.core.volume.Case;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every step of every room promises, over the whole catalogue at once. */
class EveryStepTest {
  /** Steps whose result on a slice is not that on each slice of a stack of it, and why. */
  private static final Map<String, String> NOT_SLICE_BY_SLICE =
      Map.ofEntries(
          Map.entry("affine", "turns about i and j leave the slice"),
          Map.entry("thin-plate", "another kernel in space, and points off the slice"),
          Map.entry("elastic", "draws another field in space"),
          Map.entry("field-elastic", "draws another field in space"),
          Map.entry("bias-field", "its polynomial has terms along k"),
          Map.entry("oblique-view", "looks across other directions"),
          Map.entry("three-views", "looks across k three times in 2-D"),
          Map.entry("orient", "a slice keeps its plane"),
          Map.entry("spike", "its wave runs along k too"),
          Map.entry("gaussian-noise", "each voxel has noise of its own"),
          Map.entry("rician-noise", "each voxel has noise of its own"),
          Map.entry("poisson-noise", "each voxel has noise of its own"),
          Map.entry("speckle-noise", "each voxel has noise of its own"),
          Map.entry("salt-and-pepper", "each voxel has noise of its own"),
          Map.entry("nyul", "percentiles of copies fall between other values"),
          Map.entry("patch", "turns about i and leaves the slice"),
          Map.entry("n4", "its field has control points along k"),
          Map.entry("macenko", "percentiles of copies fall between other values"),
          Map.entry("wavelet-denoise", "its wavelets run along k, where copies hold no noise"),
          Map.entry("stationary-denoise", "its wavelets run along k, where copies hold no noise"),
          Map.entry("wavelet-energy", "its sub-bands count k"),
          Map.entry("chan-vese", "starts from a chessboard in space"),
          Map.entry("geodesic-contour", "bends its surface in space"),
          Map.entry("slic", "its regions are as deep as they are wide"),
          Map.entry("sobel", "its mean over axes counts k"),
          Map.entry("laplacian-of-gaussian", "a kernel cut off in space"),
          Map.entry("canny", "its gradient counts k"),
          Map.entry("frangi", "tubes in space are ridges in a plane"),
          Map.entry("hessian-blobs", "balls in space are discs in a plane"),
          Map.entry("skeleton", "thins the stack itself"),
          Map.entry("wiener", "its window's size is that of a ball"),
          Map.entry("total-variation", "its step is smaller in space"));

  /** Classical steps that keep the range; the others answer with features, edges or regions. */
  private static final Set<String> CLASSICAL_IN_RANGE =
      Set.of("median", "bilateral", "anisotropic-diffusion", "total-variation", "non-local-means");

  /** Results that may leave the range of the image, by nature; every other step stays within. */
  private static final Set<String> FREE_RANGE =
      Set.of(
          "z-score",
          "normalise",
          "brightness",
          "contrast",
          "sharpen",
          "bias-field",
          "ghosting",
          "motion",
          "spike",
          "nyul",
          "match-histogram",
          "gaussian-noise",
          "rician-noise",
          "poisson-noise",
          "speckle-noise",
          "saturation",
          "hue",
          "chain",
          "per-channel");

  /** Steps to [0, 1] exactly. */
  private static final Set<String> UNIT_RANGE = Set.of("min-max", "window", "percentile-window");

  /** Fills from outside with 0, which no range of the image holds. */
  private static final Set<String> FILLS =
      Set.of(
          "affine",
          "cut-out",
          "centre-crop-or-pad",
          "crop-at",
          "label-crop",
          "oblique-view",
          "three-views",
          "onto-grid",
          "patch");

  static Stream<Augmentation> all() {
    return EveryStep.all();
  }

  static Stream<Transform> fixed() {
    return all().filter(Transform.class::isInstance).map(Transform.class::cast);
  }

  private static Case solid(Augmentation step) {
    Size size = EveryStep.kind(step).equals("onto-grid") ? EveryStep.FLAT : EveryStep.SOLID;
    return EveryStep.masked(size, EveryStep.channels(step), EveryStep.OBLIQUE, 3);
  }

  private static int[] labels(Case one) {
    return one.truth() instanceof Truth.Mask(LabelMap map) ? map.labels() : new int[0];
  }

  @ParameterizedTest
  @MethodSource("all")
  void theHistoryRepeatsItToTheByte(Augmentation step) {
    Case one = solid(step);
    for (long seed = 0; seed < 3; seed++) {
      Transform drawn = step.draw(new SplittableRandom(seed), one);
      assertThat(step.draw(new SplittableRandom(seed), one)).isEqualTo(drawn);
      Transform again = History.replay(History.of(drawn), Steps.catalogue());
      Case a = drawn.apply(one);
      Case b = again.apply(one);
      assertThat(b.image().voxels()).isEqualTo(a.image().voxels());
      assertThat(b.image().geometry()).isEqualTo(a.image().geometry());
      assertThat(labels(b)).isEqualTo(labels(a));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void sameBytesForAnyThreadCountAndTheInputIsLeftAlone(Augmentation step) throws Exception {
    Case one = solid(step);
    float[] voxels = one.image().voxels().clone();
    int[] mask = labels(one).clone();
    Transform drawn = step.draw(new SplittableRandom(4), one);
    Case alone = inPool(1, drawn, one);
    Case shared = inPool(3, drawn, one);
    assertThat(shared.image().voxels()).isEqualTo(alone.image().voxels());
    assertThat(labels(shared)).isEqualTo(labels(alone));
    assertThat(one.image().voxels()).isEqualTo(voxels);
    assertThat(labels(one)).isEqualTo(mask);
  }

  private static Case inPool(int threads, Transform step, Case one) throws Exception {
    try (ForkJoinPool pool = new ForkJoinPool(threads)) {
      return pool.submit(() -> step.apply(one)).get();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void labelsGainNoValueAndStayOnTheImagesGrid(Augmentation step) {
    Case one = solid(step);
    for (long seed = 0; seed < 3; seed++) {
      Case out = step.draw(new SplittableRandom(seed), one).apply(one);
      LabelMap map = ((Truth.Mask) out.truth()).map();
      assertThat(map.size()).isEqualTo(out.image().size());
      assertThat(map.geometry().matches(out.image().geometry(), 1e-9)).isTrue();
      assertThat(Arrays.stream(map.labels()).distinct().boxed()).isSubsetOf(0, 1, 2, 5);
    }
  }

  @ParameterizedTest
  @MethodSource("fixed")
  void valuesKeepTheirRangeUnlessDeclared(Transform step) {
    String kind = EveryStep.kind(step);
    Case one = solid(step);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (float v : one.image().voxels()) {
      low = Math.min(low, v);
      high = Math.max(high, v);
    }
    float[] out = step.apply(one).image().voxels();
    double slack = 1e-5 * (high - low);
    for (float v : out) {
      assertThat(v).isFinite();
      if (UNIT_RANGE.contains(kind)) {
        assertThat((double) v).isBetween(0.0, 1.0);
      } else if (Steps.classical().contains(step.getClass())
          && !CLASSICAL_IN_RANGE.contains(kind)) {
        assertThat(v).isFinite();
      } else if (!FREE_RANGE.contains(kind) && !(FILLS.contains(kind) && v < low)) {
        assertThat((double) v).isBetween(low - slack, high + slack);
      }
    }
  }

  /**
   * A volume of equal slices gives on its middle slice what one slice gives; else it is declared.
   */
  @ParameterizedTest
  @MethodSource("fixed")
  void aSliceIsASliceOfAVolume(Transform step) {
    int channels = EveryStep.channels(step);
    Case flat = EveryStep.masked(EveryStep.FLAT, channels, EveryStep.OBLIQUE, 5);
    int n = EveryStep.FLAT.voxels();
    int depth = 11;
    float[] stack = new float[channels * n * depth];
    int[] mask = new int[n * depth];
    for (int k = 0; k < depth; k++) {
      System.arraycopy(labels(flat), 0, mask, k * n, n);
      for (int c = 0; c < channels; c++) {
        System.arraycopy(flat.image().voxels(), c * n, stack, (c * depth + k) * n, n);
      }
    }
    Size size = new Size(15, 13, depth);
    LabelMap map = new LabelMap(size, EveryStep.OBLIQUE, mask);
    Volume solid = new Volume(size, channels, EveryStep.OBLIQUE, stack);
    Volume one = step.apply(flat).image();
    Volume all = step.apply(flat.with(solid, new Truth.Mask(map))).image();
    double worst = one.channels() == all.channels() ? 0 : Double.POSITIVE_INFINITY;
    int per = one.size().voxels();
    boolean same = all.size().with(2, 1).equals(one.size());
    for (int c = 0; same && c < Math.min(one.channels(), all.channels()); c++) {
      int from = (c * all.size().depth() + all.size().depth() / 2) * per;
      for (int v = 0; v < per; v++) {
        worst = Math.max(worst, Math.abs(all.voxels()[from + v] - one.voxels()[c * per + v]));
      }
    }
    if (NOT_SLICE_BY_SLICE.containsKey(EveryStep.kind(step))) {
      assertThat(same && worst < 2e-3).as("%s need not be declared", step).isFalse();
    } else {
      assertThat(same).isTrue();
      assertThat(worst).as("%s", step).isLessThan(2e-3);
    }
  }

  /** Exceptions are only for steps there are. */
  @Test
  void declaredExceptionsExist() {
    List<String> kinds = all().map(EveryStep::kind).toList();
    assertThat(kinds).containsAll(NOT_SLICE_BY_SLICE.keySet());
    assertThat(kinds).containsAll(FREE_RANGE).containsAll(UNIT_RANGE).containsAll(FILLS);
  }
}
