package io.osler.learn.plan;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Vec3;
import io.osler.learn.data.Outlines;
import java.util.List;

/**
 * What a plan says beyond classification when voxels are labelled: what is outlined, how patches
 * are drawn, how predictions are put together and tidied up. The patch is the plan's {@code input}.
 *
 * @param spacing of the grid that the network sees; 1 where files carry none
 */
public record Segmentation(
    Outlines outlines,
    @About("along i, j, k, axes towards left, posterior, superior") @Unit("mm") Vec3 spacing,
    Patches patches,
    Sliding sliding,
    Tidying tidying,
    @About("cases that are predicted whole to judge the model") @Default("1000") int judged) {
  public Segmentation {
    Require.within("judged", judged, 0, 1_000_000);
  }

  /**
   * How training patches are drawn.
   *
   * @param foreground share of patches about a voxel of a structure
   * @param rotation most degrees about k, either way; {@code tilt} likewise about i and j
   * @param turned probability of a rotation, {@code scaled} of a scale between the two factors
   */
  public record Patches(
      @Default("0.33") double foreground,
      @Unit("degrees") @Default("30") double rotation,
      @Unit("degrees") @Default("30") double tilt,
      @Default("0.2") double turned,
      @Default("0.7") double smallest,
      @Default("1.4") double largest,
      @Default("0.2") double scaled) {
    public Patches {
      Require.within("foreground", foreground, 0, 1);
      Require.within("rotation", rotation, 0, 180);
      Require.within("tilt", tilt, 0, 180);
      Require.within("turned", turned, 0, 1);
      Require.within("smallest", smallest, 0.1, 10);
      Require.within("largest", largest, smallest, 10);
      Require.within("scaled", scaled, 0, 1);
    }
  }

  /**
   * How patches cover an image in prediction, weighed by a Gaussian about each patch's middle.
   *
   * @param overlap least share of a patch that the next one covers too
   */
  public record Sliding(@Default("0.5") double overlap, @Default("2") int batch) {
    public Sliding {
      Require.within("overlap", overlap, 0, 0.9);
      Require.within("batch", batch, 1, 256);
    }
  }

  /**
   * What predictions go through, chosen after training on cases that were not learned from.
   *
   * @param largestOnly structures of which only the largest piece is kept
   * @param filled structures whose holes are filled
   * @param smallest pieces with fewer voxels are dropped, of every structure
   */
  public record Tidying(
      @Default("[]") List<String> largestOnly,
      @Default("[]") List<String> filled,
      @Default("0") int smallest) {
    public static final Tidying NONE = new Tidying(List.of(), List.of(), 0);

    public Tidying {
      largestOnly = List.copyOf(largestOnly);
      filled = List.copyOf(filled);
      Require.within("smallest", smallest, 0, 1 << 24);
    }
  }

  public Segmentation with(Tidying other) {
    return new Segmentation(outlines, spacing, patches, sliding, other, judged);
  }
}
