package io.osler.benchmarks;

import io.osler.core.metric.Mask;
import io.osler.core.metric.SurfaceDistances;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * HD, HD95, ASSD and NSD of two masks on 256³ voxels of unequal sides, against MONAI's four
 * functions and against SciPy's distance transform shared by all four, whichever is faster. One
 * pair is a folded organ and its outline some voxels off, the other many vessels that run through
 * the whole grid.
 */
final class Surfaces implements Benchmark {
  private static final int ROUNDS = 5;
  private static final double TOLERANCE_MM = 2;
  private static final Vec3 SPACING = new Vec3(0.8, 0.8, 1.5);

  /** MONAI's distances are float32. */
  private static final double MOST = 1e-6;

  private final int side;

  Surfaces(int side) {
    this.side = side;
  }

  /** Whether a voxel of a mask is set; places run from −1 to 1, {@code moved} in the same unit. */
  private interface Shape {
    boolean in(double x, double y, double z, double moved);
  }

  @Override
  public List<Comparison> in(Place place) throws IOException {
    List<Comparison> rows = new ArrayList<>();
    rows.add(compare(place, "organ", Surfaces::organ));
    rows.add(compare(place, "vessels", Surfaces::vessels));
    return rows;
  }

  private static boolean organ(double x, double y, double z, double moved) {
    double radius = Math.sqrt((x - moved) * (x - moved) + 1.4 * y * y + 0.8 * z * z);
    double fold = 0.06 * Math.sin(11 * x + 4 * z) + 0.05 * Math.cos(9 * y - 5 * x + 30 * moved);
    return radius + fold < 0.62 + moved;
  }

  private static boolean vessels(double x, double y, double z, double moved) {
    double u = Math.sin(14 * x + 3 * Math.sin(2 * z)) * Math.cos(13 * y + moved);
    double v = Math.cos(12 * z + 20 * moved) + Math.sin(8 * y + 5 * x);
    return u * u + 0.2 * v * v < 0.02 + moved * moved;
  }

  private Mask mask(Shape shape, double moved) {
    Size size = new Size(side, side, side);
    boolean[] voxels = new boolean[size.voxels()];
    int at = 0;
    for (int k = 0; k < side; k++) {
      for (int j = 0; j < side; j++) {
        for (int i = 0; i < side; i++) {
          voxels[at++] = shape.in(place(i), place(j), place(k), moved);
        }
      }
    }
    return new Mask(size, SPACING, voxels);
  }

  private double place(int index) {
    return (2 * index + 1.0) / side - 1;
  }

  private Comparison compare(Place place, String name, Shape shape) throws IOException {
    Mask truth = mask(shape, 0);
    Mask predicted = mask(shape, 0.03);
    Path data = place.scratch().resolve("masks");
    write(data, truth, predicted);
    List<String> command = new ArrayList<>();
    command.addAll(List.of(place.python(), place.peers().resolve("surface.py").toString()));
    command.addAll(List.of("--data", "" + data, "--side", "" + side));
    command.addAll(List.of("--threads", "" + Outlining.THREADS, "--tolerance", "" + TOLERANCE_MM));
    command.addAll(
        List.of("--spacing", "%s,%s,%s".formatted(SPACING.z(), SPACING.y(), SPACING.x())));
    String row = "surface " + name;
    try (Peer peer = new Peer(command)) {
      float[] theirs = peer.outputs(place.scratch().resolve("outputs"));
      double difference = Comparison.difference(row, scores(truth, predicted), theirs, MOST);
      Side ours = Side.here(Outlining.THREADS + " threads", () -> scores(truth, predicted));
      return Comparison.alternating(row, ours, peer, ROUNDS, 1, difference);
    }
  }

  private static float[] scores(Mask truth, Mask predicted) {
    SurfaceDistances surfaces = SurfaceDistances.of(truth, predicted);
    return new float[] {
      (float) surfaces.hausdorff(),
      (float) surfaces.hausdorff(95),
      (float) surfaces.meanSymmetric(),
      (float) surfaces.within(TOLERANCE_MM)
    };
  }

  /** Both masks, a byte per voxel. */
  private static void write(Path file, Mask truth, Mask predicted) throws IOException {
    byte[] bytes = new byte[2 * truth.voxels().length];
    for (int v = 0; v < truth.voxels().length; v++) {
      bytes[v] = (byte) (truth.voxels()[v] ? 1 : 0);
      bytes[truth.voxels().length + v] = (byte) (predicted.voxels()[v] ? 1 : 0);
    }
    Files.write(file, bytes);
  }
}
