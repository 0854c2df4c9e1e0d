package io.osler.learn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.transform.Axis;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.learn.data.Outlines;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Along which axes images are mirrored, and how far they are turned, where sides have names. */
class MirroringTest {
  private static final Map<String, String> REASONS = new HashMap<>();

  private static Outlines outlines(String... names) {
    List<Outlines.Structure> structures = new ArrayList<>();
    for (String name : names) {
      int value = structures.size() + 1;
      structures.add(new Outlines.Structure(name, List.of(value), value));
    }
    return new Outlines(structures, false, Optional.empty(), false, List.of("MRI"));
  }

  /** Twenty cases whose structures lie at these places along i, j and k. */
  private static VolumeLook look(Outlines outlines, Size size, Vec3... middles) {
    List<VolumeFacts> facts = new ArrayList<>();
    for (int c = 0; c < 20; c++) {
      Map<Integer, Vec3> at = new HashMap<>();
      Map<Integer, Long> voxels = new HashMap<>();
      for (int s = 0; s < middles.length; s++) {
        // Along i and k places trade from case to case; along j they are as given.
        Vec3 m = middles[c % 2 == 0 ? s : middles.length - 1 - s];
        at.put(s, new Vec3(m.x(), middles[s].y(), m.z()));
        voxels.put(s, 10L);
      }
      facts.add(
          new VolumeFacts(
              "case" + c,
              size,
              size,
              Vec3.ONE,
              new float[1][0],
              new float[1][0],
              voxels,
              at,
              0,
              0));
    }
    return new VolumeLook(outlines, facts);
  }

  private static final Size VOLUME = new Size(30, 30, 30);
  private static final Vec3 A = new Vec3(5, 5, 5);
  private static final Vec3 SAME_ROW = new Vec3(20, 5, 20);
  private static final Vec3 BEHIND = new Vec3(20, 20, 20);

  private static List<Axis> axes(VolumeLook look) {
    REASONS.clear();
    return new Mirroring(look).axes(REASONS::put);
  }

  @Test
  void everyAxisWhereNothingSpeaksAgainstIt() {
    assertThat(axes(look(outlines("liver", "spleen"), VOLUME, A, SAME_ROW)))
        .containsExactly(Axis.I, Axis.J, Axis.K);
  }

  @Test
  void notFromLeftToRightWhereNamesTellSides() {
    for (List<String> names :
        List.of(
            List.of("kidney_left", "kidney_right"),
            List.of("Left Hippocampus", "Right Hippocampus"),
            List.of("lung-l", "lung-r"))) {
      Outlines outlines = outlines(names.toArray(String[]::new));
      assertThat(axes(look(outlines, VOLUME, A, SAME_ROW)))
          .as(names.toString())
          .containsExactly(Axis.J, Axis.K);
      assertThat(REASONS.get("inference.mirror")).contains("left from right");
    }
  }

  @Test
  void aWordThatOnlyContainsASideIsNone() {
    assertThat(axes(look(outlines("bright", "cleft"), VOLUME, A, SAME_ROW)))
        .containsExactly(Axis.I, Axis.J, Axis.K);
  }

  @Test
  void notWhereStructuresStandInOneOrder() {
    assertThat(axes(look(outlines("anterior", "posterior"), VOLUME, A, BEHIND)))
        .containsExactly(Axis.I, Axis.K);
    assertThat(REASONS.get("inference.mirror")).contains("not along j").contains("100 %");
  }

  @Test
  void picturesAreNotMirroredFromLeftToRightEither() {
    Size flat = new Size(30, 30, 1);
    assertThat(axes(look(outlines("left lung", "right lung"), flat, A, SAME_ROW)))
        .containsExactly(Axis.J);
    assertThat(axes(look(outlines("nucleus", "wall"), flat, A, SAME_ROW)))
        .containsExactly(Axis.I, Axis.J);
  }

  /** Half a turn would put what is left on the right. */
  @Test
  void sidesAreNotTurnedOver() {
    VolumeLook sided = look(outlines("left", "right"), new Size(30, 30, 1), A, SAME_ROW);
    VolumeLook plain = look(outlines("a", "b"), new Size(30, 30, 1), A, SAME_ROW);
    List<Integer> square = List.of(32, 32);
    assertThat(new Variation(sided, Vec3.ONE, square).patches(REASONS::put).rotation())
        .isEqualTo(15);
    assertThat(new Variation(plain, Vec3.ONE, square).patches(REASONS::put).rotation())
        .isEqualTo(180);
    List<Integer> thin = List.of(32, 32, 4);
    assertThat(new Variation(sided, Vec3.ONE, thin).patches(REASONS::put).rotation()).isEqualTo(15);
  }
}
