package io.osler.learn.task;

import io.osler.core.io.LabelOut;
import io.osler.core.io.Nifti;
import io.osler.core.transform.Axis;
import io.osler.core.transform.Interpolation;
import io.osler.core.transform.Normalise;
import io.osler.core.transform.Orient;
import io.osler.core.transform.RandomFlip;
import io.osler.core.transform.Respace;
import io.osler.core.transform.Transform;
import io.osler.core.transform.ZScore;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.DataSets;
import io.osler.learn.data.Options;
import io.osler.learn.data.Outlines;
import io.osler.learn.net.SegmenterSpec;
import io.osler.learn.plan.Configuration;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Segmentation;
import io.osler.learn.tensor.Compute;
import io.osler.learn.train.Course;
import io.osler.learn.train.Optimiser;
import io.osler.learn.train.Sampling;
import io.osler.learn.train.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Small volumes of noise with a bright and a dark ball, and plans for them. */
final class MadeVolumes {
  static final Size SIZE = new Size(18, 16, 16);

  private MadeVolumes() {}

  /** A data set of nnU-Net's layout with labels 1 (bright) and 2 (dark). */
  static DataSet write(Path folder, int cases, String json) throws IOException {
    Files.createDirectories(folder.resolve("imagesTr"));
    Files.createDirectories(folder.resolve("labelsTr"));
    for (int c = 0; c < cases; c++) {
      var random = new SplittableRandom(c);
      int[] labels = new int[SIZE.voxels()];
      float[] voxels = new float[SIZE.voxels()];
      for (int label = 1; label <= 2; label++) {
        double radius = 2.5 + random.nextDouble();
        double x = 4 + random.nextDouble(3) + (label == 2 ? 7 : 0);
        double y = 5 + random.nextDouble(7);
        double z = 4 + random.nextDouble(7);
        for (int v = 0; v < labels.length; v++) {
          double dx = v % SIZE.width() - x;
          double dy = v / SIZE.width() % SIZE.height() - y;
          double dz = v / (SIZE.width() * SIZE.height()) - z;
          labels[v] = dx * dx + dy * dy + dz * dz < radius * radius ? label : labels[v];
        }
      }
      for (int v = 0; v < labels.length; v++) {
        double level = labels[v] == 1 ? 160 : labels[v] == 2 ? 40 : 100;
        voxels[v] = (float) Math.rint(level + 15 * random.nextGaussian());
      }
      Geometry grid = Geometry.spaced(1, 1, 1.2);
      Nifti.replace(
          folder.resolve("imagesTr/case%02d_0000.nii.gz".formatted(c)),
          Volume.of(SIZE, grid, voxels),
          Nifti.Store.FLOAT32);
      LabelOut.replace(
          folder.resolve("labelsTr/case%02d.nii.gz".formatted(c)),
          new LabelMap(SIZE, grid, labels));
    }
    Files.writeString(folder.resolve("dataset.json"), json.formatted(cases));
    return DataSets.open(folder, Options.defaults());
  }

  static DataSet write(Path folder, int cases) throws IOException {
    return write(
        folder,
        cases,
        """
        {"channel_names": {"0": "MRI"}, "labels": {"background": 0, "bright": 1, "dark": 2},
         "numTraining": %d, "file_ending": ".nii.gz"}
        """);
  }

  /** Full resolution in 3-D, whole images as patches. */
  static Plan plan(Outlines outlines, int steps, int folds) {
    return new Plan(
        Plan.FORMAT,
        outlines.labels(),
        new Plan.Input(1, 16, 16, 16),
        prepare(new Vec3(1, 1, 1.2)),
        new Normalise(List.of(0.0), List.of(1.0)),
        List.of(new RandomFlip(List.of(Axis.J, Axis.K), 0.5)),
        new SegmenterSpec.Unet(List.of(4, 8)),
        Optional.empty(),
        learning(outlines),
        course(steps),
        new Plan.Members(folds, 1),
        new Plan.Inference(4, List.of(1)),
        Optional.of(
            new Segmentation(
                outlines,
                new Vec3(1, 1, 1.2),
                new Segmentation.Patches(0.5, 15, 15, 0.2, 0.8, 1.2, 0.2),
                new Segmentation.Sliding(0.5, 2),
                Segmentation.Tidying.NONE,
                100)),
        Compute.plain(1),
        7);
  }

  private static Plan.Learning learning(Outlines outlines) {
    return new Plan.Learning(
        2,
        outlines.regions()
            ? Plan.LossKind.DICE_BINARY_CROSS_ENTROPY
            : Plan.LossKind.DICE_CROSS_ENTROPY,
        0,
        0,
        new Sampling.Natural());
  }

  static Course course(int steps) {
    return new Course(
        steps,
        new Optimiser.AdamW(1e-2, 0.9, 0.999, 0),
        new Schedule.Cosine(0.03),
        12,
        0.5,
        Math.max(1, steps / 2),
        0);
  }

  private static List<Transform> prepare(Vec3 spacing) {
    List<Transform> steps = new ArrayList<>();
    steps.add(new Orient("LPS"));
    steps.add(new Respace(spacing, Interpolation.B_SPLINE, Interpolation.NEAREST));
    steps.add(new ZScore(false));
    return steps;
  }

  /** Further configurations: slices, a low resolution, and the full one after it. */
  static List<Configuration> others(Plan plan, int steps, boolean lowCounts) {
    Segmentation s = plan.outlining();
    Vec3 low = new Vec3(2, 2, 2.4);
    return List.of(
        of(plan, "low", Optional.empty(), lowCounts, new Plan.Input(1, 8, 8, 8), prepare(low), low),
        of(plan, "cascade", Optional.of("low"), true, plan.input(), plan.prepare(), s.spacing()),
        of(
            plan,
            "2d",
            Optional.empty(),
            true,
            new Plan.Input(1, 16, 16, 1),
            plan.prepare(),
            s.spacing()));
  }

  private static Configuration of(
      Plan plan,
      String name,
      Optional<String> after,
      boolean counts,
      Plan.Input input,
      List<Transform> prepare,
      Vec3 spacing) {
    Segmentation s = plan.outlining();
    Segmentation.Patches p = s.patches();
    boolean flat = input.depth() == 1;
    return new Configuration(
        name,
        after,
        counts,
        input,
        prepare,
        plan.normalise(),
        flat ? List.of(new RandomFlip(List.of(Axis.J), 0.5)) : plan.augment(),
        plan.network(),
        plan.learning(),
        plan.course(),
        plan.inference(),
        spacing,
        flat ? new Segmentation.Patches(0.5, 15, 0, 0.2, 0.8, 1.2, 0.2) : p,
        s.sliding());
  }

  static Plan with(Plan plan, List<Configuration> others) {
    return plan.with(plan.outlining().with("3d", others));
  }
}
