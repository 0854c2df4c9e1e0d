package io.osler.learn.explain;

import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.volume.Size;
import io.osler.learn.net.FeatureMaps;
import io.osler.learn.net.Network;
import org.bytedeco.pytorch.Tensor;

/** How a heat map is made: a record per method, as it stands in a configuration. */
public sealed interface Method {

  /**
   * What in {@code input} (1, C, H, W) or (1, C, D, H, W) spoke for class {@code target}; the same
   * every time. The network is put into evaluation mode meanwhile, its weights and their gradients
   * stay as they are.
   */
  default HeatMap explain(Network network, Tensor input, int target) {
    boolean training = network.weights().training();
    network.weights().training(false);
    try {
      return switch (this) {
        case Cam _ -> FeatureMethods.cam(Subject.of(network, input, target));
        case GradCam _ -> FeatureMethods.gradCam(Subject.of(network, input, target));
        case GradCamPp _ -> FeatureMethods.gradCamPp(Subject.of(network, input, target));
        case Occlusion method -> InputMethods.occlusion(method, Subject.of(network, input, target));
        case IntegratedGradients method ->
            InputMethods.integratedGradients(method, Subject.of(network, input, target));
        case SmoothGrad method ->
            InputMethods.smoothGrad(method, Subject.of(network, input, target));
      };
    } finally {
      network.weights().training(training);
    }
  }

  /** Grad-CAM where the network has feature maps, occlusion elsewhere. */
  static Method suited(Network network) {
    return network instanceof FeatureMaps ? new GradCam() : new Occlusion(0, 0, 0);
  }

  /**
   * Σₖ wₖ·Aₖ with the class's weights w of a linear head over pooled feature maps A; signed.
   * Refuses a network with any other head. Zhou et al. 2016.
   */
  record Cam() implements Method {}

  /** max(0, Σₖ mean(∂y/∂Aₖ)·Aₖ). Selvaraju et al. 2017. */
  record GradCam() implements Method {}

  /**
   * max(0, Σₖ wₖ·Aₖ) with wₖ = Σ α·max(0, g), α = g² / (2g² + g³·ΣAₖ), g = ∂y/∂Aₖ. Chattopadhyay et
   * al. 2018, for y the logit in an exponential.
   */
  record GradCamPp() implements Method {}

  /**
   * Mean fall of the logit over all windows that hid the voxel; signed. Zeiler and Fergus 2014.
   *
   * @param window side of the square or cube, in voxels; 0 for a quarter of the longest side
   * @param stride between windows, at most the window, so that none is missed; 0 for half of it
   * @param fill value that hides, after normalisation
   */
  record Occlusion(@Default("0") int window, @Default("0") int stride, @Default("0") double fill)
      implements Method {
    public Occlusion {
      Require.atLeast("window", window, 0);
      Require.within("stride", stride, 0, window == 0 ? 0 : window);
      Require.that(Double.isFinite(fill), "fill", fill, "a finite number");
    }

    Occlusion fitting(Size size) {
      int longest = Math.max(size.width(), Math.max(size.height(), size.depth()));
      int side = window > 0 ? window : Math.max(1, longest / 4);
      return new Occlusion(side, stride > 0 ? stride : Math.max(1, side / 2), fill);
    }
  }

  /**
   * Σ over channels of (x − x₀)·mean of ∂y/∂x along the straight way from x₀ to x; signed, and its
   * sum tends to y(x) − y(x₀). Sundararajan et al. 2017.
   *
   * @param steps midpoints along the way
   * @param baseline x₀, everywhere the same, after normalisation
   */
  record IntegratedGradients(@Default("64") int steps, @Default("0") double baseline)
      implements Method {
    public IntegratedGradients {
      Require.within("steps", steps, 1, 10_000);
      Require.that(Double.isFinite(baseline), "baseline", baseline, "a finite number");
    }
  }

  /**
   * Σ over channels of (x − x₀)·mean of ∂y/∂x at x + noise; signed. Smilkov et al. 2017, in the
   * form multiplied with the image of its section on visualisation.
   *
   * <p>Why not |mean of ∂y/∂x| alone: a gradient says where a change would move y, not what made y.
   * For y = w·mean(x) it is the same at every voxel, whatever the image shows; in a network of
   * convolutions and ReLUs it is often steepest beside the structure, where a little more of it
   * would count most. (x − x₀)·∂y/∂x is the first-order share of voxel x in y(x) − y(x₀). Its
   * price: a voxel that equals x₀ gets 0, even where being x₀ is what matters.
   *
   * @param noise standard deviation as a share of the input's range; the paper found 0.1 to 0.2
   *     good
   * @param baseline x₀, everywhere the same, after normalisation
   */
  record SmoothGrad(
      @Default("48") int samples,
      @Default("0.1") double noise,
      @Default("0") double baseline,
      @Default("1") long seed)
      implements Method {
    public SmoothGrad {
      Require.within("samples", samples, 1, 10_000);
      Require.within("noise", noise, 0, 10);
      Require.that(Double.isFinite(baseline), "baseline", baseline, "a finite number");
    }
  }
}
