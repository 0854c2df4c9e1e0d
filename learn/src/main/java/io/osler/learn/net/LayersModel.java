package io.osler.learn.net;

import io.osler.core.config.InputException;
import io.osler.core.config.Json;
import io.osler.learn.net.SegmenterSpec.MeshNet;
import io.osler.learn.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;

/**
 * A MeshNet as TensorFlow.js stores a layers model: {@code model.json} lists layers and weights,
 * files beside it hold the weights as little-endian float32, one after the other. Kernels are (d,
 * h, w, in, out) there and (out, in, d, h, w) here. A layer whose name ends in {@code _gn} is
 * followed by a normalisation of each channel, which the file does not list. Brainchop's models are
 * such files.
 *
 * @param spec the network
 * @param channels of its images
 * @param classes it tells apart
 */
public record LayersModel(
    MeshNet spec, int channels, int classes, SequencedMap<String, float[]> weights) {
  private static final long MOST_JSON = 8L << 20;
  private static final long MOST_WEIGHTS = 256L << 20;

  /** One listed tensor: where it begins, in floats, and its shape. */
  private record Stored(int start, int[] shape) {
    int count() {
      int count = 1;
      for (int length : shape) {
        count = Math.multiplyExact(count, length);
      }
      return count;
    }
  }

  /** Reads {@code model.json} and the files that it names in its own folder. */
  public static LayersModel read(Path json) {
    try {
      if (Files.size(json) > MOST_JSON) {
        throw refused(json, "it is larger than 8 MiB");
      }
      Map<String, Object> model = Json.read(Files.readString(json));
      Map<String, Stored> table = new LinkedHashMap<>();
      float[] values = values(json, model, table);
      return new Reader(json, table, values).network(layers(json, model));
    } catch (IOException e) {
      throw new InputException(json + " cannot be read.", "", "check the path and its rights.", e);
    } catch (ClassCastException | ArithmeticException e) {
      throw refused(json, "it is not laid out as a layers model", e);
    }
  }

  /** The network with these weights. */
  public Network build(List<Integer> size) {
    Network network = spec.build(new Input(channels, size, classes), 0);
    weights.forEach(
        (name, values) -> {
          Tensor own = network.weights().state().get(name);
          if (own == null || own.numel() != values.length) {
            throw new IllegalStateException("no place for " + name);
          }
          own.detach().flatten().copy_(Tensors.of(values, values.length));
        });
    return network;
  }

  private static float[] values(Path json, Map<String, Object> model, Map<String, Stored> table)
      throws IOException {
    ByteBuffer all = ByteBuffer.allocate(0);
    for (Object group : list(json, model, "weightsManifest")) {
      Map<?, ?> manifest = (Map<?, ?>) group;
      int start = all.capacity() / Float.BYTES;
      for (Object entry : list(json, manifest, "weights")) {
        Map<?, ?> tensor = (Map<?, ?>) entry;
        if (!"float32".equals(tensor.get("dtype")) || tensor.containsKey("quantization")) {
          throw refused(json, "weights other than plain float32 are not read");
        }
        int[] shape =
            list(json, tensor, "shape").stream().mapToInt(n -> ((Number) n).intValue()).toArray();
        Stored stored = new Stored(start, shape);
        start = Math.addExact(start, stored.count());
        table.put(String.valueOf(tensor.get("name")), stored);
      }
      for (Object name : list(json, manifest, "paths")) {
        all = joined(all, bytes(json, (String) name), json);
      }
      if (all.capacity() != 4L * start) {
        throw refused(
            json,
            "its tensors need %d bytes, its files hold %d".formatted(4L * start, all.capacity()));
      }
    }
    float[] values = new float[all.capacity() / Float.BYTES];
    all.order(ByteOrder.LITTLE_ENDIAN).rewind().asFloatBuffer().get(values);
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw refused(json, "a weight is not finite");
      }
    }
    return values;
  }

  private static ByteBuffer joined(ByteBuffer before, byte[] more, Path json) {
    if ((long) before.capacity() + more.length > MOST_WEIGHTS) {
      throw refused(json, "its weights are larger than 256 MiB");
    }
    return ByteBuffer.allocate(before.capacity() + more.length).put(before.rewind()).put(more);
  }

  private static byte[] bytes(Path json, String name) throws IOException {
    Path file = json.resolveSibling(name);
    // A name, not a way out of the folder.
    if (!file.getFileName().toString().equals(name) || name.equals("..")) {
      throw refused(json, "'" + name + "' is no file beside it");
    }
    if (!Files.isRegularFile(file) || Files.size(file) > MOST_WEIGHTS) {
      throw refused(json, "the file '" + name + "' beside it is missing or too large");
    }
    return Files.readAllBytes(file);
  }

  private static List<?> layers(Path json, Map<String, Object> model) {
    Map<?, ?> topology = map(json, model, "modelTopology");
    Map<?, ?> whole =
        topology.containsKey("model_config") ? map(json, topology, "model_config") : topology;
    return list(json, map(json, whole, "config"), "layers");
  }

  /** Layers to a spec, weights to its names. */
  private record Reader(Path json, Map<String, Stored> table, float[] values) {
    LayersModel network(List<?> layers) {
      List<Map<?, ?>> convolutions = new ArrayList<>();
      Optional<String> activation = Optional.empty();
      int channels = 0;
      for (Object entry : layers) {
        Map<?, ?> config = map(json, (Map<?, ?>) entry, "config");
        switch (String.valueOf(((Map<?, ?>) entry).get("class_name"))) {
          case "InputLayer" ->
              channels = ((Number) list(json, config, "batch_input_shape").getLast()).intValue();
          case "Conv3D" -> convolutions.add(config);
          case "Activation" -> {
            String kind = String.valueOf(config.get("activation"));
            need(activation.isEmpty() || activation.get().equals(kind), "its activations differ");
            activation = Optional.of(kind);
          }
          case String other -> need(false, "it has a layer " + other);
        }
      }
      need(convolutions.size() >= 2 && channels > 0, "it has no convolutions");
      List<Map<?, ?>> inner = convolutions.subList(0, convolutions.size() - 1);
      int maps = number(inner.getFirst(), "filters");
      boolean bias = Boolean.TRUE.equals(inner.getFirst().get("use_bias"));
      boolean normalised = name(inner.getFirst()).endsWith("_gn");
      List<Integer> dilations = new ArrayList<>();
      for (Map<?, ?> layer : inner) {
        need(
            number(layer, "filters") == maps
                && Boolean.TRUE.equals(layer.get("use_bias")) == bias
                && name(layer).endsWith("_gn") == normalised
                && same(layer, "kernel_size") == 3,
            "its layers are not alike");
        dilations.add(same(layer, "dilation_rate"));
      }
      var spec =
          new MeshNet(
              maps,
              dilations,
              activation(activation.orElse("none")),
              normalised ? MeshNet.Norm.INSTANCE : MeshNet.Norm.NONE,
              bias,
              0);
      int classes = number(convolutions.getLast(), "filters");
      need(same(convolutions.getLast(), "kernel_size") == 1, "its last layer is not 1×1×1");
      SequencedMap<String, float[]> weights = new LinkedHashMap<>();
      int in = channels;
      for (int i = 0; i < convolutions.size(); i++) {
        Map<?, ?> layer = convolutions.get(i);
        need(
            same(layer, "strides") == 1
                && "same".equals(layer.get("padding"))
                && "linear".equals(layer.get("activation")),
            "a layer has a stride, another padding or an activation of its own");
        boolean last = i == convolutions.size() - 1;
        String own = last ? "output" : "layers." + i + ".conv";
        weights.put(own + ".weight", kernel(layer, in, last ? 1 : 3));
        if (Boolean.TRUE.equals(layer.get("use_bias"))) {
          weights.put(own + ".bias", floats(name(layer) + "/bias", number(layer, "filters")));
        }
        in = maps;
      }
      return new LayersModel(spec, channels, classes, weights);
    }

    /** (d, h, w, in, out) to (out, in, d, h, w). */
    private float[] kernel(Map<?, ?> layer, int in, int side) {
      int out = number(layer, "filters");
      int cube = side * side * side;
      float[] stored = floats(name(layer) + "/kernel", side, side, side, in, out);
      float[] kernel = new float[stored.length];
      for (int p = 0; p < cube; p++) {
        for (int i = 0; i < in; i++) {
          for (int o = 0; o < out; o++) {
            kernel[(o * in + i) * cube + p] = stored[(p * in + i) * out + o];
          }
        }
      }
      return kernel;
    }

    private float[] floats(String name, int... shape) {
      Stored stored = table.get(name);
      if (stored == null || !java.util.Arrays.equals(stored.shape(), shape)) {
        throw refused(json, "'" + name + "' is missing or of another shape");
      }
      return java.util.Arrays.copyOfRange(values, stored.start(), stored.start() + stored.count());
    }

    private MeshNet.Activation activation(String name) {
      return switch (name) {
        case "relu" -> MeshNet.Activation.RELU;
        case "elu" -> MeshNet.Activation.ELU;
        case "gelu" -> MeshNet.Activation.GELU;
        default -> throw refused(json, "its activation is '" + name + "'");
      };
    }

    private static String name(Map<?, ?> layer) {
      return String.valueOf(layer.get("name"));
    }

    /** The number that stands for all three axes. */
    private int same(Map<?, ?> layer, String key) {
      List<?> axes = list(json, layer, key);
      need(axes.size() == 3 && axes.stream().distinct().count() == 1, key + " differs by axis");
      return ((Number) axes.getFirst()).intValue();
    }

    private int number(Map<?, ?> layer, String key) {
      int value = layer.get(key) instanceof Number number ? number.intValue() : 0;
      need(value > 0 && value <= 4096, "'" + key + "' is " + layer.get(key));
      return value;
    }

    private void need(boolean holds, String otherwise) {
      if (!holds) {
        throw refused(json, otherwise);
      }
    }
  }

  private static Map<?, ?> map(Path json, Map<?, ?> in, String key) {
    if (in.get(key) instanceof Map<?, ?> map) {
      return map;
    }
    throw refused(json, "it lacks '" + key + "'");
  }

  private static List<?> list(Path json, Map<?, ?> in, String key) {
    if (in.get(key) instanceof List<?> list && !list.isEmpty()) {
      return list;
    }
    throw refused(json, "it lacks '" + key + "'");
  }

  private static InputException refused(Path json, String why, Exception... cause) {
    String what = json + " is no MeshNet of TensorFlow.js: " + why + ".";
    String fix = "give the model.json of a MeshNet with its files beside it.";
    return cause.length == 0
        ? new InputException(what, "", fix)
        : new InputException(what, "", fix, cause[0]);
  }
}
