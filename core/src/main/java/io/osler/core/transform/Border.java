package io.osler.core.transform;

/** What lies outside an image. */
public enum Border {
  /** A fixed value; labels get 0. {@code d d | a b c | d d} */
  CONSTANT,
  /** The nearest voxel. {@code a a | a b c | c c} */
  EDGE,
  /** Mirrored about the centre of the last voxel. {@code c b | a b c | b a} */
  REFLECT;

  /** The index inside [0, n) that stands for index {@code p}, or −1 for the fixed value. */
  int index(int p, int n) {
    if (p >= 0 && p < n) {
      return p;
    }
    return switch (this) {
      case CONSTANT -> -1;
      case EDGE -> p < 0 ? 0 : n - 1;
      case REFLECT -> {
        if (n == 1) {
          yield 0;
        }
        int period = 2 * (n - 1);
        int q = Math.floorMod(p, period);
        yield q < n ? q : period - q;
      }
    };
  }
}
