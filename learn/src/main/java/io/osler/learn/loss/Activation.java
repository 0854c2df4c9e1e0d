package io.osler.learn.loss;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** How logits become probabilities, and with it what the truth looks like. */
public enum Activation {
  /** One class per voxel; the truth is labels (N, 1, …). */
  SOFTMAX,
  /** Regions that may overlap; the truth is (N, C, …) of 0 and 1. */
  SIGMOID;

  Tensor probabilities(Tensor logits) {
    Tensor z = logits.to(torch.ScalarType.Float);
    return this == SOFTMAX ? z.softmax(1) : z.sigmoid();
  }

  Voxels voxels(Tensor truth, long classes) {
    return this == SOFTMAX ? Voxels.ofLabels(truth, classes) : Voxels.ofRegions(truth);
  }
}
