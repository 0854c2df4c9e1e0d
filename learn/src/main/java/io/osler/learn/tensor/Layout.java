package io.osler.learn.tensor;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** How image tensors lie in memory; values and results are the same up to rounding. */
public enum Layout {
  CHANNELS_FIRST,
  /** Channels vary fastest: faster for most 2-D convolutions, slower for many 3-D ones. */
  CHANNELS_LAST;

  /** {@code image} (N, C, H, W) or (N, C, D, H, W) in this layout. */
  public Tensor lay(Tensor image) {
    if (this == CHANNELS_FIRST) {
      return image;
    }
    return switch ((int) image.dim()) {
      case 4 -> image.contiguous(torch.MemoryFormat.ChannelsLast);
      case 5 -> image.contiguous(torch.MemoryFormat.ChannelsLast3d);
      default -> image;
    };
  }
}
