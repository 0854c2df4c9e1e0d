package io.osler.learn.task;

import io.osler.core.io.Atomic;
import io.osler.core.transform.Patch;
import io.osler.core.transform.Transform;
import io.osler.core.volume.Case;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import io.osler.learn.data.Entry;
import io.osler.learn.data.OutlineCodec;
import io.osler.learn.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Labelled cases on the plan's grid with encoded label maps, made once each and kept in memory
 * while they fit, then on disk in compressed cubes of which patches read what they touch.
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
  private Optional<Path> disk = Optional.empty();

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

  /** From now on, what memory does not hold goes into this folder, which must not be there yet. */
  void spill(Path folder) {
    disk = Optional.of(folder);
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
  record Ready(Stored stored, List<int[]> places, Pairs pairs) {
    Size size() {
      return stored.size();
    }

    /** What a patch shows: the same voxels wherever the case lies. */
    Case cut(Patch patch) {
      int[][] reach = patch.reach(stored.size(), stored.geometry());
      int[] low = reach[0];
      Size box = new Size(reach[1][0] - low[0], reach[1][1] - low[1], reach[1][2] - low[2]);
      return patch.seenFrom(low).apply(stored.box(low, box));
    }

    /** A voxel (i, j, k) of a structure drawn at random; empty when none is asked for or there. */
    int[] foreground(boolean wanted, RandomGenerator random) {
      if (!wanted || places.isEmpty()) {
        return new int[0];
      }
      int[] some = places.get(random.nextInt(places.size()));
      int v = some[random.nextInt(some.length)];
      Size size = size();
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
    long size = 4L * (((Stored.Kept) made.stored()).one().image().channels() + 1);
    size *= made.size().voxels();
    Optional<Path> folder;
    synchronized (kept) {
      if (kept.get(index).isPresent()) {
        return kept.get(index).get();
      }
      if (bytes + size <= budgetBytes) {
        kept.set(index, Optional.of(made));
        bytes += size;
        return made;
      }
      folder = disk;
    }
    return folder.map(there -> spilt(index, made, there)).orElse(made);
  }

  private Ready spilt(int index, Ready made, Path folder) {
    Case one = ((Stored.Kept) made.stored()).one();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw Atomic.refused(folder, e);
    }
    Ready there =
        new Ready(Chunks.write(folder.resolve(index + ".cubes"), one), made.places(), made.pairs());
    synchronized (kept) {
      kept.set(index, Optional.of(there));
    }
    return there;
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
        new Stored.Kept(one.with(image, new Truth.Mask(coded.with(both.codes())))),
        places(coded),
        both.pairs());
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
