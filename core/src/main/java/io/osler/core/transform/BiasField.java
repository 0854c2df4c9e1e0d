package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.util.SplittableRandom;

/**
 * low + (v − low)·exp(Σ c_abc·xᵃyᵇzᶜ), a + b + c ≤ order, coordinates from −1 to 1 over the image,
 * coefficients uniform in ±strength, the same for all channels. In 2-D c is 0. Memory: three copies
 * of the image.
 */
@About(value = "Smooth shading, as of an MR coil.", source = "Van Leemput et al. 1999; TorchIO")
public record BiasField(
    @About("largest coefficient") double strength,
    @About("of the polynomial") @Default("3") int order,
    @About("the same seed gives the same field") @Default("0") long seed)
    implements Intensity {
  public BiasField {
    Require.within("strength", strength, 0, 5);
    Require.within("order", order, 0, 6);
  }

  @Override
  public Volume apply(Volume image) {
    float[] field = field(image.size());
    return Channels.each(
        image,
        (in, from, to, out) -> {
          float low = (float) Spread.range(in, from, to).low();
          for (int v = from; v < to; v++) {
            out[v] = low + (in[v] - low) * field[v - from];
          }
        });
  }

  /** Terms in the order a outermost, then b, then c. */
  private float[] field(Size size) {
    SplittableRandom random = new SplittableRandom(seed);
    int terms = order + 1;
    double[] c = new double[terms * terms * terms];
    for (int a = 0; a <= order; a++) {
      for (int b = 0; b <= order - a; b++) {
        for (int e = 0; e <= (size.is2d() ? 0 : order - a - b); e++) {
          c[(e * terms + b) * terms + a] = strength * (2 * random.nextDouble() - 1);
        }
      }
    }
    float[] field = new float[size.voxels()];
    double[] along = new double[terms];
    int v = 0;
    for (int k = 0; k < size.depth(); k++) {
      double z = place(k, size.depth());
      for (int j = 0; j < size.height(); j++) {
        double y = place(j, size.height());
        // What this row's y and z contribute to each power of x.
        for (int a = 0; a < terms; a++) {
          along[a] = 0;
          double pz = 1;
          for (int e = 0; e < terms; e++, pz *= z) {
            double py = pz;
            for (int b = 0; b < terms; b++, py *= y) {
              along[a] += c[(e * terms + b) * terms + a] * py;
            }
          }
        }
        for (int i = 0; i < size.width(); i++) {
          double x = place(i, size.width());
          double sum = 0;
          for (int a = terms - 1; a >= 0; a--) {
            sum = sum * x + along[a];
          }
          field[v++] = (float) Math.exp(sum);
        }
      }
    }
    return field;
  }

  private static double place(int index, int n) {
    return n == 1 ? 0 : 2.0 * index / (n - 1) - 1;
  }
}
