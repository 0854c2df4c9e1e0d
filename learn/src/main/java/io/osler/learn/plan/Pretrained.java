package io.osler.learn.plan;

import io.osler.core.config.InputException;
import io.osler.core.transform.Normalise;
import io.osler.core.volume.Size;
import io.osler.learn.net.DeepCompressed;
import io.osler.learn.net.NetSpec;
import io.osler.learn.net.Network;
import io.osler.learn.net.Stem;
import io.osler.learn.tensor.Hashes;
import io.osler.learn.tensor.Safetensors;
import io.osler.learn.tensor.TensorScope;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;

/**
 * A file of pretrained weights, recognised by the names and shapes of its tensors, and what it was
 * made for.
 *
 * @param side pixels along each side of the images it saw
 * @param colours what it was fed, from red, green and blue of 0 to 255
 */
public record Pretrained(NetSpec network, int side, Normalise colours, String file, String sha256) {
  /** ImageNet's mean and deviation, as torchvision's weights expect them. */
  private static final Normalise IMAGENET =
      new Normalise(List.of(123.675, 116.28, 103.53), List.of(58.395, 57.12, 57.375));

  private static final Normalise HALVES =
      new Normalise(List.of(127.0, 127.0, 127.0), List.of(128.0, 128.0, 128.0));

  private static final Normalise CAFFE =
      new Normalise(List.of(123.0, 117.0, 104.0), List.of(1.0, 1.0, 1.0));

  /**
   * Learning-rate factor of the pretrained body. A CPU pays few passes over the cases: it has to
   * move in them.
   */
  private static final double BODY_RATE = 0.5;

  static final String BODY_RATE_REASON =
      "few passes are paid; 10 over halves of 2000 photographs of skin gave AUC 0.775 (0.747 to"
          + " 0.802) with it, 0.762 (0.734 to 0.788) with 0.1";

  /** A network by a tensor that only it and deeper relatives have, and one that those have. */
  private record Mark(
      NetSpec network, Normalise colours, String tensor, List<Long> shape, String deeper) {
    boolean of(Map<String, List<Long>> shapes) {
      return shape.equals(shapes.get(tensor)) && !shapes.containsKey(deeper);
    }
  }

  private static final List<Mark> MARKS =
      List.of(
          new Mark(
              new NetSpec.EfficientnetLite0(0.2, 0.2),
              HALVES,
              "_blocks.15._project_conv.weight",
              List.of(320L, 1152L, 1L, 1L),
              "_blocks.0._se_reduce.weight"),
          new Mark(
              new NetSpec.Resnet18(Stem.IMAGENET),
              IMAGENET,
              "layer4.1.conv2.weight",
              List.of(512L, 512L, 3L, 3L),
              "layer4.2.conv1.weight"),
          new Mark(
              new NetSpec.Resnet34(Stem.IMAGENET),
              IMAGENET,
              "layer3.5.conv2.weight",
              List.of(256L, 256L, 3L, 3L),
              "layer3.5.conv3.weight"),
          new Mark(
              new NetSpec.Resnet50(Stem.IMAGENET),
              IMAGENET,
              "layer4.2.conv2.weight",
              List.of(512L, 512L, 3L, 3L),
              "layer3.6.conv1.weight"),
          new Mark(
              new NetSpec.MobilenetV2(0.2),
              IMAGENET,
              "features.18.0.weight",
              List.of(1280L, 320L, 1L, 1L),
              "features.19.0.weight"),
          new Mark(
              new NetSpec.Densenet121(Stem.IMAGENET),
              IMAGENET,
              "features.norm5.weight",
              List.of(1024L),
              "features.denseblock3.denselayer25.conv1.weight"),
          new Mark(
              new NetSpec.Squeezenet(0.5),
              IMAGENET,
              "features.12.expand3x3.weight",
              List.of(256L, 64L, 3L, 3L),
              "features.11.squeeze.weight"));

  /** How a plan names it. */
  Plan.Start start() {
    return new Plan.Start(file, sha256, BODY_RATE);
  }

  /** Refuses volumes: of each, one slice would be all that the network sees. */
  void check(Size images) {
    if (!images.is2d()) {
      throw new InputException(
          "The weights are of a network for pictures, the images are volumes of " + images + ".",
          "",
          "train without --weights.");
    }
  }

  /** Looks at the file's header; refuses a network that is not known. */
  public static Pretrained of(Path file) {
    if (DeepCompressed.recognises(file)) {
      return new Pretrained(
          new NetSpec.Squeezenet(0.5), 224, CAFFE, file.toString(), Hashes.sha256(file));
    }
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    try (Safetensors weights = Safetensors.open(file)) {
      weights.names().forEach(name -> shapes.put(PretrainedNames.today(name), weights.shape(name)));
    }
    for (Mark mark : MARKS) {
      if (mark.of(shapes)) {
        return new Pretrained(
            mark.network(), 224, mark.colours(), file.toString(), Hashes.sha256(file));
      }
    }
    throw new InputException(
        file + " holds weights of a network that Osler does not know.",
        "its tensors are named otherwise: " + shapes.keySet().stream().limit(3).toList() + " …",
        "give weights of resnet-18, -34 or -50, densenet-121, mobilenet-v2 or squeezenet as"
            + " torchvision names them, or of efficientnet-lite-0.");
  }

  /**
   * What images of {@code channels} channels are fed as. Three channels are taken for red, green
   * and blue; of any other number each is treated as the mean colour, as {@link #fill} does.
   */
  public Normalise normalise(int channels) {
    if (channels == 3) {
      return colours;
    }
    return new Normalise(List.of(mean(colours.mean())), List.of(mean(colours.std())));
  }

  private static double mean(List<Double> values) {
    return Look.rounded(values.stream().mapToDouble(v -> v).average().orElseThrow());
  }

  /**
   * Copies into {@code network} all that fits by name and shape and returns those names. The head
   * is left as it is where the classes differ. A first kernel for three colours is summed over them
   * and divided among other channels: a grey image then gives what it gave in three equal colours.
   */
  public Set<String> fill(Network network) {
    try (var _ = new TensorScope()) {
      return PretrainedNames.fill(tensors(), network.weights(), file);
    }
  }

  private Map<String, Tensor> tensors() {
    Path path = Path.of(file);
    if (DeepCompressed.recognises(path)) {
      return DeepCompressed.read(path);
    }
    try (Safetensors weights = Safetensors.open(path)) {
      return weights.names().stream()
          .collect(Collectors.toMap(PretrainedNames::today, weights::tensor, (a, _) -> a));
    }
  }
}
