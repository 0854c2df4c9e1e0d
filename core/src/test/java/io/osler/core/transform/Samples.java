package io.osler.core.transform;

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
import java.util.Random;

/** Images and one of each step for the tests that run over all of them. */
final class Samples {
  static final Geometry OBLIQUE =
      new Geometry(
          new Vec3(0.7, 1.1, 2.5),
          new Vec3(-30, 12, 100),
          new Rotation(new Vec3(0.8, 0.6, 0), new Vec3(-0.6, 0.8, 0), new Vec3(0, 0, 1)));

  private Samples() {}

  static Volume noise(Size size, int channels, long seed) {
    Random random = new Random(seed);
    float[] v = new float[channels * size.voxels()];
    for (int i = 0; i < v.length; i++) {
      v[i] = (float) (40 * random.nextGaussian() + 100);
    }
    return new Volume(size, channels, OBLIQUE, v);
  }

  static Case masked(Volume image) {
    int[] labels = new int[image.size().voxels()];
    Random random = new Random(7);
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.nextInt(4) == 0 ? 5 : random.nextInt(3);
    }
    LabelMap map = new LabelMap(image.size(), image.geometry(), labels);
    return new Case("a", "a", image, new Truth.Mask(map), Map.of());
  }

  /** One of every fixed step, parameters far from nothing. */
  static List<Transform> fixed() {
    return List.of(
        new Identity(),
        new FillUndefined(),
        new Chain(List.of(new Flip(List.of(Axis.I)), new Gamma(0.7))),
        new Resize(new Size(9, 17, 7), Interpolation.LINEAR),
        new Resize(new Size(9, 17, 7), Interpolation.CUBIC),
        new Resize(new Size(9, 17, 7), Interpolation.AREA),
        new Resize(new Size(9, 17, 7), Interpolation.NEAREST),
        new Crop(new Voxel(2, 3, 1), new Size(6, 5, 4)),
        new Pad(new Voxel(2, 0, 1), new Voxel(1, 3, 2), Border.REFLECT, 0),
        new CentreCropOrPad(new Size(8, 20, 9)),
        new Flip(List.of(Axis.I, Axis.K)),
        new Rotate90(Axis.K, 1),
        new Rotate90(Axis.I, 3),
        new Affine(
            new Vec3(8, -5, 20),
            new Vec3(1.2, 0.9, 1.1),
            new Vec3(0.05, -0.1, 0.08),
            Border.CONSTANT,
            -3),
        new ZScore(true),
        new Normalise(List.of(100.0), List.of(40.0)),
        new MinMax(),
        new Window(60, 160),
        new PercentileWindow(1, 99),
        new Gamma(1.7),
        new Gamma(1.7, true, true),
        new Negative(),
        new Brightness(0.8),
        new Contrast(1.3),
        new GaussianNoise(0.1, 77),
        new GaussianBlur(0.9),
        new CutOut(new Vec3(0.2, 0.3, 0.1), new Vec3(0.6, 0.5, 0.9)),
        new Orient("RSP"),
        new CropToForeground(60, 1),
        new Respace(new Vec3(1, 0.9, 2), Interpolation.B_SPLINE, Interpolation.NEAREST),
        new Regrid(new Vec3(1, 0.9, 2)),
        new Elastic(3, 0.3, 9, Border.CONSTANT, 0),
        OntoGrid.of(
            new Size(11, 12, 8),
            new Geometry(new Vec3(0.8, 1, 2.4), new Vec3(-30, 12, 100), OBLIQUE.direction())),
        new CropAt(new Vec3(0.4, 0.5, 0.6), new Size(9, 12, 7), Border.EDGE, 0),
        new LabelCrop(new Size(7, 6, 5), 0.5, 0.5, new Vec3(0.5, 0.5, 0.5), Border.CONSTANT, 0),
        new FieldElastic(0.3, 0.05, 3, Border.EDGE, 0, LabelRule.LINEAR, false),
        new RandomThinPlate(1, 0.1, Border.EDGE)
            .draw(new java.util.SplittableRandom(4), Case.of("a", noise(new Size(3, 3, 3), 1, 1))),
        new Patch(new Vec3(6, 5, 4), new Size(9, 8, 7), new Vec3(10, 0, 20), 1.1, 0),
        new PlaneView(Axis.J, 0.4, 0),
        new ObliqueView(new Vec3(20, 30, 40), Vec3.ONE.times(0.5), 12, 1, 0, Border.EDGE, 0),
        new ThreeViews(Vec3.ONE.times(0.5), 12, 1, Border.EDGE, 0),
        new LowResolution(1.7),
        new Equalise(64),
        new Clahe(0.02, 3, 128),
        new MatchHistogram(List.of(1.0, 2.0, 9.0), List.of(0.2, 0.7, 1.0)),
        new Nyul(List.of(2.0, 50.0, 98.0), List.of(0.0, 40.0, 100.0)),
        new Sharpen(0.8, 1.2),
        new Grey(),
        new Saturation(0.6),
        new Hue(0.2),
        new BiasField(0.4, 3, 5),
        new RicianNoise(0.2, 5),
        new PoissonNoise(300, 5),
        new SpeckleNoise(0.2, 5),
        new SaltAndPepper(0.1, 5),
        new Ghosting(Axis.J, 3, 0.6),
        new Motion(Axis.J, new Vec3(2, 1, 6), new Vec3(0.05, 0, 0), 0.6),
        new Spike(new Voxel(3, 2, 1), 0.2));
  }

  static List<Augmentation> random() {
    return List.of(
        new Pipeline(List.of(new RandomFlip(List.of(Axis.I), 0.5), new MinMax())),
        new Sometimes(0.5, new Gamma(2)),
        new OneOf(List.of(new Gamma(2), new MinMax())),
        new SomeOf(1, 2, List.of(new Gamma(2), new MinMax(), new RandomBlur(0.5, 1))),
        new RandomFlip(List.of(Axis.I, Axis.J, Axis.K), 0.5),
        new RandomAffine(30, 10, 0.8, 1.25, 0.1, Border.EDGE),
        new RandomGamma(0.5, 2),
        new RandomGamma(0.5, 2, true, true),
        new RandomBrightness(0.7, 1.4),
        new RandomContrast(0.7, 1.4),
        new RandomNoise(0, 0.2),
        new RandomBlur(0.4, 1.2),
        new RandomCutOut(0.1, 0.4),
        new RandomElastic(4, 0.1, 0.3, Border.EDGE),
        new RandomFieldElastic(0.2, 0.3, 0.01, 0.05, Border.EDGE),
        new RandomThinPlate(1, 0.1, Border.EDGE),
        new RandomCrop(new Size(10, 12, 9), Border.EDGE, 0),
        new RandomLabelCrop(new Size(10, 12, 9), 0.5, Border.EDGE, 0),
        new RandomView(12, 1, 0, 0.3, 0),
        new RandomLowResolution(1, 2),
        new RandomBiasField(0.1, 0.5),
        new RandomColour(1.5, 0.1),
        new RandomMotion(5, 0.05),
        new RandomGhosting(3, 6, 0.5),
        new RandomSpike(0.2),
        new RandomPatch(new Size(9, 8, 7), 0.5, 30, 10, 0.8, 0.7, 1.4, 0.8));
  }
}
