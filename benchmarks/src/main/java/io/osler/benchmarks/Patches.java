package io.osler.benchmarks;

import io.osler.core.parallel.Parts;
import io.osler.core.transform.Augmentation;
import io.osler.core.transform.Axis;
import io.osler.core.transform.Border;
import io.osler.core.transform.Flip;
import io.osler.core.transform.Negative;
import io.osler.core.transform.Pipeline;
import io.osler.core.transform.RandomAffine;
import io.osler.core.transform.RandomBlur;
import io.osler.core.transform.RandomBrightness;
import io.osler.core.transform.RandomContrast;
import io.osler.core.transform.RandomFlip;
import io.osler.core.transform.RandomGamma;
import io.osler.core.transform.RandomLowResolution;
import io.osler.core.transform.RandomNoise;
import io.osler.core.transform.Sometimes;
import io.osler.core.volume.Case;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * nnU-Net's 3-D augmentation list on patches of 128³ with labels: turns, zooms, noise, blur,
 * brightness, contrast, low resolution, gamma of the image and of its negative, mirrors, each with
 * nnU-Net's probability. What is drawn differs between the sides, so a round has many patches;
 * {@code outputs} holds the mirrored first patch, which must be equal.
 */
final class Patches {
  private static final int SIDE = 128;
  private static final int PATCHES = 24;
  private static final int ROUNDS = 5;

  private Patches() {}

  static Benchmark of() {
    return place -> List.of(compare(place, "batchgeneratorsv2"), compare(place, "monai"));
  }

  private static Comparison compare(Place place, String library) throws IOException {
    String name = "augment-3d " + library;
    Case patch = patch();
    Path data = place.scratch().resolve("patch");
    write(data, patch);
    List<String> command = new ArrayList<>();
    command.addAll(List.of(place.python(), place.peers().resolve("patches.py").toString()));
    command.addAll(List.of("--library", library, "--data", data.toString()));
    command.addAll(List.of("--side", "" + SIDE, "--patches", "" + PATCHES));
    command.addAll(List.of("--threads", "" + Work.THREADS));
    try (Peer peer = new Peer(command)) {
      Volume mirrored = new Flip(List.of(Axis.values())).apply(patch.image());
      double difference =
          Comparison.difference(
              name, mirrored.voxels(), peer.outputs(place.scratch().resolve("outputs")), 1e-6);
      Augmentation steps = steps();
      long[] round = {0};
      Side ours =
          Side.here(
              "patch by patch, one a core",
              () -> {
                long seed = PATCHES * round[0]++;
                Parts.each(
                    PATCHES, p -> steps.draw(new SplittableRandom(seed + p), patch).apply(patch));
              });
      return Comparison.alternating(name, ours, peer, place.rounds(ROUNDS), PATCHES, difference);
    }
  }

  /** {@code peers/patches.py} says the same for the peers. */
  private static Augmentation steps() {
    Augmentation gamma = new RandomGamma(0.7, 1.5);
    return new Pipeline(
        List.of(
            new Sometimes(0.2, new RandomAffine(30, 30, 1, 1, 0, Border.CONSTANT)),
            new Sometimes(0.2, new RandomAffine(0, 0, 0.7, 1.4, 0, Border.CONSTANT)),
            new Sometimes(0.1, new RandomNoise(0, 0.3)),
            new Sometimes(0.2, new RandomBlur(0.5, 1)),
            new Sometimes(0.15, new RandomBrightness(0.75, 1.25)),
            new Sometimes(0.15, new RandomContrast(0.75, 1.25)),
            new Sometimes(0.25, new RandomLowResolution(1, 2)),
            new Sometimes(0.1, new Pipeline(List.of(new Negative(), gamma, new Negative()))),
            new Sometimes(0.3, gamma),
            new RandomFlip(List.of(Axis.values()), 0.5)));
  }

  /** Smooth noise of mean 0 and deviation about 1, and three labels. */
  private static Case patch() {
    Size size = new Size(SIDE, SIDE, SIDE);
    SplittableRandom random = new SplittableRandom(3);
    float[] v = new float[size.voxels()];
    int[] labels = new int[v.length];
    for (int i = 0; i < v.length; i++) {
      int row = i / SIDE;
      double wave = Math.sin(i % SIDE / 9.0) + Math.cos(row % SIDE / 7.0 + row / SIDE / 11.0);
      v[i] = (float) (wave + 0.2 * random.nextGaussian());
      labels[i] = wave > 1 ? 2 : wave > 0.3 ? 1 : 0;
    }
    LabelMap map = new LabelMap(size, Geometry.UNIT, labels);
    return new Case("a", "a", Volume.of(size, Geometry.UNIT, v), new Truth.Mask(map), Map.of());
  }

  /** The image as float32, then the labels as float32. */
  private static void write(Path file, Case patch) throws IOException {
    float[] v = patch.image().voxels();
    ByteBuffer bytes = ByteBuffer.allocate(8 * v.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float x : v) {
      bytes.putFloat(x);
    }
    if (patch.truth() instanceof Truth.Mask(LabelMap map)) {
      for (int label : map.labels()) {
        bytes.putFloat(label);
      }
    }
    Files.write(file, bytes.array());
  }
}
