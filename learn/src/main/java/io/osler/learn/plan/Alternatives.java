package io.osler.learn.plan;

import io.osler.core.transform.Axis;
import io.osler.core.transform.Orient;
import io.osler.core.transform.Transform;
import io.osler.core.volume.Vec3;
import io.osler.learn.net.NetSpec;
import io.osler.learn.net.SegmenterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What nnU-Net would train beside a plan of volumes, to keep the best: slices in two dimensions,
 * and where a patch shows little of the image a low resolution, alone and with the plan's own
 * network after it.
 */
record Alternatives(VolumeLook look, Plan plan) {
  static final String FULL = "3d";
  static final String SLICES = "2d";
  static final String LOW = "3d-low";
  static final String CASCADE = "cascade";

  private static final BiConsumer<String, String> SILENT = (_, _) -> {};

  /** In the order in which they are trained; none for pictures. */
  List<Configuration> list() {
    if (look.flat() || plan.input().dims() == 2) {
      return List.of();
    }
    List<Configuration> list = new ArrayList<>();
    low()
        .ifPresent(
            found -> {
              list.add(low(found));
              if (!look.outlines().instances()) {
                list.add(cascade());
              }
            });
    list.add(slices());
    return list;
  }

  /** Features of the first stage, as the plan's own network has. */
  private int base() {
    return plan.network() instanceof SegmenterSpec.Unet unet ? unet.features().getFirst() : 16;
  }

  private Optional<LowResolution> low() {
    Vec3 spacing = plan.outlining().spacing();
    double[] tensor = {spacing.z(), spacing.y(), spacing.x()};
    int[] median = new int[3];
    for (int a = 0; a < 3; a++) {
      median[a] = (int) Math.max(4, look.length(2 - a, spacing));
    }
    double patch = plan.input().size().voxels();
    return LowResolution.of(
        tensor,
        median,
        look.cases(),
        patch,
        (s, m, voxels) -> new Sizing(s, m, voxels, outputs()).within(patch, base()));
  }

  private int outputs() {
    return look.outlines().classes().size();
  }

  private Configuration low(LowResolution found) {
    double[] s = found.spacing();
    Vec3 spacing = new Vec3(s[2], s[1], s[0]);
    return made(
        LOW,
        new Preparation(look, spacing).steps(SILENT),
        spacing,
        found.topology(),
        mirror(new int[] {0, 1, 2}),
        plan.learning().loss());
  }

  /** The plan's own network, which sees what the low resolution outlined too. */
  private Configuration cascade() {
    Configuration own = Configuration.own(plan, true);
    return new Configuration(
        CASCADE,
        Optional.of(LOW),
        true,
        own.input(),
        own.prepare(),
        own.normalise(),
        own.augment(),
        own.network(),
        batchDice(own.learning()),
        own.course(),
        own.inference(),
        own.spacing(),
        own.patches(),
        own.sliding());
  }

  /** The full resolution looks at small parts where there is a low one: Dice over the batch. */
  static Plan.Learning batchDice(Plan.Learning old) {
    return old.loss() == Plan.LossKind.DICE_CROSS_ENTROPY
        ? new Plan.Learning(
            old.batch(),
            Plan.LossKind.BATCH_DICE_CROSS_ENTROPY,
            old.labelSmoothing(),
            old.mixUp(),
            old.sampling())
        : old;
  }

  /** Slices across the coarsest axis. */
  private Configuration slices() {
    Vec3 full = plan.outlining().spacing();
    int across = 2;
    for (int axis = 1; axis >= 0; axis--) {
      across = full.get(axis) > full.get(across) * (1 + 1e-6) ? axis : across;
    }
    int[] order =
        across == 2 ? new int[] {0, 1, 2} : across == 1 ? new int[] {0, 2, 1} : new int[] {1, 2, 0};
    Vec3 spacing = new Vec3(full.get(order[0]), full.get(order[1]), full.get(order[2]));
    List<Transform> prepare = new ArrayList<>(plan.prepare());
    if (across != 2) {
      StringBuilder letters = new StringBuilder();
      for (int axis : order) {
        letters.append("LPS".charAt(axis));
      }
      prepare.add(new Orient(letters.toString()));
    }
    double[] tensor = {spacing.y(), spacing.x()};
    int[] median = {
      (int) Math.max(4, look.length(order[1], full)), (int) Math.max(4, look.length(order[0], full))
    };
    double voxels = look.cases() * look.length(order[2], full) * median[0] * median[1];
    double most = plan.input().size().voxels();
    Topology topology = new Sizing(tensor, median, voxels, outputs()).within(most, base());
    return made(
        SLICES,
        prepare,
        spacing,
        topology,
        mirror(order),
        look.outlines().regions()
            ? plan.learning().loss()
            : Plan.LossKind.BATCH_DICE_CROSS_ENTROPY);
  }

  /** The plan's mirrored axes by their new numbers. */
  private List<Axis> mirror(int[] order) {
    List<Axis> axes = new ArrayList<>();
    for (Axis axis : Axis.values()) {
      if (plan.inference().mirror().contains(order[axis.ordinal()])) {
        axes.add(axis);
      }
    }
    return axes;
  }

  private Configuration made(
      String name,
      List<Transform> prepare,
      Vec3 spacing,
      Topology topology,
      List<Axis> mirrored,
      Plan.LossKind loss) {
    List<Integer> patch = new ArrayList<>(topology.patch());
    Collections.reverse(patch); // columns, rows, slices
    boolean flat = patch.size() == 2;
    List<Axis> mirror = mirrored.stream().filter(axis -> !flat || axis != Axis.K).toList();
    Plan.Learning old = plan.learning();
    double room = (double) plan.input().size().voxels() * old.batch() / topology.voxels();
    int batch = (int) Math.clamp((long) room, 2, Math.max(2, topology.batch()));
    Variation variation = new Variation(look, spacing, patch);
    NetSpec network = topology.network(true);
    return new Configuration(
        name,
        Optional.empty(),
        true,
        new Plan.Input(
            plan.input().channels(), patch.get(0), patch.get(1), flat ? 1 : patch.get(2)),
        prepare,
        plan.normalise(),
        variation.steps(mirror, SILENT),
        network,
        new Plan.Learning(batch, loss, old.labelSmoothing(), old.mixUp(), old.sampling()),
        plan.course(),
        new Plan.Inference(plan.inference().batch(), mirror.stream().map(Axis::ordinal).toList()),
        spacing,
        variation.patches(SILENT),
        new Segmentation.Sliding(plan.outlining().sliding().overlap(), 2 * batch));
  }

  /** The plan with these beside it; its own configuration is the full resolution. */
  Plan with(List<Configuration> others) {
    Plan named = plan.with(plan.outlining().with(FULL, others));
    boolean low = others.stream().anyMatch(one -> one.name().equals(LOW));
    return low ? named.with(batchDice(plan.learning())) : named;
  }

  /** The names, for a reason. */
  static String names(List<Configuration> list) {
    return String.join(", ", list.stream().map(Configuration::name).toList());
  }

  /** Share of the median image that a patch shows. */
  double seen() {
    Vec3 spacing = plan.outlining().spacing();
    double[] lengths = new double[3];
    Arrays.setAll(lengths, axis -> look.length(axis, spacing));
    return Math.min(1, plan.input().size().voxels() / (lengths[0] * lengths[1] * lengths[2]));
  }
}
