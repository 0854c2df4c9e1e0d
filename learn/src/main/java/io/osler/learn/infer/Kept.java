package io.osler.learn.infer;

import io.osler.core.transform.Voxel;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.function.Consumer;

/** What was told once, in a temporary file: further questions cost no network. */
public final class Kept implements Slabs, AutoCloseable {
  /** Values of one slab, a slice at least. */
  private static final int MOST = 1 << 23;

  private final Spool spool;
  private final Size size;
  private final Geometry geometry;

  /** Everything that {@code from} tells. */
  public Kept(Slabs from) {
    this.spool = new Spool(Spool.ELSEWHERE);
    this.size = from.size();
    this.geometry = from.geometry();
    boolean whole = false;
    try {
      from.tell(slab -> spool.add(new Voxel(0, 0, slab.first()), slab.p()));
      whole = true;
    } finally {
      if (!whole) {
        spool.close();
      }
    }
  }

  @Override
  public Size size() {
    return size;
  }

  @Override
  public Geometry geometry() {
    return geometry;
  }

  @Override
  public void tell(Consumer<Window.Slab> each) {
    int area = size.width() * size.height();
    int depth = Math.max(1, MOST / Math.multiplyExact(spool.channels(), area));
    for (int k = 0; k < size.depth(); k += depth) {
      Size slab = size.with(2, Math.min(depth, size.depth() - k));
      Volume p =
          new Volume(
              slab,
              spool.channels(),
              geometry.startingAt(new Vec3(0, 0, k)),
              spool.slices(k, slab));
      each.accept(new Window.Slab(k, p));
    }
  }

  @Override
  public void close() {
    spool.close();
  }
}
