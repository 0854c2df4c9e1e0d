package io.osler.benchmarks;

import java.nio.file.Path;

/**
 * Where a run finds its parts.
 *
 * @param root of the repository
 * @param python of an environment with benchmarks/requirements.txt
 * @param scratch a folder that is deleted afterwards
 * @param most rounds that are asked for
 */
record Place(Path root, String python, Path scratch, int most) {
  /** Rounds of a comparison that takes {@code usual} of them when nobody is in a hurry. */
  int rounds(int usual) {
    return Math.min(usual, most);
  }

  Path peers() {
    return root.resolve("benchmarks").resolve("peers");
  }
}
