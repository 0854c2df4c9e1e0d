package io.osler.benchmarks;

import java.nio.file.Path;

/**
 * Where a run finds its parts.
 *
 * @param root of the repository
 * @param python of an environment with benchmarks/requirements.txt
 * @param scratch a folder that is deleted afterwards
 */
record Place(Path root, String python, Path scratch) {
  Path peers() {
    return root.resolve("benchmarks").resolve("peers");
  }
}
