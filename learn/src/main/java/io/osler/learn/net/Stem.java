package io.osler.learn.net;

/** How a residual network begins. */
public enum Stem {
  /** 7×7 convolution of stride 2 and 3×3 max pooling of stride 2: images of 128 pixels and more. */
  IMAGENET,
  /** 3×3 convolution of stride 1, no pooling: images of 28 to 64 pixels. */
  SMALL,
  /** 3×3 convolution of stride 2, no pooling: volumes of 24 to 96 voxels, an eighth of the work. */
  HALF
}
