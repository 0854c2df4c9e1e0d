package io.osler.learn.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.transform.CropToForeground;
import io.osler.core.transform.Interpolation;
import io.osler.core.transform.Normalise;
import io.osler.core.transform.Orient;
import io.osler.core.transform.Regrid;
import io.osler.core.transform.Respace;
import io.osler.core.transform.Transform;
import io.osler.core.transform.ZScore;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import io.osler.learn.data.Outlines;
import io.osler.learn.net.Network;
import io.osler.learn.net.SegmenterSpec;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Plans;
import io.osler.learn.plan.Segmentation;
import io.osler.learn.tensor.Compute;
import io.osler.learn.train.Course;
import io.osler.learn.train.Optimiser;
import io.osler.learn.train.Sampling;
import io.osler.learn.train.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmenterTest {
  @TempDir Path folder;

  private static final Outlines OUTLINES =
      new Outlines(
          List.of(
              new Outlines.Structure("a", List.of(3), 3),
              new Outlines.Structure("b", List.of(7), 7)),
          false,
          Optional.empty(),
          false,
          List.of("MRI"));

  private static Plan plan(List<Transform> prepare) {
    return new Plan(
        Plan.FORMAT,
        OUTLINES.labels(),
        new Plan.Input(1, 8, 8, 8),
        prepare,
        new Normalise(List.of(0.0), List.of(1.0)),
        List.of(),
        new SegmenterSpec.Unet(List.of(4, 8)),
        Optional.empty(),
        new Plan.Learning(2, Plan.LossKind.DICE_CROSS_ENTROPY, 0, 0, new Sampling.Natural()),
        new Course(
            1, new Optimiser.AdamW(1e-3, 0.9, 0.999, 0), new Schedule.Constant(), 0, 0.5, 1, 0),
        new Plan.Members(1, 1),
        new Plan.Inference(4, List.of(0)),
        Optional.of(
            new Segmentation(
                OUTLINES,
                Vec3.ONE,
                new Segmentation.Patches(0.33, 30, 30, 0.2, 0.7, 1.4, 0.2),
                new Segmentation.Sliding(0.5, 4),
                Segmentation.Tidying.NONE,
                10)),
        Compute.plain(1),
        1);
  }

  private static Volume image() {
    Size size = new Size(11, 9, 13);
    var random = new SplittableRandom(5);
    float[] voxels = new float[size.voxels()];
    for (int v = 0; v < voxels.length; v++) {
      voxels[v] = (float) random.nextDouble();
    }
    return Volume.of(size, Geometry.spaced(1, 1.5, 2), voxels);
  }

  private static LabelMap predict(Plan plan, Volume image) {
    Network network = Plans.network(plan, 4);
    try (var _ = network.weights()) {
      return new Segmenter(plan, List.of(network), plan.compute()).predict(image);
    }
  }

  @Test
  void theSameAnatomyStoredInAnotherOrderGivesTheSameAnswer() {
    Plan plan = plan(List.of(new Orient("LPS"), new ZScore(false)));
    Volume image = image();
    LabelMap found = predict(plan, image);
    assertThat(found.labels()).contains(3).containsAnyOf(0, 7); // not one label throughout
    for (String stored : List.of("RAI", "SLP", "PIR")) {
      Volume turned = new Orient(stored).apply(image);
      LabelMap there = predict(plan, turned);
      assertThat(there.size()).isEqualTo(turned.size());
      assertThat(there.geometry()).isEqualTo(turned.geometry());
      assertThat(new Orient("LPS").apply(there).labels())
          .as(stored)
          .isEqualTo(new Orient("LPS").apply(found).labels());
    }
  }

  @Test
  void predictsOnTheGridOfTheImageWhateverTheNetworkSees() {
    Plan plan =
        plan(List.of(new Orient("LPS"), new ZScore(false), new Regrid(new Vec3(0.8, 1, 1.3))));
    Volume image = new Orient("RSA").apply(image());
    LabelMap found = predict(plan, image);
    assertThat(found.size()).isEqualTo(image.size());
    assertThat(found.geometry()).isEqualTo(image.geometry());
    for (int label : found.labels()) {
      assertThat(label).isIn(0, 3, 7);
    }
  }

  /** Everything that flows through a file in a folder that is empty again afterwards. */
  private float[] spooled(Flow flow) throws IOException {
    Size size = flow.image().size();
    int area = size.width() * size.height();
    try (Spool spool = new Spool(folder)) {
      flow.together(_ -> {}, spool);
      float[] out = new float[spool.channels() * size.voxels()];
      for (int slice = 0; slice < spool.channels() * size.depth(); slice++) {
        spool.read(slice / size.depth(), slice % size.depth(), size.width(), out, slice * area);
      }
      return out;
    } finally {
      try (Stream<Path> left = Files.list(folder)) {
        assertThat(left).isEmpty();
      }
    }
  }

  private static double apart(float[] a, float[] b) {
    assertThat(a).hasSameSizeAs(b);
    double most = 0;
    for (int v = 0; v < a.length; v++) {
      most = Math.max(most, Math.abs(a[v] - b[v]));
    }
    return most;
  }

  @Test
  void choosingSlabBySlabIsChoosingFromTheWhole() throws IOException {
    Transform finer =
        new Respace(new Vec3(0.8, 1, 0.7), Interpolation.B_SPLINE, Interpolation.NEAREST);
    Transform coarser =
        new Respace(new Vec3(1.3, 2, 3.1), Interpolation.LINEAR, Interpolation.NEAREST);
    for (List<Transform> prepare :
        List.<List<Transform>>of(
            List.of(new Orient("LPS")),
            List.of(new Orient("LPS"), finer),
            List.of(new Orient("LPS"), coarser),
            List.of(new Orient("LPS"), new Regrid(new Vec3(0.8, 1, 0.7))),
            List.of(new Orient("LPS"), new Regrid(new Vec3(0.6, 0.7, 2.4))), // slices kept apart
            List.of(new Orient("LPS"), new Regrid(new Vec3(3, 0.9, 0.8))),
            List.of(new Orient("LPS"), new CropToForeground(0.4, 0), new Regrid(Vec3.ONE)),
            List.of(new Orient("LPS"), new CropToForeground(0.4, 0), finer))) {
      Plan plan = plan(prepare);
      Network network = Plans.network(plan, 4);
      try (var _ = network.weights()) {
        Segmenter segmenter = new Segmenter(plan, List.of(network), plan.compute());
        for (String stored : List.of("LPS", "RAI", "SLP", "PIR")) {
          Volume image = new Orient(stored).apply(image());
          Volume p = segmenter.probabilities(image);
          LabelMap whole =
              segmenter.coded(p, image.size(), image.geometry(), Segmentation.Tidying.NONE);
          Segmenter.Outlined streamed = segmenter.outline(image);
          assertThat(streamed.coded().labels())
              .as(stored + " " + prepare)
              .isEqualTo(whole.labels())
              .contains(0)
              .containsAnyOf(1, 2);
          Uncertainty sure = segmenter.uncertainty();
          assertThat(streamed.entropy()).isCloseTo(sure.mean(p), within(1e-6));
          assertThat(streamed.expectedDice()).hasSize(2);
          for (int s = 0; s < 2; s++) {
            assertThat(streamed.expectedDice().get(s))
                .isCloseTo(sure.expectedDice(p).get(s), within(1e-6));
          }
          float[] there = segmenter.onto(p, image.size(), image.geometry()).voxels();
          int most = stored.equals("LPS") ? 900 : 1; // one slice at a time
          assertThat(apart(spooled(new Flow(segmenter, image, folder, most)), there))
              .as(stored + " " + prepare)
              .isLessThan(1e-6); // places are rounded from the start of each box
        }
      }
    }
  }

  /** Slices of the network's are the image's columns or rows: its boxes are one voxel thin. */
  @Test
  void flatPatchesGoOverVolumesWhicheverWayTheyAreStored() throws IOException {
    Transform thick = new Regrid(new Vec3(0.6, 0.7, 2.4));
    Plan plan = flat(plan(List.of(new Orient("LPS"), thick)));
    Network network = Plans.network(plan, 4);
    try (var _ = network.weights()) {
      Segmenter segmenter = new Segmenter(plan, List.of(network), plan.compute());
      float[] upright = spooled(new Flow(segmenter, image(), folder));
      for (String stored : List.of("SLP", "PIR", "RAI")) {
        Volume image = new Orient(stored).apply(image());
        float[] found = spooled(new Flow(segmenter, image, folder));
        Volume there = new Volume(image.size(), 3, image.geometry(), found);
        assertThat(apart(new Orient("LPS").apply(there).voxels(), upright))
            .as(stored)
            .isLessThan(1e-6);
      }
    }
  }

  private static Plan flat(Plan plan) {
    return new Plan(
        plan.format(),
        plan.labels(),
        new Plan.Input(1, 8, 8, 1),
        plan.prepare(),
        plan.normalise(),
        plan.augment(),
        plan.network(),
        plan.start(),
        plan.learning(),
        plan.course(),
        plan.members(),
        plan.inference(),
        plan.segmentation(),
        plan.compute(),
        plan.seed());
  }

  /** The plan's voxels are thicker than the whole image. */
  @Test
  void oneSliceOfTheNetworkStandsForAllOfTheImage() {
    for (Transform thick :
        List.<Transform>of(
            new Regrid(new Vec3(1, 1.5, 60)),
            new Respace(new Vec3(1, 1.5, 60), Interpolation.LINEAR, Interpolation.NEAREST))) {
      Plan plan = flat(plan(List.of(new Orient("LPS"), thick)));
      Volume image = image();
      LabelMap found = predict(plan, image);
      assertThat(found.size()).isEqualTo(image.size());
      int slice = 11 * 9;
      for (int v = slice; v < found.labels().length; v++) {
        assertThat(found.labels()[v]).isEqualTo(found.labels()[v % slice]);
      }
      assertThat(found.labels()).contains(0, 7);
    }
  }

  /** Configurations with grids of their own, which wait in files for the first. */
  @Test
  void configurationsAreAveragedSlabBySlab() throws IOException {
    Plan fine = plan(List.of(new Orient("LPS"), new Regrid(new Vec3(0.9, 1.2, 1.7))));
    Plan coarse = plan(List.of(new Orient("LPS"), new Regrid(new Vec3(2, 2.2, 3))));
    Plan slices = flat(plan(List.of(new Orient("LPS"), new Regrid(new Vec3(0.9, 1.2, 1.7)))));
    Network one = Plans.network(fine, 4);
    Network two = Plans.network(coarse, 5);
    Network three = Plans.network(slices, 6);
    try (var _ = one.weights();
        var _ = two.weights();
        var _ = three.weights()) {
      Segmenter segmenter =
          new Segmenter(
              fine,
              List.of(one),
              fine.compute(),
              Optional.empty(),
              List.of(
                  new Segmenter(coarse, List.of(two), fine.compute()),
                  new Segmenter(slices, List.of(three), fine.compute())));
      for (String stored : List.of("LPS", "SLP", "PIR")) {
        Volume image = new Orient(stored).apply(image());
        Volume p = segmenter.probabilities(image);
        assertThat(apart(p.voxels(), segmenter.alone(image).voxels())).isGreaterThan(0.01);
        float[] there = segmenter.onto(p, image.size(), image.geometry()).voxels();
        for (int most : new int[] {1, 900}) {
          assertThat(apart(spooled(new Flow(segmenter, image, folder, most)), there))
              .as(stored)
              .isLessThan(1e-6);
        }
        assertThat(segmenter.outline(image).coded().labels())
            .isEqualTo(
                segmenter
                    .coded(p, image.size(), image.geometry(), Segmentation.Tidying.NONE)
                    .labels());
        assertThat(segmenter.outline(image).entropy())
            .isCloseTo(segmenter.uncertainty().mean(p), within(1e-6));
      }
    }
  }
}
