package io.osler.core.segment;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.transform.ByChannel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.Arrays;
import java.util.List;

/**
 * Each voxel gets the label whose seeds a random walker from it most likely meets first, walking
 * over faces with weights exp(−β·d²/10s), d the difference of intensities and s their deviation,
 * both as if the image went from 0 to 1.
 *
 * <p>scikit-image's random_walker; the probabilities solve Laplace's equation by conjugate
 * gradients with Jacobi's preconditioner to {@code tolerance}. Memory: eight copies of a channel.
 */
@About(
    value = "Divides by where a random walk from each voxel first meets a seed.",
    source = "Grady 2006; scikit-image random_walker")
public record RandomWalker(
    @About("[i, j, k, label] of each") @Unit("voxels") List<Seed> seeds,
    @About("how much edges hold back") @Default("130") double beta,
    @About("of the residual, relative") @Default("1e-5") double tolerance)
    implements ByChannel {
  public RandomWalker {
    seeds = List.copyOf(seeds);
    Require.that(!seeds.isEmpty(), "seeds", seeds, "at least one voxel");
    for (Seed s : seeds) {
      Require.within("label", s.label(), 1, 1 << 20);
    }
    Require.within("beta", beta, 0, 1e6);
    Require.within("tolerance", tolerance, 1e-9, 0.1);
  }

  @Override
  public float[] channel(float[] in, Size size, Vec3 spacing) {
    float[] out = new float[in.length]; // seeds negative until the end
    for (Seed s : Seed.within(seeds, size)) {
      out[s.offset(size)] = -s.label();
    }
    int[] labels = seeds.stream().mapToInt(Seed::label).distinct().sorted().toArray();
    if (labels.length == 1) {
      Arrays.fill(out, labels[0]);
      return out;
    }
    Walk walk = new Walk(in, size, beta, out);
    float[] best = walk.probability(labels[0], tolerance);
    for (int v = 0; v < out.length; v++) {
      out[v] = out[v] < 0 ? out[v] : labels[0];
    }
    for (int l = 1; l < labels.length; l++) {
      // Of two, one is what the other leaves.
      float[] p = labels.length == 2 ? best : walk.probability(labels[l], tolerance);
      for (int v = 0; v < out.length; v++) {
        float likely = labels.length == 2 ? 1 - p[v] : p[v];
        if (out[v] > 0 && likely > best[v]) {
          best[v] = likely;
          out[v] = labels[l];
        }
      }
    }
    for (int v = 0; v < out.length; v++) {
      out[v] = Math.abs(out[v]);
    }
    return out;
  }
}
