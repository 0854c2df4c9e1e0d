package io.osler.dicom.codec;

import java.util.ArrayList;
import java.util.List;

/** A part of a resolution whose code-blocks share packets (ITU-T T.800 B.6, B.7). */
final class Precinct {
  /** The code-blocks of one sub-band, made when a packet first holds some of them. */
  static final class Share {
    final J2kBand band;
    final int width;
    final int height;
    final TagTree inclusion;
    final TagTree zeroPlanes;
    private final CodeBlock[] blocks;
    private final int left;
    private final int top;
    private final int[] bounds;
    private final int blockWidth;
    private final int blockHeight;

    /** Of the sub-band within the bounds x0, y0, x1, y1, blocks being powers of two. */
    Share(J2kBand band, int[] bounds, int blockWidth, int blockHeight) {
      this.band = band;
      this.bounds = bounds;
      this.blockWidth = blockWidth;
      this.blockHeight = blockHeight;
      this.left = bounds[0] >> blockWidth;
      this.top = bounds[1] >> blockHeight;
      boolean empty = bounds[2] <= bounds[0] || bounds[3] <= bounds[1];
      this.width = empty ? 0 : (bounds[2] - 1 >> blockWidth) + 1 - left;
      this.height = empty ? 0 : (bounds[3] - 1 >> blockHeight) + 1 - top;
      this.blocks = new CodeBlock[Math.multiplyExact(width, height)];
      this.inclusion = new TagTree(width, height);
      this.zeroPlanes = new TagTree(width, height);
    }

    boolean has(int x, int y) {
      return blocks[y * width + x] != null;
    }

    CodeBlock block(int x, int y) {
      CodeBlock block = blocks[y * width + x];
      if (block == null) {
        int x0 = left + x << blockWidth;
        int y0 = top + y << blockHeight;
        block =
            new CodeBlock(
                Math.max(bounds[0], x0),
                Math.max(bounds[1], y0),
                Math.min(bounds[2], x0 + (1 << blockWidth)),
                Math.min(bounds[3], y0 + (1 << blockHeight)));
        blocks[y * width + x] = block;
      }
      return block;
    }
  }

  final List<Share> shares = new ArrayList<>();

  /** The layer whose packet is next. */
  int layer;
}
