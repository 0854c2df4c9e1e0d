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

/**
 * One image's probabilities on their way from the network onto a grid, slab by slab, never whole in
 * memory. Those of further configurations wait in files.
 *
 * @param scratch where such files lie meanwhile
 * @param most values that are brought onto the grid at once, a slice at least
 */
record Flow(Segmenter by, Volume image, Path scratch, int most) {
  Flow(Segmenter by, Volume image, Path scratch) {
    this(by, image, scratch, 1 << 24);
  }

  /** Voxels of a whole volume that are brought onto a grid at once. */
  private static final int SLAB = 1 << 22;

  /** Everything that the segmenter says, onto the image's grid. */
  void together(Consumer<Volume> look, Boxes into) {
    if (by.plan().outlining().crf().isPresent()) {
      Volume p = by.probabilities(image);
      look.accept(p);
      whole(p, by::onto, image.size(), image.geometry(), into);
      return;
    }
    Volume input = by.input(image, by.prepared(image), scratch);
    List<Spool> others = new ArrayList<>();
    try {
      for (Segmenter other : by.beside()) {
        Spool spool = new Spool(scratch);
        others.add(spool);
        new Flow(other, image, scratch, most)
            .alone(
                (p, size, geometry) -> OntoGrid.of(size, geometry, Border.EDGE, 0).spread(p),
                input.size(),
                input.geometry(),
                spool);
      }
      run(input, others, look, by::onto, image.size(), image.geometry(), into);
    } finally {
      others.forEach(Spool::close);
    }
  }

  /** What this configuration alone says, without a random field. */
  void alone(Filling.Onto onto, Size size, Geometry geometry, Boxes into) {
    Volume input = by.input(image, by.prepared(image), scratch);
    run(input, List.of(), _ -> {}, onto, size, geometry, into);
  }

  private void run(
      Volume input,
      List<Spool> others,
      Consumer<Volume> look,
      Filling.Onto onto,
      Size size,
      Geometry geometry,
      Boxes into) {
    Optional<Filling> filling =
        Filling.of(onto, into, most, input.size(), input.geometry(), size, geometry);
    if (filling.isEmpty()) {
      Volume p = mean(new Window.Slab(0, by.window().probabilities(input)), others);
      look.accept(p);
      whole(p, onto, size, geometry, into);
      return;
    }
    Filling there = filling.get();
    try (var behind =
        new Beside<Window.Slab>(
            slab -> {
              Volume p = mean(slab, others);
              look.accept(p);
              there.add(new Window.Slab(slab.first(), p));
            })) {
      by.window().stream(input, behind);
      behind.await();
    }
  }

  /** Probabilities that are held already. */
  static void whole(Volume p, Filling.Onto onto, Size size, Geometry geometry, Boxes into) {
    int depth = Math.max(1, SLAB / (size.width() * size.height()));
    for (int k = 0; k < size.depth(); k += depth) {
      Size slab = size.with(2, Math.min(depth, size.depth() - k));
      into.add(new Voxel(0, 0, k), onto.apply(p, slab, geometry.startingAt(new Vec3(0, 0, k))));
    }
  }

  /** Of this configuration's and the others', as {@link #mean(Volume, List)}. */
  private static Volume mean(Window.Slab slab, List<Spool> others) {
    if (others.isEmpty()) {
      return slab.p();
    }
    Volume own = slab.p();
    int area = own.size().width() * own.size().height();
    List<float[]> all = new ArrayList<>();
    for (Spool other : others) {
      float[] voxels = new float[own.voxels().length];
      for (int c = 0; c < own.channels(); c++) {
        for (int k = 0; k < own.size().depth(); k++) {
          int at = (c * own.size().depth() + k) * area;
          other.read(c, slab.first() + k, own.size().width(), voxels, at);
        }
      }
      all.add(voxels);
    }
    return mean(own, all);
  }

  /** Σ / n over {@code own} and others on its grid. */
  static Volume mean(Volume own, List<float[]> others) {
    float[] mean = own.voxels().clone();
    for (float[] more : others) {
      for (int v = 0; v < mean.length; v++) {
        mean[v] += more[v];
      }
    }
    for (int v = 0; v < mean.length; v++) {
      mean[v] /= others.size() + 1;
    }
    return own.with(mean);
  }
}
