package io.osler.learn.net;

import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import java.util.List;

/**
 * What a network is built for: images of {@code channels} channels and {@code size} (H, W) or (D,
 * H, W), told into {@code classes}.
 */
public record Input(int channels, List<Integer> size, int classes) {
  public Input {
    size = List.copyOf(size);
    Require.atLeast("channels", channels, 1);
    Require.atLeast("classes", classes, 1);
    Require.that(size.size() == 2 || size.size() == 3, "size", size, "[H, W] or [D, H, W]");
    size.forEach(length -> Require.within("size", length, 1, 1 << 16));
  }

  public int dims() {
    return size.size();
  }

  /** Values of one image: channels × pixels. */
  long values() {
    return channels * size.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** Refuses sizes that {@code network} cannot halve as often as it does. */
  Input multiple(String network, List<Integer> of) {
    for (int axis = 0; axis < dims(); axis++) {
      if (size.get(axis) % of.get(axis) != 0) {
        throw new InputException(
            "%s needs images whose sizes are multiples of %s, these have %s."
                .formatted(network, of, size),
            "its stages halve them until that many voxels are one.",
            "give a size that is a multiple of " + of + ", or a network with fewer stages.");
      }
    }
    return this;
  }

  /** Refuses an axis under {@code least}. */
  Input least(String network, int least) {
    return need(network, dims(), least);
  }

  /** Refuses what {@code network} cannot take: other dimensions, or an axis under {@code least}. */
  Input need(String network, int dims, int least) {
    if (dims() != dims) {
      throw new InputException(
          network + " takes " + dims + "-D images, these are " + dims() + "-D.",
          "",
          "choose a " + dims() + "-D network.");
    }
    if (size.stream().anyMatch(length -> length < least)) {
      throw new InputException(
          "%s needs at least %d pixels along each axis, the images have %s."
              .formatted(network, least, size),
          "its pooling would leave nothing.",
          "enlarge the images, or give 'stem: small' to a network that has it (resnet-18).");
    }
    return this;
  }
}
