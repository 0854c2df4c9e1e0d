package io.osler.learn.task;

import io.osler.core.transform.Transform;
import io.osler.core.volume.Case;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import io.osler.learn.data.Entry;
import io.osler.learn.data.OutlineCodec;
import io.osler.learn.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Labelled cases on the plan's grid with encoded label maps, made once each and kept in memory
 * while they fit.
 */
final class Prepared {
  /** Places of a structure that patches are drawn about. */
  private static final int PLACES = 10_000;

  private final Plan plan;
  private final List<Entry> entries;
  private final OutlineCodec codec;
  private final long budgetBytes;
  private final Optional<Earlier> earlier;
  private final List<Optional<Ready>> kept = new ArrayList<>();
  private long bytes;

  /**
   * @param earlier what the plan's configuration comes after
   */
  Prepared(Plan plan, List<Entry> entries, long budgetBytes, Optional<Earlier> earlier) {
    this.earlier = earlier;
    this.plan = plan;
    this.entries = entries;
    this.codec = new OutlineCodec(plan.outlining().outlines());
    this.budgetBytes = budgetBytes;
    entries.forEach(_ -> kept.add(Optional.empty()));
  }

  /** Some of the cases, renumbered from 0. */
  @FunctionalInterface
  interface View {
    Ready at(int index);
  }

  View only(List<Integer> which) {
    return index -> at(which.get(index));
  }

  /**
   * A case ready to be cut into patches.
   *
   * @param places voxel offsets of each structure that is there, a sample of them
   * @param pairs what the codes of its map stand for where an earlier configuration's is in it
   */
  record Ready(Case one, List<int[]> places, Pairs pairs) {
    LabelMap coded() {
      return ((Truth.Mask) one.truth()).map();
    }

    /** A voxel (i, j, k) of a structure drawn at random; empty when none is asked for or there. */
    int[] foreground(boolean wanted, RandomGenerator random) {
      if (!wanted || places.isEmpty()) {
        return new int[0];
      }
      int[] some = places.get(random.nextInt(places.size()));
      int v = some[random.nextInt(some.length)];
      Size size = one.image().size();
      return new int[] {
        v % size.width(), v / size.width() % size.height(), v / (size.width() * size.height())
      };
    }
  }

  Ready at(int index) {
    synchronized (kept) {
      if (kept.get(index).isPresent()) {
        return kept.get(index).get();
      }
    }
    Ready made = make(index);
    long size = 4L * made.one().image().voxels().length + 4L * made.coded().labels().length;
    synchronized (kept) {
      if (kept.get(index).isEmpty() && bytes + size <= budgetBytes) {
        kept.set(index, Optional.of(made));
        bytes += size;
      }
    }
    return made;
  }

  private Ready make(int index) {
    Case loaded = entries.get(index).load();
    Case one = loaded;
    for (Transform transform : plan.prepare()) {
      one = transform.apply(one);
    }
    one = one.with(plan.normalise().apply(one.image()));
    LabelMap coded = codec.encode(((Truth.Mask) one.truth()).map());
    Volume image = one.image();
    Pairs.Coded both =
        earlier
            .map(e -> Pairs.of(coded.labels(), e.at(index, loaded.image(), image).labels()))
            .orElse(new Pairs.Coded(coded.labels(), Pairs.NONE));
    return new Ready(
        one.with(image, new Truth.Mask(coded.with(both.codes()))), places(coded), both.pairs());
  }

  private List<int[]> places(LabelMap coded) {
    List<int[]> places = new ArrayList<>();
    int structures = codec.outlines().structures().size();
    for (int s = 0; s < structures; s++) {
      boolean[] mask = codec.mask(coded.labels(), s);
      int n = 0;
      for (boolean set : mask) {
        n += set ? 1 : 0;
      }
      int[] some = new int[Math.min(n, PLACES)];
      int seen = 0;
      int taken = 0;
      for (int v = 0; v < mask.length && taken < some.length; v++) {
        if (mask[v]) {
          if ((long) seen * some.length / n >= taken) {
            some[taken++] = v;
          }
          seen++;
        }
      }
      if (taken > 0) {
        places.add(Arrays.copyOf(some, taken));
      }
    }
    return places;
  }
}
