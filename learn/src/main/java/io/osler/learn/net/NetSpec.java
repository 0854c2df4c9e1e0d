package io.osler.learn.net;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Kind;
import io.osler.core.config.Require;
import java.util.List;

/** Which network: a record per architecture, as it stands in a plan. */
public sealed interface NetSpec
    permits NetSpec.Mlp,
        NetSpec.Lenet5,
        NetSpec.AlexNet,
        NetSpec.Vgg11,
        NetSpec.Vgg16,
        NetSpec.Vgg19,
        NetSpec.GoogLeNet,
        NetSpec.InceptionV3,
        NetSpec.Resnet18,
        NetSpec.Resnet34,
        NetSpec.Resnet50,
        NetSpec.Densenet121,
        NetSpec.MobilenetV2,
        NetSpec.EfficientnetLite0,
        NetSpec.Squeezenet,
        NetSpec.VoxCnn,
        NetSpec.VolumetricResnet18,
        SegmenterSpec {

  /** The network with first values drawn from {@code seed}; refuses an input that does not fit. */
  default Network build(Input input, long seed) {
    return switch (this) {
      case Mlp spec -> new MlpNetwork(spec, input, seed);
      case Lenet5 _ -> new LenetNetwork(input, seed);
      case Resnet18(var stem, var width) ->
          ResidualNetwork.plain("resnet-18", List.of(2, 2, 2, 2), stem, width, input, seed);
      case Resnet34(var stem, var width) ->
          ResidualNetwork.plain("resnet-34", List.of(3, 4, 6, 3), stem, width, input, seed);
      case Resnet50(var stem) ->
          ResidualNetwork.bottleneck("resnet-50", List.of(3, 4, 6, 3), stem, input, seed);
      case AlexNet(var dropout) -> AlexNetwork.build(dropout, input, seed);
      case Vgg11(var dropout) -> VggNetwork.build("vgg-11", VggNetwork.VGG11, dropout, input, seed);
      case Vgg16(var dropout) -> VggNetwork.build("vgg-16", VggNetwork.VGG16, dropout, input, seed);
      case Vgg19(var dropout) -> VggNetwork.build("vgg-19", VggNetwork.VGG19, dropout, input, seed);
      case GoogLeNet spec -> GoogleNetwork.build(spec, input, seed);
      case InceptionV3(var dropout) -> InceptionNetwork.build(dropout, input, seed);
      case Densenet121(var stem) -> DenseNetwork.build(stem, input, seed);
      case MobilenetV2 spec -> MobileNetwork.build(spec, input, seed);
      case EfficientnetLite0 spec -> EfficientNetwork.build(spec, input, seed);
      case Squeezenet spec -> SqueezeNetwork.build(spec, input, seed);
      case VoxCnn(var dropout) -> VoxNetwork.build(dropout, input, seed);
      case VolumetricResnet18(var stem, var width) ->
          ResidualNetwork.volumetric(
              "volumetric-resnet-18", List.of(2, 2, 2, 2), stem, width, input, seed);
      case SegmenterSpec spec -> spec.segmenter(input, seed);
    };
  }

  /** Fully connected layers with ReLU over the flattened image. */
  @Kind("mlp")
  @About("fully connected layers over all pixels")
  record Mlp(@Default("[256, 256]") List<Integer> hidden, @Default("0.0") double dropout)
      implements NetSpec {
    public Mlp {
      hidden = List.copyOf(hidden);
      hidden.forEach(units -> Require.within("hidden", units, 1, 1 << 20));
      checkDropout(dropout);
    }
  }

  /** LeCun et al. 1998, with ReLU and max pooling. */
  @Kind("lenet-5")
  @About(value = "two convolutions, three dense layers", source = "LeCun et al. 1998")
  record Lenet5() implements NetSpec {}

  /** Krizhevsky 2014. */
  @Kind("alexnet")
  @About(value = "five convolutions, three dense layers", source = "Krizhevsky 2014")
  record AlexNet(@Default("0.5") double dropout) implements NetSpec {
    public AlexNet {
      checkDropout(dropout);
    }
  }

  /** Simonyan and Zisserman 2014. */
  @Kind("vgg-11")
  @About(value = "11 plain layers of 3×3 convolutions", source = "Simonyan and Zisserman 2014")
  record Vgg11(@Default("0.5") double dropout) implements NetSpec {
    public Vgg11 {
      checkDropout(dropout);
    }
  }

  /** Simonyan and Zisserman 2014. */
  @Kind("vgg-16")
  @About(value = "16 plain layers of 3×3 convolutions", source = "Simonyan and Zisserman 2014")
  record Vgg16(@Default("0.5") double dropout) implements NetSpec {
    public Vgg16 {
      checkDropout(dropout);
    }
  }

  /** Simonyan and Zisserman 2014. */
  @Kind("vgg-19")
  @About(value = "19 plain layers of 3×3 convolutions", source = "Simonyan and Zisserman 2014")
  record Vgg19(@Default("0.5") double dropout) implements NetSpec {
    public Vgg19 {
      checkDropout(dropout);
    }
  }

  /** Szegedy et al. 2014, as torchvision has it: batch normalisation, two auxiliary heads. */
  @Kind("googlenet")
  @About(value = "inception modules with batch normalisation", source = "Szegedy et al. 2014")
  record GoogLeNet(
      @Default("0.2") double dropout,
      @Default("0.7") double auxiliaryDropout,
      @Default("imagenet") Stem stem)
      implements NetSpec {
    public GoogLeNet {
      checkDropout(dropout);
      checkDropout(auxiliaryDropout);
    }

    /** For images of 128 pixels and more. */
    public GoogLeNet(double dropout, double auxiliaryDropout) {
      this(dropout, auxiliaryDropout, Stem.IMAGENET);
    }
  }

  /** Szegedy et al. 2015, with an auxiliary head. */
  @Kind("inception-v3")
  @About(value = "factorised inception modules", source = "Szegedy et al. 2015")
  record InceptionV3(@Default("0.5") double dropout) implements NetSpec {
    public InceptionV3 {
      checkDropout(dropout);
    }
  }

  /** He et al. 2015; {@code width} is the number of maps in the first stage. */
  @Kind("resnet-18")
  @About(value = "residual network of 18 layers", source = "He et al. 2015")
  record Resnet18(@Default("imagenet") Stem stem, @Default("64") int width) implements NetSpec {
    public Resnet18 {
      Require.within("width", width, 1, 1024);
    }

    /** As wide as published. */
    public Resnet18(Stem stem) {
      this(stem, 64);
    }
  }

  /** He et al. 2015; {@code width} is the number of maps in the first stage. */
  @Kind("resnet-34")
  @About(value = "residual network of 34 layers", source = "He et al. 2015")
  record Resnet34(@Default("imagenet") Stem stem, @Default("64") int width) implements NetSpec {
    public Resnet34 {
      Require.within("width", width, 1, 1024);
    }

    /** As wide as published. */
    public Resnet34(Stem stem) {
      this(stem, 64);
    }
  }

  /** He et al. 2015. Strides lie in the 3×3 convolutions. */
  @Kind("resnet-50")
  @About(value = "residual network of 50 layers", source = "He et al. 2015")
  record Resnet50(@Default("imagenet") Stem stem) implements NetSpec {}

  /** Huang et al. 2016. */
  @Kind("densenet-121")
  @About(value = "every layer sees all before it", source = "Huang et al. 2016")
  record Densenet121(@Default("imagenet") Stem stem) implements NetSpec {}

  /** Sandler et al. 2018. */
  @Kind("mobilenet-v2")
  @About(value = "inverted residuals, small and fast", source = "Sandler et al. 2018")
  record MobilenetV2(@Default("0.2") double dropout, @Default("imagenet") Stem stem)
      implements NetSpec {
    public MobilenetV2 {
      checkDropout(dropout);
    }

    /** For images of 128 pixels and more. */
    public MobilenetV2(double dropout) {
      this(dropout, Stem.IMAGENET);
    }
  }

  /**
   * Tan and Le 2019, the Lite variant; names as efficientnet-pytorch. {@code dropConnect} is the
   * probability with which the last block's branch is left out of a sample; it grows from 0.
   */
  @Kind("efficientnet-lite-0")
  @About(
      value = "scaled inverted residuals without squeeze-and-excitation",
      source = "Tan and Le 2019")
  record EfficientnetLite0(
      @Default("0.2") double dropout,
      @Default("0.2") double dropConnect,
      @Default("imagenet") Stem stem)
      implements NetSpec {
    public EfficientnetLite0 {
      checkDropout(dropout);
      checkDropout(dropConnect);
    }

    /** For images of 128 pixels and more. */
    public EfficientnetLite0(double dropout, double dropConnect) {
      this(dropout, dropConnect, Stem.IMAGENET);
    }
  }

  /** Iandola et al. 2016, version 1.0. */
  @Kind("squeezenet")
  @About(value = "1.2 million parameters, fire modules", source = "Iandola et al. 2016")
  record Squeezenet(@Default("0.5") double dropout, @Default("imagenet") Stem stem)
      implements NetSpec {
    public Squeezenet {
      checkDropout(dropout);
    }

    /** For images of 128 pixels and more. */
    public Squeezenet(double dropout) {
      this(dropout, Stem.IMAGENET);
    }
  }

  /** Korolev et al. 2017. */
  @Kind("voxcnn")
  @About(value = "plain volumetric network", source = "Korolev et al. 2017")
  record VoxCnn(@Default("0.7") double dropout) implements NetSpec {
    public VoxCnn {
      checkDropout(dropout);
    }
  }

  /** ResNet-18 with cubes for squares; {@code width} is the number of maps in the first stage. */
  @Kind("volumetric-resnet-18")
  @About(value = "ResNet-18 with cubes for squares", source = "He et al. 2015")
  record VolumetricResnet18(@Default("small") Stem stem, @Default("64") int width)
      implements NetSpec {
    public VolumetricResnet18 {
      Require.within("width", width, 1, 1024);
    }
  }

  private static void checkDropout(double dropout) {
    Require.that(dropout >= 0 && dropout < 1, "dropout", dropout, "in [0, 1)");
  }
}
