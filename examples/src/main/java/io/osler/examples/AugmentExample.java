package io.osler.examples;

import io.osler.core.transform.Border;
import io.osler.core.transform.History;
import io.osler.core.transform.RandomAffine;
import io.osler.core.transform.Transform;
import io.osler.core.volume.Case;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.DataSets;
import io.osler.learn.data.Split;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Opens a data set, changes its first training image at random, and replays the change. */
public final class AugmentExample {
  private AugmentExample() {}

  /** Takes the data set's file or folder. */
  public static void main(String[] args) {
    // tag::open
    DataSet data = DataSets.open(Path.of(args[0]));
    Case first = data.only(Split.TRAIN).entries().getFirst().load();
    System.out.println(data.size() + " images of " + data.labels().classes());
    // end::open

    // tag::draw
    RandomAffine family = new RandomAffine(15, 0, 0.9, 1.1, 0.05, Border.EDGE);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    Transform drawn = family.draw(random, first);
    Case changed = drawn.apply(first);
    // end::draw

    // tag::replay
    System.out.println(History.of(drawn));
    Case again = History.replay(History.of(drawn)).apply(first);
    // end::replay

    if (!Arrays.equals(changed.image().voxels(), again.image().voxels())) {
      throw new IllegalStateException("the replayed change differs");
    }
  }
}
