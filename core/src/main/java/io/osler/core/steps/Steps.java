package io.osler.core.steps;

import io.osler.core.config.Catalogue;
import io.osler.core.filter.AnisotropicDiffusion;
import io.osler.core.filter.Bilateral;
import io.osler.core.filter.Median;
import io.osler.core.filter.NonLocalMeans;
import io.osler.core.filter.TotalVariation;
import io.osler.core.filter.Wiener;
import io.osler.core.transform.Augmentation;
import io.osler.core.transform.Transform;
import io.osler.core.transform.Transforms;
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
        Wiener.class);
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
