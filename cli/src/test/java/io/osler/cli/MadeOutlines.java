package io.osler.cli;

import io.osler.core.config.Config;
import io.osler.core.io.LabelOut;
import io.osler.core.io.Nifti;
import io.osler.core.transform.Interpolation;
import io.osler.core.transform.Normalise;
import io.osler.core.transform.Orient;
import io.osler.core.transform.Respace;
import io.osler.core.transform.ZScore;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Rotation;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import io.osler.learn.data.Outlines;
import io.osler.learn.net.SegmenterSpec;
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

/** Small volumes with a bright core (1) in a grey shell (2), in every layout of data sets. */
final class MadeOutlines {
  static final Size SIZE = new Size(20, 18, 16);
  static final Geometry GRID =
      new Geometry(
          new Vec3(1, 1.2, 1.5),
          new Vec3(-20, 13, 40),
          new Rotation(new Vec3(-1, 0, 0), new Vec3(0, -1, 0), new Vec3(0, 0, 1)));
  static final int CASES = 6;

  private MadeOutlines() {}

  static int[] labels(int which) {
    int[] labels = new int[SIZE.voxels()];
    Vec3 middle = new Vec3(9 + which % 3, 8 + which % 2, 8);
    for (int v = 0; v < labels.length; v++) {
      int j = v / SIZE.width() % SIZE.height();
      int k = v / (SIZE.width() * SIZE.height());
      double r = new Vec3(v % SIZE.width(), j, k).minus(middle).norm();
      labels[v] = r < 3 ? 1 : r < 6 ? 2 : 0;
    }
    return labels;
  }

  static Volume image(int which) {
    int[] labels = labels(which);
    float[] voxels = new float[labels.length];
    var random = new SplittableRandom(which);
    for (int v = 0; v < voxels.length; v++) {
      int level = labels[v] == 1 ? 200 : labels[v] == 2 ? 120 : 40;
      voxels[v] = Math.round(level + 10 * random.nextGaussian());
    }
    return Volume.of(SIZE, GRID, voxels);
  }

  private static void put(Path image, Path label, int which) throws IOException {
    Files.createDirectories(image.getParent());
    Files.createDirectories(label.getParent());
    Nifti.write(image, image(which), Nifti.Store.INT16);
    LabelOut.replace(label, new LabelMap(SIZE, GRID, labels(which)));
  }

  static Path decathlon(Path folder) throws IOException {
    List<String> cases = new ArrayList<>();
    for (int c = 0; c < CASES; c++) {
      String name = "case_%d.nii.gz".formatted(c);
      put(folder.resolve("imagesTr").resolve(name), folder.resolve("labelsTr").resolve(name), c);
      cases.add("{'image': './imagesTr/%s', 'label': './labelsTr/%s'}".formatted(name, name));
    }
    json(
        folder,
        "{'name': 'made', 'modality': {'0': 'MRI'}, 'numTraining': %d, 'numTest': 0, 'test': [],"
                .formatted(CASES)
            + " 'labels': {'0': 'background', '1': 'core', '2': 'shell'}, 'training': "
            + cases
            + "}");
    return folder;
  }

  static Path nnunet(Path folder) throws IOException {
    for (int c = 0; c < CASES; c++) {
      put(
          folder.resolve("imagesTr").resolve("case_%d_0000.nii.gz".formatted(c)),
          folder.resolve("labelsTr").resolve("case_%d.nii.gz".formatted(c)),
          c);
    }
    json(
        folder,
        "{'channel_names': {'0': 'MRI'}, 'labels': {'background': 0, 'core': 1, 'shell': 2},"
            + " 'numTraining': %d, 'file_ending': '.nii.gz'}".formatted(CASES));
    return folder;
  }

  static Path folders(Path folder) throws IOException {
    for (int c = 0; c < CASES; c++) {
      String name = "case_%d.nii.gz".formatted(c);
      put(folder.resolve("images").resolve(name), folder.resolve("labels").resolve(name), c);
    }
    return folder;
  }

  static Path pairs(Path folder) throws IOException {
    StringBuilder table = new StringBuilder("image,label,scanner\n");
    for (int c = 0; c < CASES; c++) {
      put(folder.resolve(c + "/t1.nii.gz"), folder.resolve(c + "/truth.nii.gz"), c);
      table.append("%d/t1.nii.gz,%d/truth.nii.gz,A%n".formatted(c, c));
    }
    Files.writeString(folder.resolve("pairs.csv"), table);
    return folder;
  }

  private static void json(Path folder, String text) throws IOException {
    Files.writeString(folder.resolve("dataset.json"), text.replace('\'', '"'));
  }

  /**
   * A small U-Net.
   *
   * @param names of the structures, whose values count from 1
   * @param spacing of the network's grid, mm
   */
  static Path plan(Path file, List<String> names, Vec3 spacing, Size patch, long steps)
      throws IOException {
    List<Outlines.Structure> structures = new ArrayList<>();
    for (int s = 0; s < names.size(); s++) {
      structures.add(new Outlines.Structure(names.get(s), List.of(s + 1), s + 1));
    }
    Outlines outlines = new Outlines(structures, false, Optional.empty(), false, List.of("MRI"));
    Plan plan =
        new Plan(
            Plan.FORMAT,
            outlines.labels(),
            new Plan.Input(1, patch.width(), patch.height(), patch.depth()),
            List.of(
                new Orient("LPS"),
                new Respace(spacing, Interpolation.LINEAR, Interpolation.NEAREST),
                new ZScore(false)),
            new Normalise(List.of(0.0), List.of(1.0)),
            List.of(),
            new SegmenterSpec.Unet(List.of(4, 8)),
            Optional.empty(),
            new Plan.Learning(2, Plan.LossKind.DICE_CROSS_ENTROPY, 0, 0, new Sampling.Natural()),
            new Course(
                steps,
                new Optimiser.AdamW(1e-2, 0.9, 0.999, 0),
                new Schedule.Cosine(0.1),
                1,
                0,
                Math.max(1, steps / 2),
                0),
            new Plan.Members(1, 1),
            new Plan.Inference(2, List.of()),
            Optional.of(
                new Segmentation(
                    outlines,
                    spacing,
                    new Segmentation.Patches(0.5, 0, 0, 0, 1, 1, 0),
                    new Segmentation.Sliding(0.25, 2),
                    Segmentation.Tidying.NONE,
                    10)),
            Compute.plain(1),
            3);
    return Files.writeString(file, Config.write(plan));
  }
}
