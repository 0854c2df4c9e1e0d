package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Rotation;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.util.List;
import java.util.Optional;

/**
 * out(i) = in(n − 1 − i) along each of the axes. The grid's direction is reversed with it, so every
 * point keeps its millimetres. Its own inverse. A 2-D image is never flipped along k. Memory: two
 * copies of the image.
 */
@About("Mirrors along axes; never along k in 2-D.")
public record Flip(@About("which of i, j, k") List<Axis> axes) implements Spatial {
  public Flip {
    axes = axes.stream().distinct().sorted().toList();
  }

  @Override
  public Volume apply(Volume image) {
    Size size = image.size();
    int width = size.width();
    int height = size.height();
    int depth = size.depth();
    boolean mirrored = axes.contains(Axis.I);
    float[] in = image.voxels();
    float[] out = new float[in.length];
    for (int c = 0; c < image.channels(); c++) {
      for (int k = 0; k < depth; k++) {
        int z = axes.contains(Axis.K) ? depth - 1 - k : k;
        for (int j = 0; j < height; j++) {
          int y = axes.contains(Axis.J) ? height - 1 - j : j;
          int source = c * size.voxels() + size.offset(0, y, z);
          int target = c * size.voxels() + size.offset(0, j, k);
          if (mirrored) {
            for (int i = 0; i < width; i++) {
              out[target + i] = in[source + width - 1 - i];
            }
          } else {
            System.arraycopy(in, source, out, target, width);
          }
        }
      }
    }
    return new Volume(size, image.channels(), flipped(image.geometry(), size), out);
  }

  @Override
  public Optional<Transform> inverse(Volume image) {
    return Optional.of(this);
  }

  @Override
  public LabelMap apply(LabelMap map) {
    Size size = map.size();
    int[] out = new int[size.voxels()];
    for (int k = 0; k < size.depth(); k++) {
      for (int j = 0; j < size.height(); j++) {
        for (int i = 0; i < size.width(); i++) {
          out[size.offset(i, j, k)] =
              map.at(source(Axis.I, i, size), source(Axis.J, j, size), source(Axis.K, k, size));
        }
      }
    }
    return new LabelMap(size, flipped(map.geometry(), size), out);
  }

  private int source(Axis axis, int index, Size size) {
    return axes.contains(axis) ? size.get(axis.ordinal()) - 1 - index : index;
  }

  private Geometry flipped(Geometry old, Size size) {
    boolean across = axes.contains(Axis.K) && !size.is2d();
    Rotation direction =
        new Rotation(
            old.direction().i().times(axes.contains(Axis.I) ? -1 : 1),
            old.direction().j().times(axes.contains(Axis.J) ? -1 : 1),
            old.direction().k().times(across ? -1 : 1));
    Vec3 first =
        new Vec3(source(Axis.I, 0, size), source(Axis.J, 0, size), source(Axis.K, 0, size));
    return new Geometry(old.spacing(), old.toPatient(first), direction);
  }
}
