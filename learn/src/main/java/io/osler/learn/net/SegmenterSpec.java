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
      case Vnet spec -> VNetwork.build(spec, input, seed);
      case Fcn8s spec -> FcnNetwork.build(spec, input, seed);
      case SegNet spec -> SegNetwork.build(spec, input, seed);
      case DeepLabV3 spec -> DeepLabNetwork.build(spec, input, seed);
      case Fpn spec -> PyramidNetwork.build(spec, input, seed);
      case RefineNet spec -> RefineNetwork.build(spec, input, seed);
      case HolisticallyNested spec -> HolisticNetwork.build(spec, input, seed);
      case DeepMedic spec -> DeepMedicNetwork.build(spec, input, seed);
      case InputCascade spec -> CascadeInputNetwork.build(spec, input, seed);
      case EncoderWithShortcuts spec -> ShortcutNetwork.build(spec, input, seed);
      case SmallKernelPatch spec -> PatchNetwork.build(spec, input, seed);
      case AttentionUnet spec -> AttentionNetwork.build(spec, input, seed);
      case MeshNet spec -> MeshNetwork.build(spec, input, seed);
      case CoarseToFine spec -> CoarseToFineNetwork.build(spec, input, seed);
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

  /** Milletari et al. 2016; {@code width} maps at the image's size. */
  @Kind("v-net")
  @About(value = "residual stages of 5×5×5 convolutions", source = "Milletari et al. 2016")
  record Vnet(@Default("16") int width, @Default("0.5") double dropout) implements SegmenterSpec {
    public Vnet {
      Require.within("width", width, 2, 1024);
      checkDropout(dropout);
    }
  }

  /** Long et al. 2015; {@code width} maps in VGG-16's first stage. */
  @Kind("fcn-8s")
  @About(
      value = "VGG-16 without dense layers, enlarged in three steps",
      source = "Long et al. 2015")
  record Fcn8s(
      @Default("64") int width, @Default("4096") int hidden, @Default("0.5") double dropout)
      implements SegmenterSpec {
    public Fcn8s {
      Require.within("width", width, 1, 1024);
      Require.within("hidden", hidden, 1, 65536);
      checkDropout(dropout);
    }
  }

  /** Badrinarayanan et al. 2015; {@code width} maps in the first stage. */
  @Kind("segnet")
  @About(
      value = "encoder and decoder tied by the places of the maxima",
      source = "Badrinarayanan et al. 2015")
  record SegNet(@Default("64") int width) implements SegmenterSpec {
    public SegNet {
      Require.within("width", width, 1, 1024);
    }
  }

  /** Chen et al. 2017; {@code maps} of each branch of the pyramid. */
  @Kind("deeplab-v3")
  @About(value = "ResNet-50 with atrous spatial pyramid pooling", source = "Chen et al. 2017")
  record DeepLabV3(
      @Default("64") int width,
      @Default("256") int maps,
      @Default("[12, 24, 36]") List<Integer> rates,
      @Default("0.5") double dropout)
      implements SegmenterSpec {
    public DeepLabV3 {
      Require.within("width", width, 1, 1024);
      Require.within("maps", maps, 1, 4096);
      rates = List.copyOf(rates);
      Require.that(rates.size() <= 8, "rates", rates, "at most 8 numbers");
      rates.forEach(rate -> Require.within("rates", rate, 1, 256));
      checkDropout(dropout);
    }
  }

  /**
   * Lin et al. 2017, the head of Kirillov et al. 2019, on a ResNet of these many blocks a stage.
   */
  @Kind("fpn")
  @About(value = "feature pyramid on a ResNet-34", source = "Lin et al. 2017, Kirillov et al. 2019")
  record Fpn(
      @Default("[3, 4, 6, 3]") List<Integer> blocks,
      @Default("64") int width,
      @Default("256") int maps)
      implements SegmenterSpec {
    public Fpn {
      blocks = checkedBlocks(blocks);
      Require.within("width", width, 1, 1024);
      Require.within("maps", maps, 2, 4096);
    }
  }

  /** Lin et al. 2017, on a ResNet of these many blocks a stage. */
  @Kind("refinenet")
  @About(value = "refines from the deepest stage up", source = "Lin et al. 2017")
  record RefineNet(
      @Default("[3, 4, 6, 3]") List<Integer> blocks,
      @Default("64") int width,
      @Default("256") int maps)
      implements SegmenterSpec {
    public RefineNet {
      blocks = checkedBlocks(blocks);
      Require.within("width", width, 1, 1024);
      Require.within("maps", maps, 1, 4096);
    }
  }

  /** Xie and Tu 2015; {@code width} maps in VGG-16's first stage. */
  @Kind("holistically-nested")
  @About(value = "VGG-16 with an output at every stage", source = "Xie and Tu 2015")
  record HolisticallyNested(@Default("64") int width) implements SegmenterSpec {
    public HolisticallyNested {
      Require.within("width", width, 1, 1024);
    }
  }

  /** Kamnitsas et al. 2017; the second pathway sees the image at 1/{@code factor} of its size. */
  @Kind("deepmedic")
  @About(value = "two pathways, detail and context", source = "Kamnitsas et al. 2017")
  record DeepMedic(
      @Default("[30, 30, 40, 40, 40, 40, 50, 50]") List<Integer> features,
      @Default("150") int hidden,
      @Default("3") int factor,
      @Default("0.5") double dropout)
      implements SegmenterSpec {
    public DeepMedic {
      features = List.copyOf(features);
      Require.that(
          !features.isEmpty() && features.size() <= 64, "features", features, "1 to 64 numbers");
      features.forEach(maps -> Require.within("features", maps, 1, 4096));
      Require.within("hidden", hidden, 1, 4096);
      Require.within("factor", factor, 2, 16);
      checkDropout(dropout);
    }
  }

  /** Havaei et al. 2017: maps of the local and the wide pathway, side of the last kernel. */
  @Kind("input-cascade")
  @About(value = "two-pathway network, twice", source = "Havaei et al. 2017")
  record InputCascade(@Default("64") int local, @Default("160") int global, @Default("21") int last)
      implements SegmenterSpec {
    public InputCascade {
      Require.within("local", local, 1, 4096);
      Require.within("global", global, 1, 4096);
      Require.that(last % 2 == 1 && last > 0 && last < 64, "last", last, "odd, below 64");
    }
  }

  /** Brosch et al. 2016. */
  @Kind("encoder-with-shortcuts")
  @About(value = "convolutional encoder with shortcuts", source = "Brosch et al. 2016")
  record EncoderWithShortcuts(
      @Default("2") int stages, @Default("32") int maps, @Default("9") int kernel)
      implements SegmenterSpec {
    public EncoderWithShortcuts {
      Require.within("stages", stages, 2, 8);
      Require.within("maps", maps, 1, 4096);
      Require.that(kernel % 2 == 1 && kernel > 0 && kernel < 32, "kernel", kernel, "odd, below 32");
    }
  }

  /** Pereira et al. 2016. */
  @Kind("small-kernel-patch")
  @About(value = "patch network of 3×3 kernels, for all patches", source = "Pereira et al. 2016")
  record SmallKernelPatch(
      @Default("64") int maps, @Default("256") int hidden, @Default("0.1") double dropout)
      implements SegmenterSpec {
    public SmallKernelPatch {
      Require.within("maps", maps, 1, 4096);
      Require.within("hidden", hidden, 1, 4096);
      checkDropout(dropout);
    }
  }

  /** Oktay et al. 2018; {@code features} of each stage. */
  @Kind("attention-unet")
  @About(value = "U-Net whose skips are gated", source = "Oktay et al. 2018")
  record AttentionUnet(@Default("[32, 64, 128, 256]") List<Integer> features)
      implements SegmenterSpec {
    public AttentionUnet {
      features = List.copyOf(features);
      Require.that(
          features.size() >= 2 && features.size() <= 10, "features", features, "2 to 10 stages");
      features.forEach(maps -> Require.within("features", maps, 2, 4096));
    }
  }

  /** Fedorov et al. 2017: as many layers as dilations. */
  @Kind("meshnet")
  @About(value = "dilated convolutions at the image's size", source = "Fedorov et al. 2017")
  record MeshNet(
      @Default("21") int maps,
      @Default("[1, 2, 4, 8, 16, 8, 4, 2, 1]") List<Integer> dilations,
      @Default("relu") Activation activation,
      @Default("batch") Norm norm,
      @Default("true") boolean bias,
      @Default("0.0") double dropout)
      implements SegmenterSpec {
    /** What follows each convolution. */
    public enum Activation {
      RELU,
      ELU,
      GELU
    }

    /** What stands between a convolution and its activation; {@code INSTANCE} learns nothing. */
    public enum Norm {
      NONE,
      BATCH,
      INSTANCE
    }

    public MeshNet {
      Require.within("maps", maps, 1, 4096);
      dilations = List.copyOf(dilations);
      Require.that(
          !dilations.isEmpty() && dilations.size() <= 256, "dilations", dilations, "1 to 256");
      dilations.forEach(dilation -> Require.within("dilations", dilation, 1, 256));
      checkDropout(dropout);
    }
  }

  /** The coarse network sees the image at 1/{@code factor} of its size. */
  @Kind("coarse-to-fine")
  @About("any two networks, one after the other")
  record CoarseToFine(SegmenterSpec coarse, SegmenterSpec fine, @Default("2") int factor)
      implements SegmenterSpec {
    public CoarseToFine {
      Require.within("factor", factor, 2, 16);
    }
  }

  private static List<Integer> checkedBlocks(List<Integer> blocks) {
    Require.that(!blocks.isEmpty() && blocks.size() <= 6, "blocks", blocks, "1 to 6 numbers");
    blocks.forEach(n -> Require.within("blocks", n, 1, 64));
    return List.copyOf(blocks);
  }

  private static void checkDropout(double dropout) {
    Require.that(dropout >= 0 && dropout < 1, "dropout", dropout, "in [0, 1)");
  }
}
