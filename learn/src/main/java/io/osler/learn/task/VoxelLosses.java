package io.osler.learn.task;

import io.osler.core.config.InputException;
import io.osler.learn.loss.Activation;
import io.osler.learn.loss.BinaryCrossEntropy;
import io.osler.learn.loss.Boundary;
import io.osler.learn.loss.ClDice;
import io.osler.learn.loss.DiceBinaryCrossEntropy;
import io.osler.learn.loss.DiceCrossEntropy;
import io.osler.learn.loss.GeneralisedDice;
import io.osler.learn.loss.Loss;
import io.osler.learn.loss.SoftDice;
import io.osler.learn.loss.Tversky;
import io.osler.learn.loss.VoxelFocal;
import io.osler.learn.plan.Plan;
import io.osler.learn.tensor.Tensors;

/** The loss over voxels that a plan names. */
final class VoxelLosses {
  private static final double SMOOTH = 1e-5;

  /** About the radius in voxels of the tubes whose centre lines are compared. */
  private static final int EROSIONS = 5;

  /** What the surface distance counts beside the region: it is tens of voxels at first. */
  private static final double SURFACE = 0.01;

  private VoxelLosses() {}

  /**
   * @param regions whether structures may overlap, each with a yes or no of its own
   */
  static Loss of(Plan.LossKind kind, boolean regions) {
    Activation activation = regions ? Activation.SIGMOID : Activation.SOFTMAX;
    Loss dice = new SoftDice(activation, false, regions, SMOOTH);
    Loss both = regions ? new DiceBinaryCrossEntropy(false) : new DiceCrossEntropy(false);
    return switch (kind) {
      case CROSS_ENTROPY -> only(kind, !regions, new VoxelFocal(Activation.SOFTMAX, 0));
      case BINARY_CROSS_ENTROPY -> only(kind, regions, new BinaryCrossEntropy());
      case FOCAL -> new VoxelFocal(activation, 2);
      case DICE_CROSS_ENTROPY -> only(kind, !regions, both);
      case BATCH_DICE_CROSS_ENTROPY -> only(kind, !regions, new DiceCrossEntropy(true));
      case DICE_BINARY_CROSS_ENTROPY -> only(kind, regions, new DiceBinaryCrossEntropy(true));
      case SOFT_DICE -> dice;
      case GENERALISED_DICE -> new GeneralisedDice(activation, SMOOTH);
      case TVERSKY -> new Tversky(activation, 0.3, 0.7, false, regions, SMOOTH);
      case DICE_BOUNDARY -> sum(both, SURFACE, new Boundary(activation, regions));
      case CENTRE_LINE_DICE -> sum(dice, 1, new ClDice(activation, EROSIONS, regions));
      case BALANCED_CROSS_ENTROPY -> only(kind, false, both);
    };
  }

  private static Loss sum(Loss first, double weight, Loss second) {
    return (logits, truth) ->
        first.of(logits, truth).add(second.of(logits, truth).mul(Tensors.scalar(weight)));
  }

  private static Loss only(Plan.LossKind kind, boolean fits, Loss loss) {
    if (!fits) {
      throw new InputException(
          "'learning.loss' is %s, which does not fit these outlines."
              .formatted(kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')),
          "labels that exclude each other and regions that overlap have losses of their own.",
          "use dice-cross-entropy for labels, dice-binary-cross-entropy for regions.");
    }
    return loss;
  }
}
