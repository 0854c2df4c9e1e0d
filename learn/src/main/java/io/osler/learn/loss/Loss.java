package io.osler.learn.loss;

import org.bytedeco.pytorch.Tensor;

/** How far a prediction is from the truth: a scalar tensor, smaller is better. */
@FunctionalInterface
public interface Loss {
  Tensor of(Tensor prediction, Tensor truth);
}
