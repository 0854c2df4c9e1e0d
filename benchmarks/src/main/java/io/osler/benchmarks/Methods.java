package io.osler.benchmarks;

import static io.osler.benchmarks.Method.of;

import io.osler.core.segment.RegionGrowing;
import io.osler.core.segment.Seed;
import io.osler.core.segment.Watershed;
import io.osler.core.transform.Border;
import io.osler.core.transform.CentreCropOrPad;
import io.osler.core.transform.Elastic;
import io.osler.core.transform.Interpolation;
import io.osler.core.transform.LabelRule;
import io.osler.core.transform.MatchHistogram;
import io.osler.core.transform.Resize;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** The list of the comparison; parameters are those of peers/transforms.py. */
final class Methods {
  private static final int DIVISIONS = 8;

  private Methods() {}

  static final int CELLS = 6;
  static final String AFFINE =
      "affine(rotation=[0, 0, 12], scale=[1.1, 1.1, 1], shift=[0.02, 0.01, 0], border=edge)";

  static List<Method> all() {
    return List.of(
        of("resample-linear", resized(1.125, Interpolation.LINEAR), 1e-6, 0)
            .near("MONAI (PyTorch)", 5e-5, 0), // its coordinates are floats
        // Before the first and after the last voxel's centre ours repeats the edge, theirs mirrors.
        of("resample-cubic", resized(1.125, Interpolation.B_SPLINE), 1e-6, 0)
            .where(Methods::withoutRim),
        // They are told their matrix by places in float; outside the image ITK has nothing.
        of("affine", AFFINE, 1e-4, 0).where(warp(AFFINE.replace("edge", "constant"))),
        of("elastic", elastic(Border.EDGE, false)::apply, 1e-4, 0) // likewise
            .where(image -> elastic(Border.CONSTANT, false).apply(ones(image))),
        of("area-resize", resized(0.5, Interpolation.AREA), 1e-6, 0),
        // Theirs cuts to 2¹⁴ grey levels; where that meets a bin's edge, a level more is lost.
        of("clahe", "clahe", 1e-4, 1e-4),
        of("histogram-match", Methods::matched, 1e-6, 0),
        of("n4", "n4(shrink=4, levels=3, iterations=20)", 1e-4, 0), // iterated in float by ITK
        of("gaussian", "gaussian-blur(sigma=2)", 1e-6, 0)
            .near("SimpleITK", 7e-3, 0) // a recursive filter that approximates the density
            .near("MONAI", 1e-4, 0), // its kernel does not quite sum to one
        of("median", "median(radius=2)", 0, 0),
        // ITK looks up the density in a table of 1000 entries.
        of("bilateral", "bilateral(range=25, sigma=1.5)", 1e-3, 0).only(2),
        // Theirs leaves one face out of each patch and counts the centre twice: see definitions.md.
        of("non-local-means", "non-local-means(h=15, patch=2, search=3)", 5e-2, 0.03),
        of("anisotropic-diffusion", "anisotropic-diffusion(iterations=5)", 1e-6, 0),
        of("total-variation", "total-variation(weight=20, iterations=20, tolerance=0)", 1e-6, 0),
        of("wavelet", "wavelet-denoise(wavelet=db2, sigma=8, levels=3)", 2e-6, 0), // both in float
        of("fourier", "butterworth(cutoff=0.1)", 2e-6, 0), // both in float
        of("otsu", "otsu", 0, 0).near("SimpleITK", 0, 5e-3), // its bins end elsewhere
        of("canny", "canny(low=40, high=120, sigma=1.5)", 0, 0).only(2),
        of("region-growing", Methods::grown, 0, 0),
        // Seeds of equal height leave scikit-image's heap in the heap's order, ours as they are
        // given.
        of("watershed", Methods::basins, 0, 0.01).on(Method.Input.GRADIENT),
        of("components", "components", 0, 0).on(Method.Input.MASK),
        of("closing", "closing(radius=3)", 0, 0),
        of("opening", "opening(radius=3)", 0, 0)
            .near("SimpleITK", 0, 0.01) // its ball reaches half a voxel further
            .on(Method.Input.MASK),
        of("distance", "distance-transform", 1e-6, 0).on(Method.Input.MASK),
        of("skeleton", "skeleton", 0, 0).on(Method.Input.MASK),
        // Eigenvalues of like size and other sign are ordered by rounding.
        of("frangi", "frangi(sigmas=[1.5, 3])", 1e-5, 1e-4),
        // A voxel as near to two centres goes by rounding, and the centres follow it.
        of("slic", "slic(segments=400, compactness=0.1)", 0, 0.01).ofRegions(),
        of("macenko", "macenko", 1e-5, 0).on(Method.Input.SLIDE).only(2));
  }

  private static UnaryOperator<Volume> warp(String step) {
    return image -> Method.step(step).apply(ones(image));
  }

  private static Volume ones(Volume image) {
    float[] ones = new float[image.voxels().length];
    Arrays.fill(ones, 1);
    return image.with(ones);
  }

  private static Volume withoutRim(Volume image) {
    Size s = image.size();
    int deep = s.is2d() ? 1 : s.depth() - 2;
    Size inner = new Size(s.width() - 2, s.height() - 2, deep);
    return new CentreCropOrPad(s).apply(ones(new CentreCropOrPad(inner).apply(image)));
  }

  /** Inverted, it moves points as the other moves the places that values come from. */
  static Elastic elastic(Border border, boolean inverted) {
    return new Elastic(CELLS, 0.3, 4, border, 0, LabelRule.NEAREST, inverted);
  }

  private static UnaryOperator<Volume> resized(double factor, Interpolation interpolation) {
    return image -> {
      Size s = image.size();
      int depth = s.is2d() ? 1 : (int) (s.depth() * factor);
      Size to = new Size((int) (s.width() * factor), (int) (s.height() * factor), depth);
      return new Resize(to, interpolation).apply(image);
    };
  }

  /** To the histogram of its own square. */
  private static Volume matched(Volume image) {
    return MatchHistogram.to(reference(image), 1 << 20).apply(image);
  }

  static Volume reference(Volume image) {
    float[] v = image.voxels().clone();
    for (int i = 0; i < v.length; i++) {
      v[i] = v[i] * v[i] / 255;
    }
    return image.with(v);
  }

  /** From the brightest of the middle row, down to half of it. */
  private static Volume grown(Volume image) {
    Size s = image.size();
    int best = 0;
    for (int i = 0; i < s.width(); i++) {
      if (image.at(0, i, s.height() / 2, s.depth() / 2)
          > image.at(0, best, s.height() / 2, s.depth() / 2)) {
        best = i;
      }
    }
    double high = image.at(0, best, s.height() / 2, s.depth() / 2);
    Seed seed = new Seed(best, s.height() / 2, s.depth() / 2, 1);
    return new RegionGrowing(List.of(seed), high / 2, high).apply(image);
  }

  /** From a regular grid of seeds. */
  private static Volume basins(Volume image) {
    Size s = image.size();
    List<Seed> seeds = new ArrayList<>();
    int deep = s.is2d() ? 1 : DIVISIONS;
    for (int k = 0; k < deep; k++) {
      for (int j = 0; j < DIVISIONS; j++) {
        for (int i = 0; i < DIVISIONS; i++) {
          int z = s.is2d() ? 0 : s.depth() * (2 * k + 1) / (2 * DIVISIONS);
          int y = s.height() * (2 * j + 1) / (2 * DIVISIONS);
          int x = s.width() * (2 * i + 1) / (2 * DIVISIONS);
          seeds.add(new Seed(x, y, z, seeds.size() + 1));
        }
      }
    }
    return new Watershed(seeds).apply(image);
  }
}
