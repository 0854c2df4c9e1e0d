package io.osler.learn.net;

import io.osler.core.config.InputException;
import io.osler.learn.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;

/**
 * SqueezeNet 1.0 as deep compression stores it: pruned, its weights shared. Little endian: per
 * convolution the number n of entries (uint32); then per convolution a codebook of 256 float32, its
 * biases as float32, n codes of 8 bits, ⌈n/2⌉ bytes with two gaps of 4 bits, low one first. Entry i
 * sits Σ (gap + 1) behind the start. The first kernel takes blue, green, red and is turned round
 * here. Han et al. 2015; Iandola et al. 2016.
 */
public final class DeepCompressed {
  private static final int CODES = 256;

  /** More than the format can need for this network. */
  private static final long MOST_BYTES = 4 << 20;

  private static final List<Layer> LAYERS = layers();

  private DeepCompressed() {}

  private record Layer(String name, int out, int in, int kernel) {
    int values() {
      return out * in * kernel * kernel;
    }

    long bytes(long entries) {
      return 4L * CODES + 4L * out + entries + (entries + 1) / 2;
    }
  }

  private static List<Layer> layers() {
    List<Layer> layers = new ArrayList<>(List.of(new Layer("features.0", 96, 3, 7)));
    int[][] fires = {
      {3, 16, 64},
      {4, 16, 64},
      {5, 32, 128},
      {7, 32, 128},
      {8, 48, 192},
      {9, 48, 192},
      {10, 64, 256},
      {12, 64, 256}
    };
    int in = 96;
    for (int[] fire : fires) {
      String name = "features." + fire[0];
      layers.add(new Layer(name + ".squeeze", fire[1], in, 1));
      layers.add(new Layer(name + ".expand1x1", fire[2], fire[1], 1));
      layers.add(new Layer(name + ".expand3x3", fire[2], fire[1], 3));
      in = 2 * fire[2];
    }
    layers.add(new Layer("classifier.1", 1000, in, 1));
    return List.copyOf(layers);
  }

  /** Whether the counts at the start explain the file's length to the byte. */
  public static boolean recognises(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer counts = ByteBuffer.allocate(4 * LAYERS.size()).order(ByteOrder.LITTLE_ENDIAN);
      if (channel.size() > MOST_BYTES || channel.size() < counts.capacity()) {
        return false;
      }
      while (counts.hasRemaining() && channel.read(counts) >= 0) {}
      return !counts.flip().hasRemaining() ? false : fits(counts, channel.size());
    } catch (IOException e) {
      throw new InputException(file + " cannot be read.", "", "check the path and its rights.", e);
    }
  }

  private static boolean fits(ByteBuffer counts, long size) {
    long bytes = 4L * LAYERS.size();
    for (Layer layer : LAYERS) {
      long entries = counts.remaining() < 4 ? -1 : Integer.toUnsignedLong(counts.getInt());
      if (entries < 1 || entries > layer.values()) {
        return false;
      }
      bytes += layer.bytes(entries);
    }
    return bytes == size;
  }

  /** All tensors by torchvision's names; they belong to the scope that is open. */
  public static SequencedMap<String, Tensor> read(Path file) {
    if (!recognises(file)) {
      throw refused(file, "its counts do not explain its length");
    }
    ByteBuffer bytes = bytes(file);
    int[] counts = new int[LAYERS.size()];
    bytes.asIntBuffer().get(counts);
    bytes.position(4 * counts.length);
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < counts.length; i++) {
      Layer layer = LAYERS.get(i);
      float[] codebook = floats(file, bytes, CODES);
      float[] bias = floats(file, bytes, layer.out());
      float[] weight = weight(file, layer, codebook, bytes, counts[i]);
      if (i == 0) {
        swapRedAndBlue(weight, layer);
      }
      int k = layer.kernel();
      tensors.put(layer.name() + ".weight", Tensors.of(weight, layer.out(), layer.in(), k, k));
      tensors.put(layer.name() + ".bias", Tensors.of(bias, layer.out()));
    }
    return tensors;
  }

  /** The file, which has been seen to be small. */
  private static ByteBuffer bytes(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer bytes =
          ByteBuffer.allocate((int) Math.min(channel.size(), MOST_BYTES))
              .order(ByteOrder.LITTLE_ENDIAN);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
      bytes.flip();
      if (!fits(bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN), bytes.limit())) {
        throw refused(file, "it changed while it was read");
      }
      return bytes;
    } catch (IOException e) {
      throw new InputException(file + " cannot be read.", "", "check the path and its rights.", e);
    }
  }

  private static float[] floats(Path file, ByteBuffer bytes, int count) {
    float[] values = new float[count];
    FloatBuffer view = bytes.asFloatBuffer();
    view.get(values);
    bytes.position(bytes.position() + 4 * count);
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw refused(file, "it holds a value that is not finite");
      }
    }
    return values;
  }

  private static float[] weight(
      Path file, Layer layer, float[] codebook, ByteBuffer bytes, int entries) {
    float[] weight = new float[layer.values()];
    int codes = bytes.position();
    int gaps = codes + entries;
    int at = -1;
    for (int i = 0; i < entries; i++) {
      int pair = bytes.get(gaps + i / 2);
      at += ((i % 2 == 0 ? pair : pair >> 4) & 15) + 1;
      if (at >= weight.length) {
        throw refused(file, "the weights of " + layer.name() + " run over their end");
      }
      weight[at] = codebook[Byte.toUnsignedInt(bytes.get(codes + i))];
    }
    bytes.position(gaps + (entries + 1) / 2);
    return weight;
  }

  private static void swapRedAndBlue(float[] weight, Layer layer) {
    int plane = layer.kernel() * layer.kernel();
    for (int start = 0; start < weight.length; start += 3 * plane) {
      for (int i = start; i < start + plane; i++) {
        float blue = weight[i];
        weight[i] = weight[i + 2 * plane];
        weight[i + 2 * plane] = blue;
      }
    }
  }

  private static InputException refused(Path file, String why) {
    return new InputException(
        file + " is no deep-compressed SqueezeNet: " + why + ".",
        "the file is damaged, or something else.",
        "get the file again.");
  }
}
