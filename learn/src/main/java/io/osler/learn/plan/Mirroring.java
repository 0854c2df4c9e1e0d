package io.osler.learn.plan;

import io.osler.core.steps.Laterality;
import io.osler.core.transform.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/** Along which axes images may be mirrored: where mirrored anatomy occurs. */
record Mirroring(VolumeLook look) {
  /** Share of cases from which structures count as standing in a fixed order along an axis. */
  private static final double ORDERED = 0.99;

  /** Not from left to right where names tell sides, nor where structures stand in one order. */
  List<Axis> axes(BiConsumer<String, String> because) {
    List<Axis> axes = new ArrayList<>();
    StringBuilder why = new StringBuilder();
    for (Axis axis : Axis.values()) {
      if (axis == Axis.K && look.flat()) {
        continue;
      }
      boolean sided = axis == Axis.I && sided();
      double order = look.order(axis.ordinal());
      if (!sided && order < ORDERED) {
        axes.add(axis);
      } else {
        why.append(
            sided
                ? "not along i: structures are told left from right; "
                : "not along %s: structures stand in one order there in %.0f %% of the cases; "
                    .formatted(axis.name().toLowerCase(Locale.ROOT), 100 * order));
      }
    }
    because.accept(
        "inference.mirror",
        why + "an axis is mirrored where mirrored anatomy occurs (nnU-Net mirrors all)");
    return axes;
  }

  /** Whether names tell left from right. */
  boolean sided() {
    return !Laterality.sided(look.outlines().names()).isEmpty();
  }
}
