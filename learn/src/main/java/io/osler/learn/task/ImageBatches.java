package io.osler.learn.task;

import io.osler.core.config.InputException;
import io.osler.core.transform.Augmentation;
import io.osler.core.transform.MixUp;
import io.osler.core.transform.Normalise;
import io.osler.core.volume.Case;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.learn.tensor.Layout;
import io.osler.learn.tensor.Tensors;
import io.osler.learn.train.Batch;
import io.osler.learn.train.Batches;
import io.osler.learn.train.Prefetch;
import io.osler.learn.train.Sampling;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * Training batches for classification: drawn, augmented, mixed and normalised ahead of the step.
 */
public final class ImageBatches implements Batches {
  /** One step's images and soft targets in Java memory. */
  private record Drawn(float[] images, float[] targets) {}

  /**
   * What a stream of batches is made of.
   *
   * @param shelf prepared cases by index, asked from several threads
   * @param targets soft targets of each case on the shelf
   * @param classes the class of each case, for sampling
   * @param mixUp α of the Beta distribution of mixing shares, 0 for none; Zhang et al. 2018
   */
  public record Recipe(
      IntFunction<Case> shelf,
      float[][] targets,
      int[] classes,
      List<Augmentation> augment,
      Normalise normalise,
      Sampling sampling,
      double mixUp,
      int batch,
      Size size,
      int channels,
      long seed) {}

  private final Recipe recipe;
  private final Sampling.Pools pools;
  private final Layout layout;
  private final Prefetch<Drawn> drawn;

  /**
   * @param loaders threads that make batches ahead of the step
   */
  public ImageBatches(Recipe recipe, Layout layout, int loaders) {
    this.recipe = recipe;
    this.pools = new Sampling.Pools(recipe.classes());
    this.layout = layout;
    this.drawn = new Prefetch<>(this::draw, loaders);
  }

  @Override
  public Batch at(long step) {
    Drawn now = drawn.at(step);
    return new Batch(
        layout.lay(
            Tensors.of(now.images(), shape(recipe.batch(), recipe.channels(), recipe.size()))),
        Tensors.of(now.targets(), recipe.batch(), recipe.targets()[0].length));
  }

  /** (N, C, H, W) for one slice, (N, C, D, H, W) otherwise. */
  static long[] shape(int n, int channels, Size size) {
    return size.is2d()
        ? new long[] {n, channels, size.height(), size.width()}
        : new long[] {n, channels, size.depth(), size.height(), size.width()};
  }

  private Drawn draw(long step) {
    int n = recipe.batch();
    int values = recipe.channels() * recipe.size().voxels();
    int classes = recipe.targets()[0].length;
    float[] images = new float[Math.multiplyExact(n, values)];
    float[] targets = new float[n * classes];
    for (int b = 0; b < n; b++) {
      long position = step * n + b;
      int index = recipe.sampling().at(position, pools, recipe.seed());
      Case one = recipe.shelf().apply(index);
      // One stream per position: the same numbers whatever thread draws them.
      var random = new SplittableRandom(recipe.seed() * 0x9E3779B97F4A7C15L + position);
      for (Augmentation augmentation : recipe.augment()) {
        one = augmentation.draw(random, one).apply(one);
      }
      check(one.image());
      System.arraycopy(
          recipe.normalise().apply(one.image()).voxels(), 0, images, b * values, values);
      System.arraycopy(recipe.targets()[index], 0, targets, b * classes, classes);
    }
    if (recipe.mixUp() > 0) {
      var mixed =
          new MixUp(recipe.mixUp()).draw(new SplittableRandom(recipe.seed() * 7_919L - step), n);
      return new Drawn(mixed.blend(images), mixed.blend(targets));
    }
    return new Drawn(images, targets);
  }

  private void check(Volume image) {
    if (!image.size().equals(recipe.size()) || image.channels() != recipe.channels()) {
      throw new InputException(
          "An augmented image is %s with %d channel(s), the network takes %s with %d."
              .formatted(image.size(), image.channels(), recipe.size(), recipe.channels()),
          "an augmentation in the plan changes the size.",
          "remove it from 'augment' or put it under 'prepare'.");
    }
  }

  @Override
  public void close() {
    drawn.close();
  }
}
