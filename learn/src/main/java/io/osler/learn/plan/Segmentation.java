package io.osler.learn.plan;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.segment.DenseCrf;
import io.osler.core.transform.RandomPatch;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.learn.data.Outlines;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a plan says beyond classification when voxels are labelled: what is outlined, how patches
 * are drawn, how predictions are put together and tidied up. The patch is the plan's {@code input}.
 *
 * @param spacing of the grid that the network sees; 1 where files carry none
 * @param crf how probabilities would be drawn to the image's edges; in a plan it is tried on cases
 *     that were not learned from, and the model keeps it only when it improves them
 * @param name of the plan's own configuration
 * @param after the configuration whose outlines are further channels of this one's input
 * @param others further configurations; training keeps the best, or the two that are best together
 */
public record Segmentation(
    Outlines outlines,
    @About("along i, j, k, axes towards left, posterior, superior") @Unit("mm") Vec3 spacing,
    Patches patches,
    Sliding sliding,
    Tidying tidying,
    @About("cases that are predicted whole to judge the model") @Default("1000") int judged,
    Optional<DenseCrf> crf,
    @Default("whole") String name,
    Optional<String> after,
    @Default("[]") List<Configuration> others,
    @About("whether every two configurations together compete too") @Default("true")
        boolean pairs) {
  /** Outlines of an earlier configuration are kept as whole numbers of so many bits. */
  private static final int MOST_REGIONS = 24;

  public Segmentation {
    Require.within("judged", judged, 0, 1_000_000);
    others = List.copyOf(others);
    Set<String> names = new HashSet<>(Set.of(name));
    for (Configuration one : others) {
      Require.that(names.add(one.name()), "name", one.name(), "the name of one configuration only");
    }
    Require.that(
        name.matches(Configuration.NAME),
        "name",
        name,
        "a letter at least, then letters, digits and hyphens");
    after.ifPresent(
        one ->
            Require.that(names.contains(one), "after", one, "one of the configurations " + names));
    for (Configuration later : others) {
      later
          .after()
          .ifPresent(
              one ->
                  Require.that(
                      names.contains(one), "after", one, "one of the configurations " + names));
    }
    boolean cascade = after.isPresent() || others.stream().anyMatch(one -> one.after().isPresent());
    Require.that(
        !cascade || !outlines.instances(),
        "after",
        after.orElse("of another configuration"),
        "nothing where objects are numbered");
    Require.that(
        !cascade || !outlines.regions() || outlines.structures().size() <= MOST_REGIONS,
        "after",
        after.orElse("of another configuration"),
        "nothing with more than " + MOST_REGIONS + " regions");
  }

  /** One configuration. */
  public Segmentation(
      Outlines outlines,
      Vec3 spacing,
      Patches patches,
      Sliding sliding,
      Tidying tidying,
      int judged) {
    this(
        outlines,
        spacing,
        patches,
        sliding,
        tidying,
        judged,
        Optional.empty(),
        "whole",
        Optional.empty(),
        List.of(),
        true);
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

    /** The same as a step, for patches of a size. */
    public RandomPatch of(Size size) {
      return new RandomPatch(size, foreground, rotation, tilt, turned, smallest, largest, scaled);
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
   * @param smallest pieces with fewer voxels are dropped
   * @param pieces the structures of which they are; of all where none is named
   */
  public record Tidying(
      @Default("[]") List<String> largestOnly,
      @Default("[]") List<String> filled,
      @Default("0") int smallest,
      @Default("[]") List<String> pieces) {
    public static final Tidying NONE = new Tidying(List.of(), List.of(), 0);

    public Tidying {
      largestOnly = List.copyOf(largestOnly);
      filled = List.copyOf(filled);
      pieces = List.copyOf(pieces);
      Require.within("smallest", smallest, 0, 1 << 24);
    }

    /** Small pieces are dropped of every structure. */
    public Tidying(List<String> largestOnly, List<String> filled, int smallest) {
      this(largestOnly, filled, smallest, List.of());
    }

    /** Below how many voxels pieces of a structure are dropped. */
    public int smallest(String structure) {
      return pieces.isEmpty() || pieces.contains(structure) ? smallest : 0;
    }
  }

  public Segmentation with(Tidying other) {
    return with(spacing, patches, sliding, other, judged);
  }

  public Segmentation with(Sliding other) {
    return with(spacing, patches, other, tidying, judged);
  }

  public Segmentation judging(int cases) {
    return with(spacing, patches, sliding, tidying, cases);
  }

  private Segmentation with(Vec3 grid, Patches drawn, Sliding window, Tidying tidy, int cases) {
    return new Segmentation(
        outlines, grid, drawn, window, tidy, cases, crf, name, after, others, pairs);
  }

  /** With other post-processing. */
  public Segmentation with(Tidying other, Optional<DenseCrf> field) {
    return new Segmentation(
        outlines, spacing, patches, sliding, other, judged, field, name, after, others, pairs);
  }

  /** With other configurations beside the plan's own, which gets a name. */
  public Segmentation with(String own, List<Configuration> beside) {
    return new Segmentation(
        outlines, spacing, patches, sliding, tidying, judged, crf, own, after, beside, pairs);
  }

  /** Where every two configurations together compete too, or each alone. */
  public Segmentation paired(boolean too) {
    return new Segmentation(
        outlines, spacing, patches, sliding, tidying, judged, crf, name, after, others, too);
  }

  /** How many channels the earlier configuration's outlines are: one for each structure. */
  public int further() {
    return after.isPresent() ? outlines.structures().size() : 0;
  }
}
