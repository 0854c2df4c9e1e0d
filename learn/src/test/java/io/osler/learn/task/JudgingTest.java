package io.osler.learn.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.transform.Normalise;
import io.osler.core.volume.Case;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import io.osler.learn.data.Outlines;
import io.osler.learn.infer.Segmenter;
import io.osler.learn.net.Network;
import io.osler.learn.nn.Weights;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Segmentation.Tidying;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Which post-processing is chosen: only what improves cases that were not learned from. */
class JudgingTest {
  private static final Size SIZE = new Size(32, 24, 16);
  private static final Geometry GRID = Geometry.spaced(1, 1, 1);

  /** Says what it is shown. */
  private static final class Echo implements Network {
    private final Weights weights = new Weights(1);

    @Override
    public Tensor forward(Tensor x) {
      return x;
    }

    @Override
    public Weights weights() {
      return weights;
    }
  }

  private static boolean ball(int v, int x, int y, int z, double radius) {
    int dx = v % 32 - x;
    int dy = v / 32 % 24 - y;
    int dz = v / (32 * 24) - z;
    return dx * dx + dy * dy + dz * dz <= radius * radius;
  }

  private static Tidying chosen(IntPredicate truth, IntPredicate found) {
    Outlines outlines =
        new Outlines(
            List.of(new Outlines.Structure("a", List.of(1), 1)),
            false,
            Optional.empty(),
            false,
            List.of("noNorm", "noNorm"));
    Plan made = MadeVolumes.plan(outlines, 1, 1);
    Plan plan =
        new Plan(
            made.format(),
            made.labels(),
            new Plan.Input(2, 32, 24, 16),
            List.of(),
            new Normalise(List.of(0.0), List.of(1.0)),
            List.of(),
            made.network(),
            made.start(),
            made.learning(),
            made.course(),
            made.members(),
            new Plan.Inference(1, List.of()),
            made.segmentation(),
            made.compute(),
            1);
    int n = SIZE.voxels();
    float[] logits = new float[2 * n];
    int[] labels = new int[n];
    for (int v = 0; v < n; v++) {
      labels[v] = truth.test(v) ? 1 : 0;
      logits[found.test(v) ? n + v : v] = 9;
    }
    Judging judging = new Judging(outlines, 1);
    judging.judge(
        new Segmenter(plan, List.of(new Echo()), plan.compute()),
        Case.of("one", new Volume(SIZE, 2, GRID, logits))
            .with(
                new Volume(SIZE, 2, GRID, logits),
                new Truth.Mask(new LabelMap(SIZE, GRID, labels))));
    return judging.choose();
  }

  private static boolean organ(int v) {
    return ball(v, 8, 12, 8, 5);
  }

  private static boolean twin(int v) {
    return organ(v) || ball(v, 24, 12, 8, 4);
  }

  private static boolean speck(int v) {
    return ball(v, 16, 3, 2, 1.5);
  }

  @Test
  void nothingWhereNothingHelps() {
    assertThat(chosen(JudgingTest::organ, JudgingTest::organ)).isEqualTo(Tidying.NONE);
    // A second piece that is right would be lost.
    assertThat(chosen(JudgingTest::twin, JudgingTest::twin)).isEqualTo(Tidying.NONE);
  }

  @Test
  void theLargestPieceWhereThereIsOnlyOne() {
    assertThat(chosen(JudgingTest::organ, v -> twin(v) || speck(v)))
        .isEqualTo(new Tidying(List.of("a"), List.of(), 0));
  }

  @Test
  void noSmallPiecesWhereThereAreTwoLargeOnes() {
    assertThat(chosen(JudgingTest::twin, v -> twin(v) || speck(v)))
        .isEqualTo(new Tidying(List.of(), List.of(), 64, List.of("a")));
  }

  @Test
  void noHolesWhereTheTruthHasNone() {
    assertThat(chosen(JudgingTest::twin, v -> twin(v) && !ball(v, 8, 12, 8, 2)))
        .isEqualTo(new Tidying(List.of(), List.of("a"), 0));
    assertThat(chosen(JudgingTest::twin, v -> (twin(v) && !ball(v, 8, 12, 8, 2)) || speck(v)))
        .isEqualTo(new Tidying(List.of(), List.of("a"), 64, List.of("a")));
  }
}
