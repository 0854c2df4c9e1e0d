package io.osler.core.transform;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.volume.Case;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against SciPy, scikit-image, PyTorch, torchvision and Pillow: golden/transforms.py. */
class TransformGoldenTest {
  private static final JsonNode GOLDEN = golden();
  private static final Affine SOLID_AFFINE =
      new Affine(
          new Vec3(8, -5, 20),
          new Vec3(1.2, 0.9, 1.1),
          new Vec3(0.05, -0.1, 0.08),
          Border.CONSTANT,
          -3);
  private static final Affine FLAT_AFFINE =
      new Affine(
          new Vec3(0, 0, 33), new Vec3(0.8, 0.8, 1), new Vec3(0.1, -0.2, 0), Border.CONSTANT, -3);
  private static final Voxel BEFORE = new Voxel(2, 0, 1);
  private static final Voxel BEHIND = new Voxel(1, 3, 2);

  private static final Map<String, Transform> STEPS =
      Map.ofEntries(
          entry("resize-linear-up", new Resize(Size.of(30, 23), Interpolation.LINEAR)),
          entry("resize-linear-down", new Resize(Size.of(5, 6), Interpolation.LINEAR)),
          entry("resize-cubic-up", new Resize(Size.of(30, 23), Interpolation.CUBIC)),
          entry("resize-cubic-down", new Resize(Size.of(5, 6), Interpolation.CUBIC)),
          entry("resize-nearest", new Resize(Size.of(17, 9), Interpolation.NEAREST)),
          entry("resize-linear-3d", new Resize(new Size(20, 13, 8), Interpolation.LINEAR)),
          entry("resize-nearest-3d", new Resize(new Size(7, 13, 3), Interpolation.NEAREST)),
          entry("resize-area", new Resize(Size.of(4, 6), Interpolation.AREA)),
          entry("resize-area-3d", new Resize(new Size(15, 4, 2), Interpolation.AREA)),
          entry("resize-lanczos-up", new Resize(Size.of(30, 23), Interpolation.LANCZOS)),
          entry("resize-lanczos-down", new Resize(Size.of(5, 6), Interpolation.LANCZOS)),
          entry("resize-b-spline-3d", new Resize(new Size(20, 13, 8), Interpolation.B_SPLINE)),
          entry(
              "respace-b-spline",
              new Respace(new Vec3(1, 0.9, 2), Interpolation.B_SPLINE, Interpolation.B_SPLINE)),
          entry("orient-ras", new Orient("RAS")),
          entry("orient-lps", new Orient("LPS")),
          entry("orient-sar", new Orient("SAR")),
          entry("orient-pil", new Orient("PIL")),
          entry("equalise", new Equalise(64)),
          entry("clahe-2d", new Clahe(0.02, 3, 128)),
          entry("clahe-3d", new Clahe(0.05, 3, 256)),
          entry("match-histogram", MatchHistogram.to(input("flat"), 1 << 16)),
          entry(
              "nyul",
              new Nyul(
                  List.of(2.0, 25.0, 50.0, 75.0, 98.0), List.of(0.0, 20.0, 40.0, 70.0, 100.0))),
          entry("elastic-3d", new Elastic(3, 0.3, 9, Border.EDGE, 0)),
          entry("elastic-2d", new Elastic(4, 0.4, 12, Border.REFLECT, 0)),
          entry("low-resolution", new LowResolution(1.8)),
          entry("sharpen", new Sharpen(0.8, 1.2)),
          entry("grey", new Grey()),
          entry("saturation-up", new Saturation(1.6)),
          entry("saturation-down", new Saturation(0.3)),
          entry("hue", new Hue(0.2)),
          entry("hue-back", new Hue(-0.35)),
          entry("bias-field", new BiasField(0.4, 3, 5)),
          entry("ghosting", new Ghosting(Axis.J, 3, 0.6)),
          entry("motion", new Motion(Axis.J, new Vec3(2, 1, 6), new Vec3(0.05, 0, 0), 0.6)),
          entry("spike", new Spike(new Voxel(3, 2, 1), 0.2)),
          entry("affine-3d-constant", SOLID_AFFINE),
          entry("affine-3d-edge", with(SOLID_AFFINE, Border.EDGE)),
          entry("affine-3d-reflect", with(SOLID_AFFINE, Border.REFLECT)),
          entry("affine-2d-constant", FLAT_AFFINE),
          entry("affine-2d-edge", with(FLAT_AFFINE, Border.EDGE)),
          entry("affine-2d-reflect", with(FLAT_AFFINE, Border.REFLECT)),
          entry("flip", new Flip(List.of(Axis.I, Axis.K))),
          entry("rotate-k", new Rotate90(Axis.K, 1)),
          entry("rotate-i", new Rotate90(Axis.I, 1)),
          entry("rotate-j", new Rotate90(Axis.J, 1)),
          entry("pad-reflect", new Pad(BEFORE, BEHIND, Border.REFLECT, 0)),
          entry("pad-edge", new Pad(BEFORE, BEHIND, Border.EDGE, 0)),
          entry("pad-constant", new Pad(BEFORE, BEHIND, Border.CONSTANT, 7)),
          entry("crop", new Crop(new Voxel(2, 3, 1), new Size(6, 5, 3))),
          entry("centre", new CentreCropOrPad(new Size(7, 14, 5))),
          entry("z-score", new ZScore(false)),
          entry("z-score-nonzero", new ZScore(true)),
          entry("normalise", new Normalise(List.of(90.0), List.of(45.0))),
          entry("min-max", new MinMax()),
          entry("window", new Window(40, 150)),
          entry("percentile-window", new PercentileWindow(3, 95)),
          entry("gamma", new Gamma(1.7)),
          entry("gamma-inverted-moments", new Gamma(1.7, true, true)),
          entry("brightness-up", new Brightness(1.4)),
          entry("brightness-down", new Brightness(0.6)),
          entry("contrast-up", new Contrast(1.5)),
          entry("contrast-down", new Contrast(0.5)),
          entry("blur", new GaussianBlur(0.9)),
          entry("blur-2d", new GaussianBlur(2.3)));

  static Iterable<String> names() {
    return GOLDEN.get("results").propertyNames();
  }

  @Test
  void everyGoldenResultHasItsStep() {
    assertThat(names()).containsExactlyInAnyOrderElementsOf(STEPS.keySet());
  }

  /**
   * To 3e-6 of the largest value: float storage. CLAHE to one and a half of its 2¹⁴ levels: the
   * reference cuts to whole ones.
   */
  @ParameterizedTest
  @MethodSource("names")
  void equalsTheReference(String name) {
    JsonNode result = GOLDEN.get("results").get(name);
    Volume input = input(result.get("input").asString());
    Volume wanted = volume(result);
    Transform step = Objects.requireNonNull(STEPS.get(name));
    Volume out = step.apply(Case.of("a", input)).image();
    assertThat(out.size()).isEqualTo(wanted.size());
    assertThat(out.channels()).isEqualTo(wanted.channels());
    double largest = 0;
    double worst = 0;
    for (int v = 0; v < out.voxels().length; v++) {
      largest = Math.max(largest, Math.abs(wanted.voxels()[v]));
      worst = Math.max(worst, Math.abs(out.voxels()[v] - wanted.voxels()[v]));
    }
    assertThat(worst / largest)
        .as(name)
        .isLessThan(name.startsWith("clahe") ? 1.5 / (1 << 14) : 3e-6);
  }

  private static Affine with(Affine a, Border border) {
    return new Affine(a.rotation(), a.scale(), a.shift(), border, a.fill());
  }

  private static Volume input(String name) {
    return volume(GOLDEN.get("inputs").get(name));
  }

  private static Volume volume(JsonNode node) {
    JsonNode s = node.get("size");
    Size size = new Size(s.get(0).asInt(), s.get(1).asInt(), s.get(2).asInt());
    int channels = node.get("channels").asInt();
    float[] voxels = new float[channels * size.voxels()];
    for (int v = 0; v < voxels.length; v++) {
      voxels[v] = (float) node.get("voxels").get(v).asDouble();
    }
    return new Volume(size, channels, Samples.OBLIQUE, voxels);
  }

  private static JsonNode golden() {
    try (InputStream in =
        Objects.requireNonNull(
            TransformGoldenTest.class.getResourceAsStream("/golden/transforms.json"))) {
      return JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
