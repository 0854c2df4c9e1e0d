package io.osler.learn.plan;

import io.osler.core.config.InputException;
import io.osler.core.quality.PerceptualHash;
import io.osler.core.quality.Quality;
import io.osler.core.transform.Interpolation;
import io.osler.core.transform.Resize;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.learn.data.Entry;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What one image tells, so that the pixels need not be kept.
 *
 * @param problem why the image cannot be read; empty when it can
 * @param moments per channel: count, sum, sum of squares over finite voxels
 * @param sample a few voxels of each image, at places drawn from its position in the set
 * @param values distinct values: 1 constant, 2 a mask, 3 three or more
 * @param thumbnail zero mean, unit length; empty for constant and unreadable images
 * @param quality of the first channel
 * @param look empty for masks and for constant, unreadable and not finite images
 */
record ImageFacts(
    String problem,
    Size size,
    int channels,
    double[] spacing,
    double[][] moments,
    double low,
    double high,
    long notFinite,
    int values,
    float[] sample,
    String hash,
    float[] thumbnail,
    Optional<Quality> quality,
    Optional<PerceptualHash> look) {
  private static final Size FLAT = new Size(16, 16, 1);
  private static final Size SOLID = new Size(8, 8, 8);

  boolean isReadable() {
    return problem.isEmpty();
  }

  boolean isConstant() {
    return isReadable() && values == 1;
  }

  static ImageFacts of(Entry entry, int index, int samples) {
    try {
      return of(entry.load().image(), index, samples);
    } catch (InputException refused) {
      return new ImageFacts(
          String.valueOf(refused.getMessage()),
          new Size(1, 1, 1),
          0,
          new double[3],
          new double[0][],
          0,
          0,
          0,
          0,
          new float[0],
          "",
          new float[0],
          Optional.empty(),
          Optional.empty());
    }
  }

  private static ImageFacts of(Volume image, int index, int samples) {
    float[] voxels = image.voxels();
    int length = image.size().voxels();
    double[][] moments = new double[image.channels()][3];
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    float first = voxels[0];
    float second = first;
    int values = 1;
    long notFinite = 0;
    for (int c = 0; c < image.channels(); c++) {
      double sum = 0;
      double squares = 0;
      int finite = 0;
      for (int i = c * length; i < (c + 1) * length; i++) {
        float v = voxels[i];
        if (!Float.isFinite(v)) {
          notFinite++;
          continue;
        }
        finite++;
        sum += v;
        squares += (double) v * v;
        low = Math.min(low, v);
        high = Math.max(high, v);
        if (values < 3 && v != first && (values == 1 || v != second)) {
          second = v;
          values++;
        }
      }
      moments[c] = new double[] {finite, sum, squares};
    }
    var spacing = image.geometry().spacing();
    boolean sound = values > 1 && notFinite == 0;
    return new ImageFacts(
        "",
        image.size(),
        image.channels(),
        new double[] {spacing.x(), spacing.y(), spacing.z()},
        moments,
        low,
        high,
        notFinite,
        values,
        sample(voxels, index, samples),
        hash(image),
        sound ? thumbnail(image) : new float[0],
        sound ? Optional.of(Quality.of(image)) : Optional.empty(),
        sound && values > 2 ? PerceptualHash.of(image) : Optional.empty());
  }

  /** With replacement; the generator belongs to the position, not to the thread. */
  private static float[] sample(float[] voxels, int index, int samples) {
    SplittableRandom random = new SplittableRandom(0x05E1E2L + index);
    float[] sample = new float[samples];
    int kept = 0;
    for (int i = 0; i < samples; i++) {
      float v = voxels[random.nextInt(voxels.length)];
      if (Float.isFinite(v)) {
        sample[kept++] = v;
      }
    }
    return Arrays.copyOf(sample, kept);
  }

  private static String hash(Volume image) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer buffer = ByteBuffer.allocate(4 * 4096);
      buffer.putInt(image.size().width()).putInt(image.size().height()).putInt(image.channels());
      for (float v : image.voxels()) {
        if (!buffer.hasRemaining()) {
          digest.update(buffer.flip());
          buffer.clear();
        }
        buffer.putFloat(v);
      }
      digest.update(buffer.flip());
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static float[] thumbnail(Volume image) {
    Size grid = image.is2d() ? FLAT : SOLID;
    // A copy: an image that has this size already comes back as it is, and is not ours to change.
    float[] small = new Resize(grid, Interpolation.AREA).apply(image).voxels().clone();
    double mean = 0;
    for (float v : small) {
      mean += v / (double) small.length;
    }
    double norm = 0;
    for (float v : small) {
      norm += (v - mean) * (v - mean);
    }
    if (!(norm > 0)) {
      return new float[0];
    }
    double scale = 1 / Math.sqrt(norm);
    for (int i = 0; i < small.length; i++) {
      small[i] = (float) ((small[i] - mean) * scale);
    }
    return small;
  }
}
