package io.osler.learn.plan;

import io.osler.core.config.InputException;
import io.osler.core.transform.Normalise;
import io.osler.learn.net.NetSpec;
import io.osler.learn.net.Stem;
import io.osler.learn.tensor.Hashes;
import io.osler.learn.tensor.Safetensors;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A file of pretrained weights, recognised by the names of its tensors, and what it was made for.
 *
 * @param side pixels along each side of the images it saw
 * @param normalise what it was fed, from images of 0 to 255
 */
public record Pretrained(
    NetSpec network, int side, Normalise normalise, String file, String sha256) {
  /** ImageNet's mean and deviation, as torchvision's weights expect them. */
  private static final Normalise IMAGENET =
      new Normalise(List.of(123.675, 116.28, 103.53), List.of(58.395, 57.12, 57.375));

  public static Pretrained of(Path file) {
    Set<String> names;
    try (Safetensors weights = Safetensors.open(file)) {
      names = weights.names();
    }
    String sha256 = Hashes.sha256(file);
    if (names.contains("layer4.1.conv2.weight") && !names.contains("layer1.2.conv1.weight")) {
      return new Pretrained(
          new NetSpec.Resnet18(Stem.IMAGENET), 224, IMAGENET, file.toString(), sha256);
    }
    throw new InputException(
        file + " holds weights of a network that Osler does not know.",
        "its tensors are named otherwise: " + names.stream().limit(3).toList() + " …",
        "give weights of resnet-18 as torchvision names them.");
  }
}
