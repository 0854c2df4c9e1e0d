package io.osler.core.volume;

import java.util.Arrays;

/**
 * Connected pieces of a mask: two set voxels belong together when they are face neighbours, or with
 * {@code corners} any of the 8 (2-D) or 26 (3-D) neighbours.
 *
 * @param piece 0 outside the mask, else the number of the piece, from 1 in order of first voxels
 * @param sizes voxels of each piece, at its number; sizes[0] is those outside
 */
public record Components(int[] piece, int[] sizes) {

  public static Components of(Size size, boolean[] mask, boolean corners) {
    int[] piece = new int[mask.length];
    int[] queue = new int[64];
    int[] sizes = new int[16];
    int count = 0;
    for (int seed = 0; seed < mask.length; seed++) {
      if (!mask[seed]) {
        sizes[0]++;
      } else if (piece[seed] == 0) {
        count++;
        if (count == sizes.length) {
          sizes = Arrays.copyOf(sizes, 2 * count);
        }
        int head = 0;
        int tail = 1;
        queue[0] = seed;
        piece[seed] = count;
        while (head < tail) {
          int v = queue[head++];
          int i = v % size.width();
          int j = v / size.width() % size.height();
          int k = v / (size.width() * size.height());
          for (int dk = k > 0 ? -1 : 0; dk <= (k + 1 < size.depth() ? 1 : 0); dk++) {
            for (int dj = j > 0 ? -1 : 0; dj <= (j + 1 < size.height() ? 1 : 0); dj++) {
              for (int di = i > 0 ? -1 : 0; di <= (i + 1 < size.width() ? 1 : 0); di++) {
                if (!corners && Math.abs(di) + Math.abs(dj) + Math.abs(dk) != 1) {
                  continue;
                }
                int w = v + di + size.width() * (dj + size.height() * dk);
                if (mask[w] && piece[w] == 0) {
                  piece[w] = count;
                  if (tail == queue.length) {
                    // What was read already makes room first.
                    if (head > tail / 2) {
                      System.arraycopy(queue, head, queue, 0, tail - head);
                      tail -= head;
                      head = 0;
                    } else {
                      queue = Arrays.copyOf(queue, 2 * tail);
                    }
                  }
                  queue[tail++] = w;
                  sizes[count]++;
                }
              }
            }
          }
        }
        sizes[count]++;
      }
    }
    return new Components(piece, Arrays.copyOf(sizes, count + 1));
  }

  public int count() {
    return sizes.length - 1;
  }

  /** The number of the piece with most voxels, the first of equal ones; 0 without any. */
  public int largest() {
    int best = 0;
    for (int p = 1; p < sizes.length; p++) {
      best = best == 0 || sizes[p] > sizes[best] ? p : best;
    }
    return best;
  }
}
