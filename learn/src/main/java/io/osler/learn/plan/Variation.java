package io.osler.learn.plan;

import io.osler.core.transform.Augmentation;
import io.osler.core.transform.Axis;
import io.osler.core.transform.Border;
import io.osler.core.transform.RandomBlur;
import io.osler.core.transform.RandomBrightness;
import io.osler.core.transform.RandomContrast;
import io.osler.core.transform.RandomElastic;
import io.osler.core.transform.RandomFlip;
import io.osler.core.transform.RandomGamma;
import io.osler.core.transform.RandomLowResolution;
import io.osler.core.transform.RandomNoise;
import io.osler.core.transform.Sometimes;
import io.osler.core.volume.Vec3;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * How training patches vary: nnU-Net's list with its probabilities, and elastic deformation.
 *
 * @param patch columns, rows and, in 3-D, slices
 */
record Variation(VolumeLook look, Vec3 spacing, List<Integer> patch) {
  private static final double ELONGATED = 1.5;
  private static final double ANISOTROPIC = 3;

  List<Augmentation> steps(List<Axis> mirror, BiConsumer<String, String> because) {
    List<Augmentation> steps = new ArrayList<>();
    steps.add(new Sometimes(0.1, new RandomElastic(4, 0.05, 0.25, Border.EDGE)));
    steps.add(new Sometimes(0.1, new RandomNoise(0, 0.3)));
    steps.add(new Sometimes(0.2, new RandomBlur(0.5, 1)));
    steps.add(new Sometimes(0.15, new RandomBrightness(0.75, 1.25)));
    steps.add(new Sometimes(0.15, new RandomContrast(0.75, 1.25)));
    steps.add(new Sometimes(0.25, new RandomLowResolution(1, 2)));
    steps.add(new Sometimes(0.1, new RandomGamma(0.7, 1.5, true, true)));
    steps.add(new Sometimes(0.3, new RandomGamma(0.7, 1.5, false, true)));
    if (!mirror.isEmpty()) {
      steps.add(new RandomFlip(mirror, 0.5));
    }
    because.accept("augment", "nnU-Net's list and probabilities; elastic bending in addition");
    return steps;
  }

  Segmentation.Patches patches(BiConsumer<String, String> because) {
    int dims = patch.size();
    boolean sided = new Mirroring(look).sided(); // half a turn puts what is left on the right
    if (dims == 2) {
      boolean elongated =
          Math.max(patch.get(0), patch.get(1)) > ELONGATED * Math.min(patch.get(0), patch.get(1));
      because.accept(
          "segmentation.patches",
          "2-D: any turn; 15° where the patch is elongated or names tell sides");
      return new Segmentation.Patches(0.33, elongated || sided ? 15 : 180, 0, 0.2, 0.7, 1.4, 0.2);
    }
    boolean thin = patch.get(2) * ANISOTROPIC < Math.max(patch.get(0), patch.get(1));
    because.accept(
        "segmentation.patches",
        thin ? "few coarse slices: turned within the slice only" : "3-D: 30° about every axis");
    return thin
        ? new Segmentation.Patches(0.33, sided ? 15 : 180, 0, 0.2, 0.7, 1.4, 0.2)
        : new Segmentation.Patches(0.33, 30, 30, 0.2, 0.7, 1.4, 0.2);
  }
}
