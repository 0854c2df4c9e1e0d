package io.osler.learn.net;

import io.osler.learn.nn.ConvShape;

/** How a network begins: how much of the image's size its first layers take away. */
public enum Stem {
  /**
   * As published, mostly a 7×7 convolution of stride 2 and 3×3 max pooling of stride 2: images of
   * 128 pixels and more.
   */
  IMAGENET,
  /** 3×3 convolution of stride 1, no pooling: images of 28 to 64 pixels. */
  SMALL,
  /** 3×3 convolution of stride 2, no pooling: volumes of 24 to 96 voxels, an eighth of the work. */
  HALF;

  /** The first convolution of a network whose published one is given, over as many axes. */
  ConvShape first(ConvShape published) {
    ConvShape small = ConvShape.of(published.dims(), published.in(), published.out(), 3).padding(1);
    return switch (this) {
      case IMAGENET -> published;
      case SMALL -> small;
      case HALF -> small.stride(2);
    };
  }

  /** Whether the pooling behind the first convolution is there. */
  boolean pools() {
    return this == IMAGENET;
  }

  /** The shortest axis that a network takes which takes these two. */
  int least(int imagenet, int small) {
    return switch (this) {
      case IMAGENET -> imagenet;
      case SMALL -> small;
      case HALF -> 2 * small;
    };
  }
}
