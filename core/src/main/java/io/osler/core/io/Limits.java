package io.osler.core.io;

import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import java.nio.file.Path;

/**
 * How much a file may ask for before anything is allocated.
 *
 * @param samples pixels or voxels × channels after decoding; each takes 4 bytes
 * @param fileBytes size on disk
 */
public record Limits(long samples, long fileBytes) {
  /** 300 million samples (a 10,000 × 10,000 colour picture), 512 MiB on disk. */
  public static final Limits PICTURE = new Limits(300_000_000L, 512L << 20);

  /** 2²⁹ samples (2 GiB of float32), 8 GiB on disk. */
  public static final Limits VOLUME = new Limits(1L << 29, 8L << 30);

  public Limits {
    Require.atLeast("samples", samples, 1);
    Require.atLeast("fileBytes", fileBytes, 1);
  }

  /** Refuses what is over the limit or over what this JVM's heap could hold. */
  void check(Path file, long width, long height, long depth, long channels) {
    if (width < 1 || height < 1 || depth < 1 || channels < 1) {
      throw new InputException(
          file
              + " claims "
              + width
              + " × "
              + height
              + " × "
              + depth
              + " pixels, "
              + channels
              + " channel(s).",
          "an empty or damaged header.",
          "export the image again.");
    }
    double wanted = (double) width * height * depth * channels;
    if (wanted > samples || wanted > Integer.MAX_VALUE - 8) {
      throw new InputException(
          "%s claims %d × %d × %d pixels of %d channel(s), over the limit of %d samples."
              .formatted(file, width, height, depth, channels, samples),
          "a decompression bomb, a damaged header, or an image too large to hold.",
          "cut the image into parts, or resample it first.");
    }
    long heap = Runtime.getRuntime().maxMemory();
    if (wanted * 4 > heap * 0.8) {
      throw new InputException(
          "%s needs %.1f GiB of memory, the program has %.1f GiB."
              .formatted(file, wanted * 4 / (1 << 30), heap / (double) (1 << 30)),
          "",
          "give Java more memory (-Xmx), or cut the image into parts.");
    }
  }
}
