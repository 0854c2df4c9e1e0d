package io.osler.learn.infer;

import io.osler.core.volume.Volume;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Σ / n of slabs and of what lies ready for them.
 *
 * @param others with the grid of the slabs
 */
record Mean(List<Spool> others) implements UnaryOperator<Window.Slab> {
  @Override
  public Window.Slab apply(Window.Slab slab) {
    if (others.isEmpty()) {
      return slab;
    }
    List<float[]> all =
        others.stream().map(other -> other.slices(slab.first(), slab.p().size())).toList();
    return new Window.Slab(slab.first(), of(slab.p(), all));
  }

  /** Of values that are held already. */
  static Volume of(Volume own, List<float[]> others) {
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
