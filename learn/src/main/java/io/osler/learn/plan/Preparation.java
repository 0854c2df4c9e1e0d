package io.osler.learn.plan;

import io.osler.core.transform.Chain;
import io.osler.core.transform.CropToForeground;
import io.osler.core.transform.Identity;
import io.osler.core.transform.MinMax;
import io.osler.core.transform.Normalise;
import io.osler.core.transform.Orient;
import io.osler.core.transform.PerChannel;
import io.osler.core.transform.Regrid;
import io.osler.core.transform.Transform;
import io.osler.core.transform.Window;
import io.osler.core.transform.ZScore;
import io.osler.core.volume.Vec3;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/** What every image goes through before the network: axes, rim, intensities, spacing. */
record Preparation(VolumeLook look, Vec3 spacing) {
  /** Below this share of the image left after cutting, the rim's zeros would upset the z-score. */
  private static final double MUCH_RIM = 0.75;

  List<Transform> steps(BiConsumer<String, String> because) {
    List<Transform> steps = new ArrayList<>();
    StringBuilder why = new StringBuilder();
    if (!look.flat()) {
      steps.add(new Orient("LPS"));
      why.append("one orientation, so that anatomy stored flipped gives the same answer; ");
    }
    boolean rim = look.kept() < MUCH_RIM;
    if (rim) {
      steps.add(new CropToForeground(0, 0));
      why.append("%.0f %% of the median image is empty rim; ".formatted(100 * (1 - look.kept())));
    }
    List<Transform> scaling = new ArrayList<>();
    for (int c = 0; c < look.channels(); c++) {
      scaling.add(scaling(c, rim, why));
    }
    boolean same = scaling.stream().distinct().count() == 1;
    steps.add(same ? scaling.getFirst() : new PerChannel(scaling));
    if (!look.flat()) {
      steps.add(new Regrid(spacing)); // last, as nnU-Net: a rim of zeros is still one when scaled
    }
    because.accept("prepare", why.toString().replaceFirst("; $", ""));
    return steps;
  }

  /** By the channel's name, as nnU-Net does. */
  private Transform scaling(int channel, boolean rim, StringBuilder why) {
    String name = look.outlines().channels().get(channel);
    String key = name.toLowerCase(Locale.ROOT);
    why.append("channel '").append(name).append("': ");
    switch (key) {
      case "ct" -> {
        float[] rising = look.intensities(channel, true);
        if (rising.length > 1) {
          why.append(
              "CT, clipped to 0.5 and 99.5 % of the structures' values, one scale for all; ");
          return ct(rising);
        }
      }
      case "nonorm" -> {
        why.append("left as it is; ");
        return new Identity();
      }
      case "rescale_to_0_1", "rescale_0_1" -> {
        why.append("scaled to 0 to 1; ");
        return new MinMax();
      }
      case "rgb_to_0_1" -> {
        why.append("divided by 255; ");
        return new Normalise(List.of(0.0), List.of(255.0));
      }
      default -> {}
    }
    why.append("each image to mean 0 and deviation 1; ");
    return new ZScore(rim);
  }

  private static Transform ct(float[] rising) {
    double low = at(rising, 0.005);
    double high = Math.max(low + 1e-3, at(rising, 0.995));
    double mean = 0;
    for (float v : rising) {
      mean += v;
    }
    mean /= rising.length;
    double squares = 0;
    for (float v : rising) {
      squares += (v - mean) * (v - mean);
    }
    double deviation = Math.max(1e-8, Math.sqrt(squares / rising.length));
    double range = high - low;
    return new Chain(
        List.of(
            new Window(low, high),
            new Normalise(List.of((mean - low) / range), List.of(deviation / range))));
  }

  private static double at(float[] rising, double share) {
    return rising[(int) Math.round(share * (rising.length - 1))];
  }
}
