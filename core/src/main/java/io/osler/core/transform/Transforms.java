package io.osler.core.transform;

import io.osler.core.config.Catalogue;
import java.util.ArrayList;
import java.util.List;

/** Every step that a pipeline may name: a new one is its record file and a line here. */
public final class Transforms {
  private Transforms() {}

  /** Fixed steps; the name in a file is the record's in kebab case ({@code z-score}). */
  public static List<Class<? extends Transform>> fixed() {
    return List.of(
        Identity.class,
        FillUndefined.class,
        Chain.class,
        Resize.class,
        Crop.class,
        Pad.class,
        CentreCropOrPad.class,
        Flip.class,
        Rotate90.class,
        Affine.class,
        ZScore.class,
        Normalise.class,
        MinMax.class,
        Window.class,
        PercentileWindow.class,
        Gamma.class,
        Negative.class,
        Brightness.class,
        Contrast.class,
        GaussianNoise.class,
        GaussianBlur.class,
        CutOut.class,
        Orient.class,
        CropToForeground.class,
        Respace.class,
        Regrid.class,
        OntoGrid.class,
        CropAt.class,
        LabelCrop.class,
        Elastic.class,
        FieldElastic.class,
        ThinPlate.class,
        PlaneView.class,
        ObliqueView.class,
        ThreeViews.class,
        LowResolution.class,
        Equalise.class,
        Clahe.class,
        MatchHistogram.class,
        Nyul.class,
        Sharpen.class,
        Grey.class,
        Saturation.class,
        Hue.class,
        BiasField.class,
        RicianNoise.class,
        PoissonNoise.class,
        SpeckleNoise.class,
        SaltAndPepper.class,
        Ghosting.class,
        Motion.class,
        Spike.class,
        PerChannel.class,
        Patch.class);
  }

  /**
   * What configuration is read with: {@code Config.read(Pipeline.class, yaml, catalogue())}. Random
   * and fixed steps may stand wherever an {@link Augmentation} is asked for.
   */
  public static Catalogue catalogue() {
    List<Class<? extends Augmentation>> all = new ArrayList<>(fixed());
    all.addAll(random());
    return catalogue(all, fixed());
  }

  /** Of these steps; any of them may carry a {@code probability}, as in {@link Sometimes}. */
  public static Catalogue catalogue(
      List<Class<? extends Augmentation>> all, List<Class<? extends Transform>> fixed) {
    return Catalogue.of(Augmentation.class, all)
        .with(Transform.class, fixed)
        .wrappedBy(Augmentation.class, Sometimes.class);
  }

  /** Random steps and combinations of steps. */
  public static List<Class<? extends Augmentation>> random() {
    return List.of(
        Pipeline.class,
        Sometimes.class,
        OneOf.class,
        SomeOf.class,
        RandomFlip.class,
        RandomAffine.class,
        RandomGamma.class,
        RandomBrightness.class,
        RandomContrast.class,
        RandomNoise.class,
        RandomBlur.class,
        RandomCutOut.class,
        RandomElastic.class,
        RandomFieldElastic.class,
        RandomThinPlate.class,
        RandomCrop.class,
        RandomLabelCrop.class,
        RandomView.class,
        RandomLowResolution.class,
        RandomBiasField.class,
        RandomColour.class,
        RandomMotion.class,
        RandomGhosting.class,
        RandomSpike.class,
        RandomPatch.class);
  }
}
