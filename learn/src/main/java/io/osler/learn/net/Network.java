package io.osler.learn.net;

import io.osler.learn.nn.Weights;
import org.bytedeco.pytorch.Tensor;

/** y = f(x; weights): what the loop trains, the inferer runs and the explainer looks into. */
public interface Network {
  /** (N, C, H, W) or (N, C, D, H, W) to logits (N, classes), or (N, classes, …) per voxel. */
  Tensor forward(Tensor x);

  /** Everything learned, by name; also holds the training or evaluation mode. */
  Weights weights();
}
