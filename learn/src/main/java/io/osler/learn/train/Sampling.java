package io.osler.learn.train;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Which training case comes at position p of an endless stream. A pure function of the seed and p,
 * so that a resumed run continues the very same stream.
 */
public sealed interface Sampling {
  /** Index into {@code classes} (the class of each training case) at {@code position}. */
  int at(long position, Pools pools, long seed);

  /** Every case once per epoch, in a new order each time. */
  record Natural() implements Sampling {
    @Override
    public int at(long position, Pools pools, long seed) {
      return pools.pick(pools.all(), position, seed);
    }
  }

  /** Every class equally often; within a class every case equally often. */
  record Balanced() implements Sampling {
    @Override
    public int at(long position, Pools pools, long seed) {
      int classes = pools.byClass().size();
      int turn = (int) (position % classes);
      return pools.pick(pools.byClass().get(turn), position / classes, seed * 31 + turn + 1);
    }
  }

  /** The training cases, all and by class, with the latest shuffles at hand. */
  final class Pools {
    private record Shuffle(List<Integer> pool, long cycle, long seed) {}

    private final List<Integer> all;
    private final List<List<Integer>> byClass;
    private final java.util.Map<Shuffle, int[]> shuffles =
        new java.util.LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(java.util.Map.Entry<Shuffle, int[]> eldest) {
            return size() > 4 * (byClass.size() + 1);
          }
        };

    /**
     * @param classes the class of each training case, in order; classes without cases are left out
     */
    public Pools(int[] classes) {
      List<Integer> every = new ArrayList<>();
      var found = new java.util.TreeMap<Integer, List<Integer>>();
      for (int i = 0; i < classes.length; i++) {
        every.add(i);
        found.computeIfAbsent(classes[i], _ -> new ArrayList<>()).add(i);
      }
      all = List.copyOf(every);
      byClass = found.values().stream().map(List::copyOf).toList();
    }

    List<Integer> all() {
      return all;
    }

    List<List<Integer>> byClass() {
      return byClass;
    }

    private synchronized int pick(List<Integer> pool, long position, long seed) {
      long cycle = position / pool.size();
      // The pool's identity is its seed: pools of one stream never share one.
      int[] order =
          shuffles.computeIfAbsent(
              new Shuffle(pool, cycle, seed), _ -> shuffled(pool, seed * 1_000_003L + cycle));
      return order[(int) (position % pool.size())];
    }

    private static int[] shuffled(List<Integer> pool, long seed) {
      int[] order = pool.stream().mapToInt(Integer::intValue).toArray();
      var random = new SplittableRandom(seed);
      for (int i = order.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swap = order[i];
        order[i] = order[j];
        order[j] = swap;
      }
      return order;
    }
  }
}
