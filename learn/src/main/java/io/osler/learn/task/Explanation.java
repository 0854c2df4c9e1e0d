package io.osler.learn.task;

import io.osler.core.config.Require;
import io.osler.core.io.Picture;
import io.osler.core.volume.Case;
import io.osler.core.volume.Volume;
import io.osler.learn.explain.HeatMap;
import io.osler.learn.explain.Method;
import io.osler.learn.infer.Ensemble;
import io.osler.learn.net.Network;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;

/**
 * Why an ensemble says what it says: the mean over its networks of their heat maps, each scaled to
 * a largest absolute value of 1 first so that none drowns the others.
 *
 * @param image as the networks see it, before normalisation
 */
public record Explanation(Volume image, HeatMap heat) {
  /** Pixels of the longer side that a small image is enlarged to, to be looked at. */
  private static final int SHOWN = 224;

  /** {@code prepared} has gone through the plan's preparation. */
  public static Explanation of(Ensemble ensemble, Method method, Case prepared, int category) {
    Volume image = prepared.image();
    Volume seen = ensemble.normalise().apply(image);
    float[] sum = new float[image.size().voxels()];
    for (Network network : ensemble.members()) {
      network.weights().training(false);
      try (var _ = new TensorScope()) {
        var x = Tensors.of(seen.voxels(), ImageBatches.shape(1, image.channels(), image.size()));
        float[] values = method.explain(network, x, category).values();
        float most = 0;
        for (float v : values) {
          most = Math.max(most, Math.abs(v));
        }
        for (int i = 0; i < sum.length && most > 0; i++) {
          sum[i] += values[i] / most / ensemble.members().size();
        }
      }
    }
    return new Explanation(image, new HeatMap(image.size(), sum));
  }

  /** The slice where the heat is strongest, from 0; the only slice of a 2-D image. */
  public int strongest() {
    return heat.strongestSlice();
  }

  /** Slice {@code k}, enlarged. */
  public Picture picture(int k) {
    Require.within("slice", k, 0, image.size().depth() - 1);
    return shown(Picture.of(image, k));
  }

  /** The same with the heat over it. */
  public Picture overlay(int k) {
    return heat.over(picture(k), k);
  }

  /** Which slice that is, for a volume: "slice 14 of 28"; nothing for a 2-D image. */
  public String where(int k) {
    int depth = image.size().depth();
    return depth == 1 ? "" : "slice %d of %d".formatted(k + 1, depth);
  }

  /** Whether anything spoke for the class at all. */
  public boolean speaks() {
    for (float v : heat.values()) {
      if (v > 0) {
        return true;
      }
    }
    return false;
  }

  private static Picture shown(Picture picture) {
    int longer = Math.max(picture.width(), picture.height());
    return longer >= SHOWN ? picture : picture.enlarged(Math.max(1, SHOWN / longer));
  }
}
