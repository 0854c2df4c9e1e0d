package io.osler.learn.infer;

import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import java.util.function.Consumer;

/** Probabilities of one image on a prepared grid, told slab by slab as often as they are asked. */
public interface Slabs {
  Size size();

  Geometry geometry();

  /** All slices in rising order, none twice. */
  void tell(Consumer<Window.Slab> each);
}
