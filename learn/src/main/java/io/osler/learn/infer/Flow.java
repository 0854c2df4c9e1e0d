package io.osler.learn.infer;

import io.osler.core.transform.Border;
import io.osler.core.transform.OntoGrid;
import io.osler.core.transform.Voxel;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One image's probabilities on their way onto a grid, slab by slab, never whole in memory. Those of
 * further configurations wait in files.
 *
 * @param scratch where such files lie meanwhile
 * @param most values that are brought onto the grid at once, a slice at least
 */
record Flow(Segmenter by, Volume image, Path scratch, int most) {
  /** Voxels of a whole volume that are brought onto a grid at once. */
  private static final int SLAB = 1 << 22;

  Flow(Segmenter by, Volume image, Path scratch) {
    this(by, image, scratch, 1 << 24);
  }

  /** What a configuration's networks say, told by asking them. */
  private record Live(Segmenter by, Volume input) implements Slabs {
    @Override
    public Size size() {
      return input.size();
    }

    @Override
    public Geometry geometry() {
      return input.geometry();
    }

    @Override
    public void tell(Consumer<Window.Slab> each) {
      by.window().stream(input, each);
    }
  }

  private Slabs live(Segmenter some) {
    return new Live(some, some.input(image, some.prepared(image), scratch));
  }

  /** This configuration alone. */
  Slabs live() {
    return live(by);
  }

  /** Everything that the segmenter says, onto the image's grid. */
  void together(Consumer<Volume> look, Boxes into) {
    List<Supplier<Slabs>> others = new ArrayList<>();
    by.beside().forEach(other -> others.add(() -> live(other)));
    together(live(), others, look, image.size(), image.geometry(), into);
  }

  /**
   * The mean of a configuration's and others' on its grid, refined by the plan's random field if it
   * has one, brought onto another.
   *
   * @param look is shown the mean on the first one's grid
   */
  void together(
      Slabs own,
      List<Supplier<Slabs>> others,
      Consumer<Volume> look,
      Size size,
      Geometry geometry,
      Boxes into) {
    List<Spool> spools = new ArrayList<>();
    try {
      for (Supplier<Slabs> other : others) {
        Spool spool = new Spool(scratch);
        spools.add(spool);
        bring(other.get(), slab -> slab, Flow::linear, own.size(), own.geometry(), spool);
      }
      Mean mean = new Mean(spools);
      if (by.plan().outlining().crf().isPresent()) {
        Volume p = by.refined(whole(own, mean), image);
        look.accept(p);
        whole(p, by::onto, size, geometry, into);
        return;
      }
      UnaryOperator<Window.Slab> seen =
          slab -> {
            Window.Slab both = mean.apply(slab);
            look.accept(both.p());
            return both;
          };
      bring(own, seen, by::onto, size, geometry, into);
    } finally {
      spools.forEach(Spool::close);
    }
  }

  private static Volume linear(Volume p, Size size, Geometry geometry) {
    return OntoGrid.of(size, geometry, Border.EDGE, 0).spread(p);
  }

  /** What this configuration alone says, without a random field. */
  void alone(Filling.Onto onto, Size size, Geometry geometry, Boxes into) {
    bring(live(), slab -> slab, onto, size, geometry, into);
  }

  /**
   * @param change what becomes of each slab first, beside whoever tells
   */
  private void bring(
      Slabs from,
      UnaryOperator<Window.Slab> change,
      Filling.Onto onto,
      Size size,
      Geometry geometry,
      Boxes into) {
    Optional<Filling> filling =
        Filling.of(onto, into, most, from.size(), from.geometry(), size, geometry);
    if (filling.isEmpty()) {
      whole(whole(from, change), onto, size, geometry, into);
      return;
    }
    Filling there = filling.get();
    try (var behind = new Beside<Window.Slab>(slab -> there.add(change.apply(slab)))) {
      from.tell(behind);
      behind.await();
    }
  }

  /** All of it in one piece. */
  static Volume whole(Slabs from, UnaryOperator<Window.Slab> change) {
    List<float[]> whole = new ArrayList<>();
    int n = from.size().voxels();
    int area = from.size().width() * from.size().height();
    from.tell(
        slab -> {
          Volume p = change.apply(slab).p();
          int some = p.size().voxels();
          if (whole.isEmpty()) {
            whole.add(new float[Math.multiplyExact(p.channels(), n)]);
          }
          for (int c = 0; c < p.channels(); c++) {
            int to = c * n + slab.first() * area;
            System.arraycopy(p.voxels(), c * some, whole.getFirst(), to, some);
          }
        });
    float[] out = whole.getFirst();
    return new Volume(from.size(), out.length / n, from.geometry(), out);
  }

  /** Probabilities that are held already. */
  static void whole(Volume p, Filling.Onto onto, Size size, Geometry geometry, Boxes into) {
    int depth = Math.max(1, SLAB / (size.width() * size.height()));
    for (int k = 0; k < size.depth(); k += depth) {
      Size slab = size.with(2, Math.min(depth, size.depth() - k));
      into.add(new Voxel(0, 0, k), onto.apply(p, slab, geometry.startingAt(new Vec3(0, 0, k))));
    }
  }
}
