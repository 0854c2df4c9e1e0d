package io.osler.learn.plan;

import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.transform.Augmentation;
import io.osler.core.transform.Normalise;
import io.osler.core.transform.Transform;
import io.osler.learn.data.Labels;
import io.osler.learn.net.NetSpec;
import io.osler.learn.tensor.Compute;
import io.osler.learn.train.Course;
import io.osler.learn.train.Sampling;
import java.util.List;
import java.util.Optional;

/**
 * All that decides a training run, as one readable file: the same plan, data, seed and thread count
 * give the same weights.
 *
 * @param format of this file; a newer one is refused
 * @param prepare what every image goes through, in training and in use
 * @param augment what training images go through in addition, drawn anew each time
 * @param segmentation what is outlined and how, where voxels are labelled
 */
public record Plan(
    @Default("1") int format,
    Labels labels,
    Input input,
    List<Transform> prepare,
    Normalise normalise,
    List<Augmentation> augment,
    NetSpec network,
    Optional<Start> start,
    Learning learning,
    Course course,
    Members members,
    Inference inference,
    Optional<Segmentation> segmentation,
    Compute compute,
    long seed) {
  /** The newest plan and bundle format that this version reads. */
  public static final int FORMAT = 1;

  public Plan {
    Require.that(
        format == FORMAT, "format", format, FORMAT + " (this version of Osler reads no other)");
    prepare = List.copyOf(prepare);
    augment = List.copyOf(augment);
    for (int axis : inference.mirror()) {
      Require.that(
          segmentation.isPresent() || axis < input.dims(),
          "inference.mirror",
          inference.mirror(),
          "axes that the images have: 0 columns, 1 rows, of volumes also 2 slices");
    }
  }

  /** The same plan with another part about segmentation. */
  public Plan with(Segmentation other) {
    return with(learning, start, course, members, inference, Optional.of(other), compute, seed);
  }

  /** The same plan with another learning. */
  public Plan with(Learning other) {
    return with(other, start, course, members, inference, segmentation, compute, seed);
  }

  /** The same plan computed otherwise. */
  public Plan with(Compute other) {
    return with(learning, start, course, members, inference, segmentation, other, seed);
  }

  /** The same plan from these weights on. */
  public Plan with(Start other) {
    return with(
        learning, Optional.of(other), course, members, inference, segmentation, compute, seed);
  }

  /** The same plan with another inference. */
  public Plan with(Inference other) {
    return with(learning, start, course, members, other, segmentation, compute, seed);
  }

  /** The same plan with another course and other members. */
  public Plan with(Course otherCourse, Members otherMembers) {
    return with(learning, start, otherCourse, otherMembers, inference, segmentation, compute, seed);
  }

  /** The same plan from another seed. */
  public Plan with(long otherSeed) {
    return with(learning, start, course, members, inference, segmentation, compute, otherSeed);
  }

  private Plan with(
      Learning learning,
      Optional<Start> start,
      Course course,
      Members members,
      Inference inference,
      Optional<Segmentation> segmentation,
      Compute compute,
      long seed) {
    return new Plan(
        format,
        labels,
        input,
        prepare,
        normalise,
        augment,
        network,
        start,
        learning,
        course,
        members,
        inference,
        segmentation,
        compute,
        seed);
  }

  /** The part about segmentation; only for plans that have one. */
  public Segmentation outlining() {
    return segmentation.orElseThrow(
        () -> new IllegalStateException("a plan of classification has no segmentation"));
  }

  /** What the network takes, after preparation. Lengths in voxels. */
  public record Input(int channels, int width, int height, @Default("1") int depth) {
    public Input {
      Require.within("channels", channels, 1, 64);
      Require.within("width", width, 4, 4096);
      Require.within("height", height, 4, 4096);
      Require.within("depth", depth, 1, 4096);
    }

    public io.osler.core.volume.Size size() {
      return new io.osler.core.volume.Size(width, height, depth);
    }

    public int dims() {
      return depth == 1 ? 2 : 3;
    }
  }

  /**
   * Pretrained weights to begin with.
   *
   * @param sha256 of the file, so that another file is not taken for it
   * @param bodyRate learning-rate factor of what was pretrained; 0 freezes it
   */
  public record Start(String file, String sha256, @Default("0.1") double bodyRate) {
    public Start {
      Require.within("body-rate", bodyRate, 0, 1);
    }
  }

  /** How a batch becomes a loss. */
  public record Learning(
      int batch,
      LossKind loss,
      @Default("0") double labelSmoothing,
      @Default("0") double mixUp,
      Sampling sampling) {
    public Learning {
      Require.within("batch", batch, 1, 65536);
      Require.within("label-smoothing", labelSmoothing, 0, 0.5);
      Require.within("mix-up", mixUp, 0, 10);
    }
  }

  /** The losses of classification, then those of segmentation. */
  public enum LossKind {
    CROSS_ENTROPY,
    /** Cross-entropy with classes weighted by the inverse of their frequency. */
    BALANCED_CROSS_ENTROPY,
    /** γ = 2. */
    FOCAL,
    BINARY_CROSS_ENTROPY,
    /** Soft Dice of the structures plus cross-entropy: label maps. */
    DICE_CROSS_ENTROPY,
    /** The same with the sums of the Dice over the whole batch: many empty patches. */
    BATCH_DICE_CROSS_ENTROPY,
    /** Soft Dice plus binary cross-entropy of each region. */
    DICE_BINARY_CROSS_ENTROPY,
    /** Soft Dice of the structures alone. */
    SOFT_DICE,
    /** Dice in which small structures weigh as much as large ones. */
    GENERALISED_DICE,
    /** A missed voxel costs 0.7, a false one 0.3. */
    TVERSKY,
    /** Dice and cross-entropy plus the distance of what is predicted from the true surface. */
    DICE_BOUNDARY,
    /** Dice of volumes and of centre lines: vessels and other tubes. */
    CENTRE_LINE_DICE
  }

  /**
   * Several networks whose outputs are averaged.
   *
   * @param folds cross-validation folds of training and validation cases; 1 trains on the training
   *     split and validates on the validation split
   * @param seeds networks per fold, each from its own seed
   */
  public record Members(@Default("1") int folds, @Default("1") int seeds) {
    public Members {
      Require.within("folds", folds, 1, 50);
      Require.within("seeds", seeds, 1, 50);
    }
  }

  /**
   * @param mirror axes (0 columns, 1 rows, 2 slices) whose mirror images are averaged in
   */
  public record Inference(@Default("64") int batch, List<Integer> mirror) {
    public Inference {
      Require.within("batch", batch, 1, 4096);
      mirror = List.copyOf(mirror);
      mirror.forEach(axis -> Require.within("mirror axis", axis, 0, 2));
    }
  }
}
