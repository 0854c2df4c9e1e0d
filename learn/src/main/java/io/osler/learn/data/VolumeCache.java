package io.osler.learn.data;

import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decoded image files, the least recently used leave first when the byte budget is spent. Images
 * whose values are whole and 0 to 255 take a quarter of the memory. Safe for several threads.
 */
final class VolumeCache {
  private final long budget;
  private final Map<Path, Packed> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long used;

  VolumeCache(long budget) {
    this.budget = budget;
  }

  /** One of the two arrays is empty. */
  private record Packed(Size size, int channels, Geometry geometry, byte[] small, float[] wide) {
    static Packed of(Volume volume) {
      float[] voxels = volume.voxels();
      byte[] small = new byte[voxels.length];
      for (int i = 0; i < voxels.length; i++) {
        small[i] = (byte) (int) voxels[i];
        if (Byte.toUnsignedInt(small[i]) != voxels[i]) {
          return new Packed(
              volume.size(), volume.channels(), volume.geometry(), new byte[0], voxels);
        }
      }
      return new Packed(volume.size(), volume.channels(), volume.geometry(), small, new float[0]);
    }

    long bytes() {
      return small.length + 4L * wide.length;
    }

    Volume volume() {
      float[] voxels = wide;
      if (small.length > 0) {
        voxels = new float[small.length];
        for (int i = 0; i < small.length; i++) {
          voxels[i] = Byte.toUnsignedInt(small[i]);
        }
      }
      return new Volume(size, channels, geometry, voxels);
    }
  }

  Volume get(Path file, Function<Path, Volume> decode) {
    Optional<Packed> there;
    synchronized (this) {
      there = Optional.ofNullable(kept.get(file));
    }
    if (there.isPresent()) {
      return there.get().volume();
    }
    Volume volume = decode.apply(file);
    Packed packed = Packed.of(volume);
    synchronized (this) {
      if (packed.bytes() <= budget && kept.put(file, packed) == null) {
        used += packed.bytes();
        Iterator<Packed> oldest = kept.values().iterator();
        while (used > budget) {
          used -= oldest.next().bytes();
          oldest.remove();
        }
      }
    }
    return volume;
  }

  synchronized long used() {
    return used;
  }
}
