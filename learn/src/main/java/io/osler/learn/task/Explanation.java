package io.osler.learn.task;

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

  /** The slice where the heat is strongest, enlarged; the only slice of a 2-D image. */
  public Picture picture() {
    return shown(Picture.of(image, heat.strongestSlice()));
  }

  /** The same with the heat over it. */
  public Picture overlay() {
    return heat.over(picture(), heat.strongestSlice());
  }

  private static Picture shown(Picture picture) {
    int longer = Math.max(picture.width(), picture.height());
    return longer >= SHOWN ? picture : picture.enlarged(Math.max(1, SHOWN / longer));
  }
}
