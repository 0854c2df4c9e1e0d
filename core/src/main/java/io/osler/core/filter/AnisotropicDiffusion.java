package io.osler.core.filter;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.parallel.Rows;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;

/**
 * ∂v/∂t = ∇·(exp(−|∇v|²/2c²m)·∇v), m the mean squared gradient of each step; explicit steps,
 * spacing counts, no flux through the border.
 *
 * <p>The discrete scheme is ITK's GradientAnisotropicDiffusion: one-sided differences along an
 * axis, central ones across it on both sides of the face. Memory: three copies of a channel.
 */
@About(
    value = "Diffuses within regions and not across their edges.",
    source = "Perona and Malik 1990; ITK GradientAnisotropicDiffusion")
public record AnisotropicDiffusion(
    @About("edges count from this multiple of the mean gradient") @Default("1") double conductance,
    @About("time per iteration; up to spacing / 2^(dimensions + 1)") @Default("0.0625") double step,
    @About("how often") @Default("5") int iterations)
    implements ByChannel {
  public AnisotropicDiffusion {
    Require.positive("conductance", conductance);
    Require.within("step", step, 1e-6, 0.25);
    Require.within("iterations", iterations, 0, 10_000);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    int[] axes = java.util.stream.IntStream.range(0, 3).filter(a -> size.get(a) > 1).toArray();
    float[] now = in.clone();
    for (int n = 0; n < iterations && axes.length > 0; n++) {
      Padded padded = Padded.of(now, size, 1, Outside.NEAREST);
      double mean = mean(padded, size, spacing, axes);
      if (mean == 0) {
        break;
      }
      step(padded, now, size, spacing, axes, -1 / (2 * mean * conductance * conductance));
    }
    return now;
  }

  private static double mean(Padded padded, Size size, Vec3 spacing, int[] axes) {
    float[] v = padded.voxels();
    double sum =
        Rows.sum(
            size,
            (j, k, at) -> {
              double row = 0;
              int from = padded.offset(0, j, k);
              for (int axis : axes) {
                int s = padded.stride(axis);
                double scale = 0.5 / spacing.get(axis);
                for (int i = from; i < from + size.width(); i++) {
                  double d = (v[i + s] - v[i - s]) * scale;
                  row += d * d;
                }
              }
              return row;
            });
    return sum / size.voxels();
  }

  private void step(
      Padded padded, float[] now, Size size, Vec3 spacing, int[] axes, double factor) {
    float[] v = padded.voxels();
    Rows.each(
        size,
        (j, k, at) -> {
          int from = padded.offset(0, j, k);
          double[] ahead = new double[size.width()];
          double[] behind = new double[size.width()];
          double[] change = new double[size.width()];
          for (int a : axes) {
            int s = padded.stride(a);
            java.util.Arrays.fill(ahead, 0);
            java.util.Arrays.fill(behind, 0);
            for (int b : axes) {
              if (b != a) {
                across(v, from, s, padded.stride(b), 0.5 / spacing.get(b), ahead, behind);
              }
            }
            double scale = 1 / spacing.get(a);
            for (int i = 0; i < change.length; i++) {
              double f = (v[from + i + s] - v[from + i]) * scale;
              double g = (v[from + i] - v[from + i - s]) * scale;
              change[i] += f * Math.exp((f * f + ahead[i]) * factor);
              change[i] -= g * Math.exp((g * g + behind[i]) * factor);
            }
          }
          for (int i = 0; i < change.length; i++) {
            now[at + i] += (float) (step * (float) change[i]);
          }
        });
  }

  /** The squared mean of the central differences along t at a face's two voxels, both faces. */
  private static void across(
      float[] v, int from, int s, int t, double scale, double[] ahead, double[] behind) {
    for (int i = 0; i < ahead.length; i++) {
      int x = from + i;
      double here = (v[x + t] - v[x - t]) * scale;
      double next = (v[x + s + t] - v[x + s - t]) * scale;
      double last = (v[x - s + t] - v[x - s - t]) * scale;
      ahead[i] += 0.25 * (here + next) * (here + next);
      behind[i] += 0.25 * (here + last) * (here + last);
    }
  }
}
