package io.osler.learn.train;

import org.bytedeco.pytorch.Tensor;

/** The scalar that a step makes smaller: forward pass and loss together. */
@FunctionalInterface
public interface Objective {
  Tensor of(Batch batch);
}
