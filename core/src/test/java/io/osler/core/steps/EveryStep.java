package io.osler.core.steps;

import io.osler.core.config.Catalogue;
import io.osler.core.transform.Augmentation;
import io.osler.core.volume.Case;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Rotation;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** One of each step of the catalogue, and cases for them: what the tests over all steps share. */
final class EveryStep {
  static final Size SOLID = new Size(15, 13, 11);
  static final Size FLAT = Size.of(15, 13);
  static final Geometry OBLIQUE =
      new Geometry(
          new Vec3(0.7, 1.1, 1.6),
          new Vec3(-30, 12, 100),
          new Rotation(new Vec3(0.8, 0.6, 0), new Vec3(-0.6, 0.8, 0), new Vec3(0, 0, 1)));

  /** Parameters for steps that need some, or that do nothing by default. */
  private static final Map<String, String> GIVEN =
      Map.ofEntries(
          Map.entry("chain", "steps=['gamma(gamma=2)', 'flip(axes=[i])']"),
          Map.entry("per-channel", "steps=[z-score]"),
          Map.entry(
              "patch", "centre=[14, 13, 13], size=[26, 24, 24], rotation=[5, 0, 20], scale=1.1"),
          Map.entry("resize", "size=[24, 33, 20]"),
          Map.entry("crop", "start=[2, 3, 0], size=[6, 5, 4]"),
          Map.entry("pad", "low=[2, 0, 1], high=[1, 3, 2], border=reflect"),
          Map.entry("centre-crop-or-pad", "size=[24, 36, 22]"),
          Map.entry("flip", "axes=[i, k]"),
          Map.entry("affine", "rotation=[8, -5, 20], scale=[1.2, 0.9, 1.1], shift=[0, 0.05, 0]"),
          Map.entry("normalise", "mean=[100], std=[40]"),
          Map.entry("window", "low=60, high=160"),
          Map.entry("gamma", "gamma=1.7"),
          Map.entry("brightness", "factor=0.8"),
          Map.entry("contrast", "factor=1.3"),
          Map.entry("gaussian-noise", "level=0.1"),
          Map.entry("gaussian-blur", "sigma=0.9"),
          Map.entry("cut-out", "low=[0.2, 0.3, 0.1], high=[0.6, 0.5, 0.9]"),
          Map.entry("orient", "towards=RSP"),
          Map.entry("crop-to-foreground", "threshold=20"),
          Map.entry("respace", "spacing=[1, 0.9, 2]"),
          Map.entry("regrid", "spacing=[1, 0.9, 2]"),
          Map.entry("onto-grid", "size=[13, 12, 1], spacing=[0.8, 1, 1.6], origin=[-30, 12, 107]"),
          Map.entry("crop-at", "at=[0.4, 0.5, 0.6], size=[26, 26, 24]"),
          Map.entry("label-crop", "size=[26, 26, 24], label=0.5, voxel=0.5"),
          Map.entry(
              "thin-plate",
              "from=[[0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 1], [0.5, 0.5, 0.5]], "
                  + "to=[[0, 0.03, 0], [0.97, 0, 0.02], [0, 1, 0], [1, 1, 1], [0.55, 0.5, 0.48]]"),
          Map.entry("plane-view", "axis=k"),
          Map.entry("oblique-view", "rotation=[20, 30, 40], side=12"),
          Map.entry("three-views", "side=12"),
          Map.entry("low-resolution", "factor=1.7"),
          Map.entry("match-histogram", "values=[1, 2, 9], shares=[0.2, 0.7, 1]"),
          Map.entry("nyul", "percentiles=[2, 50, 98], landmarks=[0, 40, 100]"),
          Map.entry("saturation", "factor=0.6"),
          Map.entry("hue", "shift=0.2"),
          Map.entry("rician-noise", "level=0.2"),
          Map.entry("poisson-noise", "peak=300"),
          Map.entry("speckle-noise", "level=0.2"),
          Map.entry("salt-and-pepper", "level=0.1"),
          Map.entry("ghosting", "axis=j"),
          Map.entry("motion", "axis=j"),
          Map.entry("spike", "frequency=[3, 2, 1]"),
          Map.entry("bias-field", "strength=0.4"),
          Map.entry("bilateral", "range=30"),
          Map.entry("non-local-means", "h=30"),
          Map.entry("pipeline", "steps=[random-gamma, median]"),
          Map.entry("sometimes", "step='gamma(gamma=2)'"),
          Map.entry("one-of", "choices=['gamma(gamma=2)', median]"),
          Map.entry("some-of", "most=2, choices=['gamma(gamma=2)', median, random-blur]"),
          Map.entry("random-flip", "axes=[i, j, k]"),
          Map.entry("random-crop", "size=[26, 26, 24]"),
          Map.entry("random-label-crop", "size=[26, 26, 24]"),
          Map.entry("random-patch", "size=[26, 24, 24]"),
          Map.entry("random-view", "side=12"));

  private EveryStep() {}

  static Stream<Augmentation> all() {
    return Steps.catalogue().entries(Augmentation.class).stream().map(EveryStep::sample);
  }

  private static Augmentation sample(Catalogue.Entry entry) {
    String given = GIVEN.get(entry.kind());
    if (given == null) {
      given =
          String.join(
              ", ",
              entry.parameters().stream()
                  .filter(p -> p.fallback().isEmpty() && !p.type().endsWith("optional"))
                  .map(p -> p.key() + "=" + (p.type().startsWith("list") ? "[[6, 5, 0]]" : "30"))
                  .toList());
    }
    String text = given.isEmpty() ? entry.kind() : entry.kind() + "(" + given + ")";
    return Pipelines.of(List.of(text)).steps().getFirst();
  }

  /** As a pipeline names it. */
  static String kind(Augmentation step) {
    return Catalogue.kind(step.getClass());
  }

  /** Colour steps know three channels only. */
  static int channels(Augmentation step) {
    boolean colour = kind(step).matches("grey|saturation|hue|macenko.*|reinhard.*|stain.*");
    return colour ? 3 : 1;
  }

  /** A smooth image about 100 ± 40 with a mask of 0, 1, 2 and 5. */
  static Case masked(Size size, int channels, Geometry geometry, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] v = new float[channels * size.voxels()];
    for (int c = 0; c < channels; c++) {
      double x = random.nextDouble(0.3, 0.6);
      double y = random.nextDouble(0.3, 0.6);
      double z = random.nextDouble(0.3, 0.6);
      for (int i = 0; i < size.voxels(); i++) {
        int row = i / size.width();
        double wave =
            Math.sin(x * (i % size.width()))
                + Math.cos(y * (row % size.height()))
                + Math.sin(z * (row / size.height()));
        v[c * size.voxels() + i] = (float) (100 + 14 * wave + random.nextDouble());
      }
    }
    int[] labels = new int[size.voxels()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = v[i] > 115 ? 5 : v[i] > 100 ? 2 : v[i] > 90 ? 1 : 0;
    }
    Truth mask = new Truth.Mask(new LabelMap(size, geometry, labels));
    return new Case("a", "a", new Volume(size, channels, geometry, v), mask, Map.of());
  }
}
