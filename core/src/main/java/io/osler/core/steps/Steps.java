package io.osler.core.steps;

import io.osler.core.config.Catalogue;
import io.osler.core.filter.AnisotropicDiffusion;
import io.osler.core.filter.Bilateral;
import io.osler.core.filter.Butterworth;
import io.osler.core.filter.Canny;
import io.osler.core.filter.FourierGaussian;
import io.osler.core.filter.Frangi;
import io.osler.core.filter.HessianBlobs;
import io.osler.core.filter.LaplacianOfGaussian;
import io.osler.core.filter.Macenko;
import io.osler.core.filter.Median;
import io.osler.core.filter.N4;
import io.osler.core.filter.NonLocalMeans;
import io.osler.core.filter.Notch;
import io.osler.core.filter.Reinhard;
import io.osler.core.filter.Sobel;
import io.osler.core.filter.StainSeparation;
import io.osler.core.filter.TotalVariation;
import io.osler.core.filter.Wiener;
import io.osler.core.morphology.Closing;
import io.osler.core.morphology.Components;
import io.osler.core.morphology.Dilation;
import io.osler.core.morphology.DistanceTransform;
import io.osler.core.morphology.Domes;
import io.osler.core.morphology.Erosion;
import io.osler.core.morphology.FillHoles;
import io.osler.core.morphology.KeepLargest;
import io.osler.core.morphology.MorphologicalGradient;
import io.osler.core.morphology.Opening;
import io.osler.core.morphology.OpeningByReconstruction;
import io.osler.core.morphology.RemoveSmall;
import io.osler.core.morphology.SignedDistance;
import io.osler.core.morphology.Skeleton;
import io.osler.core.morphology.TopHat;
import io.osler.core.segment.ChanVese;
import io.osler.core.segment.ConfidenceConnected;
import io.osler.core.segment.GeodesicContour;
import io.osler.core.segment.Hysteresis;
import io.osler.core.segment.Li;
import io.osler.core.segment.MultiOtsu;
import io.osler.core.segment.Niblack;
import io.osler.core.segment.Otsu;
import io.osler.core.segment.RandomWalker;
import io.osler.core.segment.RegionGrowing;
import io.osler.core.segment.Sauvola;
import io.osler.core.segment.Slic;
import io.osler.core.segment.Threshold;
import io.osler.core.segment.Triangle;
import io.osler.core.segment.Watershed;
import io.osler.core.segment.Yen;
import io.osler.core.transform.Augmentation;
import io.osler.core.transform.Transform;
import io.osler.core.transform.Transforms;
import io.osler.core.wavelet.StationaryDenoise;
import io.osler.core.wavelet.WaveletDenoise;
import io.osler.core.wavelet.WaveletEnergy;
import java.util.ArrayList;
import java.util.List;

/** Every step of every room: a new one is its record file and a line here. */
public final class Steps {
  private Steps() {}

  /**
   * The classical methods beside core.transform; the name in a file is the record's in kebab case.
   */
  public static List<Class<? extends Transform>> classical() {
    return List.of(
        Median.class,
        Bilateral.class,
        AnisotropicDiffusion.class,
        TotalVariation.class,
        NonLocalMeans.class,
        Wiener.class,
        Sobel.class,
        LaplacianOfGaussian.class,
        Canny.class,
        Frangi.class,
        HessianBlobs.class,
        Threshold.class,
        Otsu.class,
        MultiOtsu.class,
        Li.class,
        Yen.class,
        Triangle.class,
        Niblack.class,
        Sauvola.class,
        Hysteresis.class,
        Erosion.class,
        Dilation.class,
        Opening.class,
        Closing.class,
        TopHat.class,
        MorphologicalGradient.class,
        OpeningByReconstruction.class,
        Domes.class,
        FillHoles.class,
        Components.class,
        RemoveSmall.class,
        KeepLargest.class,
        Skeleton.class,
        DistanceTransform.class,
        SignedDistance.class,
        Butterworth.class,
        FourierGaussian.class,
        Notch.class,
        N4.class,
        Macenko.class,
        Reinhard.class,
        StainSeparation.class,
        WaveletDenoise.class,
        StationaryDenoise.class,
        WaveletEnergy.class,
        RegionGrowing.class,
        ConfidenceConnected.class,
        Watershed.class,
        RandomWalker.class,
        ChanVese.class,
        GeodesicContour.class,
        Slic.class);
  }

  /** Fixed steps of all rooms. */
  public static List<Class<? extends Transform>> fixed() {
    List<Class<? extends Transform>> all = new ArrayList<>(Transforms.fixed());
    all.addAll(classical());
    return List.copyOf(all);
  }

  /** What pipelines are read with, in place of {@link Transforms#catalogue}: all rooms' steps. */
  public static Catalogue catalogue() {
    List<Class<? extends Augmentation>> all = new ArrayList<>(fixed());
    all.addAll(Transforms.random());
    return Transforms.catalogue(all, fixed());
  }
}
