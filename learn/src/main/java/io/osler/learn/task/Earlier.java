package io.osler.learn.task;

import io.osler.core.config.InputException;
import io.osler.core.io.ImageFile;
import io.osler.core.io.LabelOut;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Volume;
import io.osler.learn.infer.Segmenter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What an earlier configuration outlines in each training case. */
@FunctionalInterface
interface Earlier {
  /**
   * Encoded, on the grid of the prepared image.
   *
   * @param raw the case's image as it was read
   */
  LabelMap at(int index, Volume raw, Volume prepared);

  /** Nothing anywhere, for a trial of how long things take. */
  static Earlier nothing() {
    return (_, _, prepared) ->
        new LabelMap(prepared.size(), prepared.geometry(), new int[prepared.size().voxels()]);
  }

  /** Refuses members that leave a case to no network that did not learn from it. */
  static void check(Members members, int cases, String name) {
    boolean[] held = new boolean[cases];
    members.list().forEach(one -> one.held().forEach(i -> held[i] = true));
    for (boolean one : held) {
      if (!one) {
        throw new InputException(
            "'%s' learns from what other networks outline in cases that they did not learn from;"
                    .formatted(name)
                + " there are no such networks for some cases.",
            "a cascade needs two folds or more.",
            "give --folds 2 or more, or take the configuration out of the plan.");
      }
    }
  }

  /**
   * By the networks that did not learn from the case; made once, kept in a folder beside the
   * checkpoints.
   *
   * @param segmenterOf by case, the earlier configuration's networks of the fold that held it out
   */
  record Unseen(List<Segmenter> segmenterOf, Path folder) implements Earlier {
    @Override
    public LabelMap at(int index, Volume raw, Volume prepared) {
      Path file = folder.resolve("case-" + index + ".nii.gz");
      if (Files.exists(file)) {
        LabelMap there = ImageFile.readLabels(file);
        if (there.size().equals(prepared.size())) {
          return new LabelMap(there.size(), prepared.geometry(), there.labels());
        }
      }
      LabelMap made = segmenterOf.get(index).coded(raw, prepared.size(), prepared.geometry());
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      LabelOut.replace(file, made);
      return made;
    }
  }
}
