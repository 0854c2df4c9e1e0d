package io.osler.learn.net;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Kind;
import io.osler.core.config.Require;
import java.util.List;

/**
 * Networks that say for every voxel what it is: (N, C, [D,] H, W) to logits (N, classes, [D,] H,
 * W). All of them work in two and in three dimensions.
 */
public sealed interface SegmenterSpec extends NetSpec {

  /** The network with first values drawn from {@code seed}; refuses an input that does not fit. */
  default Network segmenter(Input input, long seed) {
    return switch (this) {
      case Unet spec -> UnetNetwork.build(spec, input, seed);
    };
  }

  /**
   * Ronneberger et al. 2015 as nnU-Net builds it (Isensee et al. 2021). Per-axis lists are in
   * tensor order, [D, H, W] or [H, W].
   *
   * @param features maps of each stage, from the image's size down
   * @param strides of each stage; empty halves every axis after the first stage
   * @param kernels of each stage; empty takes 3 along every axis
   * @param convolutions of each stage on the way down (residual: blocks); empty takes 2 (residual:
   *     1, 3, 4, 6, 6, …)
   * @param convolutionsUp of each stage but the last on the way back, from the image's size down;
   *     empty takes 2 (residual: 1)
   * @param residual whether the way down is made of residual blocks
   * @param deepSupervision whether the heads at lower sizes learn too
   * @param bias whether convolutions before a normalisation have one, as nnU-Net's do
   */
  @Kind("unet")
  @About(
      value = "encoder and decoder with skips, plain or residual, as nnU-Net's",
      source = "Ronneberger et al. 2015, Isensee et al. 2021")
  record Unet(
      @Default("[32, 64, 128, 256, 320]") List<Integer> features,
      @Default("[]") List<List<Integer>> strides,
      @Default("[]") List<List<Integer>> kernels,
      @Default("[]") List<Integer> convolutions,
      @Default("[]") List<Integer> convolutionsUp,
      @Default("false") boolean residual,
      @Default("true") boolean deepSupervision,
      @Default("true") boolean bias)
      implements SegmenterSpec {
    public Unet {
      features = List.copyOf(features);
      strides = strides.stream().map(List::copyOf).toList();
      kernels = kernels.stream().map(List::copyOf).toList();
      convolutions = List.copyOf(convolutions);
      convolutionsUp = List.copyOf(convolutionsUp);
      int stages = features.size();
      Require.that(stages >= 2 && stages <= 12, "features", features, "2 to 12 stages");
      features.forEach(maps -> Require.within("features", maps, 1, 4096));
      perStage("strides", strides, stages);
      perStage("kernels", kernels, stages);
      perStage("convolutions", convolutions, stages);
      perStage("convolutions-up", convolutionsUp, stages - 1);
      strides.forEach(axes -> axes.forEach(n -> Require.within("strides", n, 1, 16)));
      kernels.forEach(
          axes ->
              axes.forEach(
                  n -> Require.that(n % 2 == 1 && n > 0 && n < 16, "kernels", n, "odd, below 16")));
      convolutions.forEach(n -> Require.within("convolutions", n, 1, 64));
      convolutionsUp.forEach(n -> Require.within("convolutions-up", n, 1, 64));
    }

    /** 3×3 kernels, two convolutions a stage, every stride 2. */
    public Unet(List<Integer> features) {
      this(features, List.of(), List.of(), List.of(), List.of(), false, true, true);
    }

    private static void perStage(String key, List<?> list, int stages) {
      Require.that(
          list.isEmpty() || list.size() == stages,
          key,
          list,
          "one entry for each of " + stages + " stages, or none");
    }
  }
}
