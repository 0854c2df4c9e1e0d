package io.osler.learn.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.config.InputException;
import io.osler.core.transform.Patch;
import io.osler.core.volume.Case;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunksTest {
  @TempDir Path folder;

  private static Case made(Size size, int channels, long seed) {
    var random = new SplittableRandom(seed);
    float[] voxels = new float[channels * size.voxels()];
    int[] labels = new int[size.voxels()];
    for (int v = 0; v < voxels.length; v++) {
      voxels[v] = v % 7 == 0 ? -0f : (float) random.nextGaussian();
    }
    for (int v = 0; v < labels.length; v++) {
      labels[v] = random.nextInt(-1, 4);
    }
    Geometry grid = Geometry.spaced(1, 1.5, 2);
    return Case.of("made", new Volume(size, channels, grid, voxels))
        .with(
            new Volume(size, channels, grid, voxels),
            new Truth.Mask(new LabelMap(size, grid, labels)));
  }

  private static int[] labels(Case one) {
    return ((Truth.Mask) one.truth()).map().labels();
  }

  @Test
  void aPatchIsTheSameToTheBitFromMemoryAndFromDisk() {
    for (Size size :
        List.of(
            new Size(70, 33, 41), new Size(20, 64, 5), new Size(45, 90, 1), new Size(2, 3, 2))) {
      Case one = made(size, 2, size.voxels());
      Prepared.Ready kept = new Prepared.Ready(new Stored.Kept(one), List.of(), Pairs.NONE);
      Chunks chunks = Chunks.write(folder.resolve(size + ".cubes"), one);
      Prepared.Ready spilt = new Prepared.Ready(chunks, List.of(), Pairs.NONE);
      var random = new SplittableRandom(11);
      for (int p = 0; p < 60; p++) {
        Vec3 centre =
            new Vec3(
                random.nextInt(-4, size.width() + 4) + 0.5,
                random.nextInt(-4, size.height() + 4),
                size.is2d() ? 0 : random.nextInt(-2, size.depth() + 2));
        boolean turned = p % 2 == 0;
        Patch patch =
            new Patch(
                centre,
                new Size(12, 17, size.is2d() ? 1 : 9),
                turned ? new Vec3(0, 0, random.nextDouble(-30, 30)) : Vec3.ZERO,
                turned ? random.nextDouble(0.7, 1.4) : 1,
                0);
        Case fromMemory = kept.cut(patch);
        Case fromDisk = spilt.cut(patch);
        assertThat(fromDisk.image().voxels()).isEqualTo(fromMemory.image().voxels());
        assertThat(labels(fromDisk)).isEqualTo(labels(fromMemory));
        assertThat(fromDisk.id()).isEqualTo("made");
        Case whole = patch.apply(one);
        assertThat(fromDisk.image().voxels())
            .containsExactly(whole.image().voxels(), within(1e-4f));
      }
    }
  }

  @Test
  void readsOnlyWhatAPatchTouchesAndPacksWhatRepeats() throws IOException {
    Size size = new Size(96, 96, 96);
    Case one = made(size, 1, 3);
    Case smooth =
        one.with(
            Volume.of(size, one.image().geometry(), new float[size.voxels()]),
            new Truth.Mask(new LabelMap(size, one.image().geometry(), new int[size.voxels()])));
    Path file = folder.resolve("smooth.cubes");
    Chunks.write(file, smooth);
    assertThat(Files.size(file)).isLessThan(8L * size.voxels() / 100);
    Path noisy = folder.resolve("noisy.cubes");
    Chunks chunks = Chunks.write(noisy, one);
    // All cubes but the first and the last few are overwritten: a box in the first does not mind.
    byte[] bytes = Files.readAllBytes(noisy);
    Arrays.fill(bytes, bytes.length / 10, bytes.length, (byte) 0x55);
    Files.write(noisy, bytes);
    Size box = new Size(20, 20, 20);
    Case first = chunks.box(new int[] {5, 6, 7}, box);
    assertThat(first.image().voxels())
        .isEqualTo(new Stored.Kept(one).box(new int[] {5, 6, 7}, box).image().voxels());
    assertThatThrownBy(() -> chunks.box(new int[] {70, 70, 70}, box))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("noisy.cubes");
  }
}
