package io.osler.benchmarks;

import io.osler.core.filter.Median;
import io.osler.core.morphology.DistanceTransform;
import io.osler.core.transform.Augmentation;
import io.osler.core.transform.Border;
import io.osler.core.transform.Clahe;
import io.osler.core.transform.Equalise;
import io.osler.core.transform.GaussianBlur;
import io.osler.core.transform.Normalise;
import io.osler.core.transform.PercentileWindow;
import io.osler.core.transform.RandomAffine;
import io.osler.core.transform.RandomBlur;
import io.osler.core.transform.RandomBrightness;
import io.osler.core.transform.RandomContrast;
import io.osler.core.transform.RandomCutOut;
import io.osler.core.transform.RandomElastic;
import io.osler.core.transform.RandomFlip;
import io.osler.core.transform.RandomGamma;
import io.osler.core.transform.RandomLowResolution;
import io.osler.core.transform.RandomNoise;
import io.osler.core.transform.Sometimes;
import io.osler.core.transform.Transform;
import io.osler.core.transform.ZScore;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Entry;
import io.osler.learn.plan.Plan;
import io.osler.learn.task.Classify;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One thing done otherwise than planned.
 *
 * @param name a short word, also the folder of its results
 * @param about what differs
 */
record Variant(String name, String about, Plan plan) {
  /** Images from which mean and deviation after preparation are measured. */
  private static final int MEASURED = 400;

  /** The plan itself first, then each variant of it that fits images of this kind. */
  static List<Variant> of(Plan plan, DataSet data, boolean masks) {
    List<Variant> all = new ArrayList<>();
    all.add(new Variant("planned", "the planner's choice", plan));
    all.add(augmented(plan, "plain", "no augmentation", _ -> List.of()));
    if (plan.augment().stream().anyMatch(RandomFlip.class::isInstance)) {
      all.add(without(plan, "no-mirror", "no mirroring", RandomFlip.class::isInstance));
    }
    all.add(without(plan, "no-affine", "no turns, sizes and shifts", Variant::isAffine));
    all.add(
        with(
            plan,
            "bend",
            "elastic bending too",
            0.3,
            new RandomElastic(4, 0.05, 0.25, Border.EDGE)));
    all.add(with(plan, "cut-out", "boxes cut out too", 0.5, new RandomCutOut(0.1, 0.4)));
    if (plan.learning().mixUp() > 0) {
      Plan.Learning l = plan.learning();
      Plan.Learning pure =
          new Plan.Learning(l.batch(), l.loss(), l.labelSmoothing(), 0, l.sampling());
      all.add(new Variant("no-mix-up", "no mixing of pairs", plan.with(pure)));
    }
    if (masks) {
      all.add(prepared(plan, data, "distance", "distance to the surface", new DistanceTransform()));
      all.add(prepared(plan, data, "smooth", "Gaussian of σ = 1", new GaussianBlur(1)));
      return all;
    }
    all.add(without(plan, "no-exposure", "no gamma, brightness, contrast", Variant::isExposure));
    all.add(with(plan, "noise", "noise too", 0.2, new RandomNoise(0, 0.1)));
    all.add(with(plan, "blur", "blur too", 0.2, new RandomBlur(0.3, 1)));
    all.add(with(plan, "coarse", "coarser resolution too", 0.25, new RandomLowResolution(1, 2)));
    all.add(
        prepared(plan, data, "z-score", "each image to mean 0, deviation 1", new ZScore(false)));
    all.add(
        prepared(plan, data, "percentiles", "1 to 99 % to [0, 1]", new PercentileWindow(1, 99)));
    all.add(prepared(plan, data, "equalise", "equalised histogram", new Equalise(256)));
    all.add(prepared(plan, data, "clahe", "CLAHE, 4 × 4 tiles", new Clahe(2, 4, 256)));
    all.add(prepared(plan, data, "median", "median of radius 1", new Median(1)));
    return all;
  }

  private static boolean isAffine(Augmentation step) {
    return step instanceof RandomAffine
        || step instanceof Sometimes(_, var inner) && inner instanceof RandomAffine;
  }

  private static boolean isExposure(Augmentation step) {
    return step instanceof RandomGamma
        || step instanceof RandomBrightness
        || step instanceof RandomContrast;
  }

  private static Variant without(
      Plan plan, String name, String about, Predicate<Augmentation> gone) {
    return augmented(
        plan, name, about, steps -> steps.stream().filter(step -> !gone.test(step)).toList());
  }

  private static Variant with(
      Plan plan, String name, String about, double probability, Augmentation more) {
    return augmented(
        plan,
        name,
        about,
        steps -> {
          List<Augmentation> all = new ArrayList<>(steps);
          all.add(new Sometimes(probability, more));
          return all;
        });
  }

  private static Variant augmented(
      Plan plan, String name, String about, UnaryOperator<List<Augmentation>> change) {
    return new Variant(
        name, about, copy(plan, plan.prepare(), plan.normalise(), change.apply(plan.augment())));
  }

  /** Another preparation; mean and deviation are measured again behind it. */
  private static Variant prepared(
      Plan plan, DataSet data, String name, String about, Transform more) {
    List<Transform> prepare = new ArrayList<>(plan.prepare());
    prepare.add(more);
    Plan raw = copy(plan, prepare, plan.normalise(), plan.augment());
    int channels = plan.input().channels();
    double[] sums = new double[channels];
    double[] squares = new double[channels];
    long count = 0;
    int stride = Math.max(1, data.size() / MEASURED);
    for (int e = 0; e < data.size(); e += stride) {
      Entry entry = data.entries().get(e);
      float[] v = Classify.prepared(raw, entry.sound()).image().voxels();
      int each = v.length / channels;
      for (int i = 0; i < v.length; i++) {
        sums[i / each] += v[i];
        squares[i / each] += (double) v[i] * v[i];
      }
      count += each;
    }
    List<Double> mean = new ArrayList<>();
    List<Double> deviation = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      double m = sums[c] / count;
      mean.add(m);
      deviation.add(Math.sqrt(Math.max(1e-12, squares[c] / count - m * m)));
    }
    return new Variant(
        name, about, copy(raw, prepare, new Normalise(mean, deviation), plan.augment()));
  }

  private static Plan copy(
      Plan plan, List<Transform> prepare, Normalise normalise, List<Augmentation> augment) {
    return new Plan(
        plan.format(),
        plan.labels(),
        plan.input(),
        prepare,
        normalise,
        augment,
        plan.network(),
        plan.start(),
        plan.learning(),
        plan.course(),
        plan.members(),
        plan.inference(),
        plan.segmentation(),
        plan.compute(),
        plan.seed());
  }
}
