package io.osler.learn.task;

import io.osler.core.io.Picture;
import io.osler.core.io.Plane;
import io.osler.core.volume.Case;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.learn.explain.HeatMap;
import io.osler.learn.explain.Method;
import io.osler.learn.infer.Ensemble;
import io.osler.learn.net.Network;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

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

  /** A picture as it is; of a volume the three planes where most heat meets the image. */
  public List<Plane> planes() {
    int[] strongest = new int[3];
    Arrays.setAll(strongest, axis -> heat.strongestSlice(axis, image));
    return Plane.at(image.size(), image.geometry(), strongest, side());
  }

  /** Slice {@code k}, from 0, alone. */
  public Plane slice(int k) {
    return Plane.across(2, image.size(), image.geometry(), k, side());
  }

  /** The plane, enlarged. */
  public Picture picture(Plane plane) {
    return Picture.of(image, plane);
  }

  /** The same with the heat over it. */
  public Picture overlay(Plane plane) {
    return heat.over(picture(plane), plane);
  }

  /**
   * Where a volume is cut: "slice 14 of 28, row 9 of 28, column 3 of 28"; nothing for a picture.
   */
  public String where(List<Plane> planes) {
    return image.is2d()
        ? ""
        : planes.stream().map(p -> p.where(image.size())).collect(Collectors.joining(", "));
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

  /** Pixels of the longer edge: whole multiples where voxels are square. */
  private int side() {
    Size size = image.size();
    int longest = Math.max(Math.max(size.width(), size.height()), size.depth());
    return longest * Math.max(1, SHOWN / longest);
  }
}
