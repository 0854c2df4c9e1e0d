package io.osler.learn.infer;

import io.osler.core.volume.Volume;
import io.osler.learn.data.OutlineCodec;
import io.osler.learn.data.Outlines;
import java.util.ArrayList;
import java.util.List;

/** How sure a segmentation is, from its probabilities (classes are channels). */
public record Uncertainty(Outlines outlines) {
  /** Below this entropy a voxel is sure. */
  private static final double SURE = 0.01;

  /**
   * −Σ p·ln p / ln C per voxel, in [0, 1]; of regions the mean of their binary entropies. The
   * probabilities of an ensemble are the mean of its members', so their disagreement is in it.
   */
  public Volume entropy(Volume p) {
    int n = p.size().voxels();
    int classes = p.channels();
    float[] out = new float[n];
    double scale =
        outlines.regions() ? 1 / (classes * Math.log(2)) : 1 / Math.log(Math.max(2, classes));
    for (int c = 0; c < classes; c++) {
      for (int v = 0; v < n; v++) {
        double q = p.voxels()[c * n + v];
        double h = surprise(q) + (outlines.regions() ? surprise(1 - q) : 0);
        out[v] += (float) (h * scale);
      }
    }
    return Volume.of(p.size(), p.geometry(), out);
  }

  private static double surprise(double q) {
    return q > 0 ? -q * Math.log(q) : 0;
  }

  /** The mean entropy of the voxels that are not sure; 0 without any. */
  public double mean(Volume p) {
    return new Tally().plus(p).mean();
  }

  /**
   * 2·Σ_{v in P} p(v) / (Σ p + |P|) for each structure, P its predicted voxels: the Dice that a
   * model expects of itself if its probabilities are true; NaN for one that it does not see. Empty
   * for objects.
   */
  public List<Double> expectedDice(Volume p) {
    return new Tally().plus(p).expectedDice();
  }

  /** What both are computed from, summed up over parts of an image that come one by one. */
  public final class Tally {
    private final int structures = outlines.instances() ? 0 : outlines.structures().size();
    private final double[] inside = new double[structures];
    private final double[] all = new double[structures];
    private final long[] count = new long[structures];
    private double entropy;
    private long unsure;

    public Tally plus(Volume p) {
      for (float h : entropy(p).voxels()) {
        if (h > SURE) {
          entropy += h;
          unsure++;
        }
      }
      OutlineCodec codec = new OutlineCodec(outlines);
      int n = p.size().voxels();
      int[] coded = structures == 0 ? new int[0] : codec.choose(p.voxels(), n);
      for (int s = 0; s < structures; s++) {
        boolean[] mask = codec.mask(coded, s);
        int channel = outlines.regions() ? s : s + 1;
        for (int v = 0; v < n; v++) {
          double q = p.voxels()[channel * n + v];
          all[s] += q;
          inside[s] += mask[v] ? q : 0;
          count[s] += mask[v] ? 1 : 0;
        }
      }
      return this;
    }

    /** As {@link Uncertainty#mean}. */
    public double mean() {
      return unsure == 0 ? 0 : entropy / unsure;
    }

    /** As {@link Uncertainty#expectedDice(Volume)}. */
    public List<Double> expectedDice() {
      List<Double> expected = new ArrayList<>();
      for (int s = 0; s < structures; s++) {
        expected.add(count[s] == 0 ? Double.NaN : 2 * inside[s] / (all[s] + count[s]));
      }
      return expected;
    }
  }
}
