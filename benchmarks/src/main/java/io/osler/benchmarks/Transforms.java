package io.osler.benchmarks;

import io.osler.core.io.ImageFile;
import io.osler.core.transform.Border;
import io.osler.core.transform.CentreCropOrPad;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Each method on a slide of 512² and a head of 256³, against the fastest of scikit-image, SciPy,
 * SimpleITK and MONAI at as many threads. Results are compared before anything is timed.
 *
 * <p>OSLER_DATA names the folder of the example data sets. To try things: OSLER_BENCHMARK_ONLY
 * names rows or methods ({@code otsu-3d,canny}), OSLER_BENCHMARK_SIDE makes images smaller,
 * OSLER_BENCHMARK_ROUNDS makes rounds fewer.
 */
final class Transforms implements Benchmark {
  private static final int ROUNDS = 3;
  private static final int MOST = 31;
  private static final double WARM = 2;
  private static final double QUICK = 0.1;
  private static final double SLOW = 3;
  private static final String SLIDE =
      "birl-histology/data-images/lesions_/scale-5pc/Izd2-29-041-w35_HE.jpg";
  private static final String HEAD = "brainchop-meshnet/public/t1_crop.nii.gz";

  @Override
  public List<Comparison> in(Place place) throws IOException {
    Path data = Path.of(asked("OSLER_DATA", "data"));
    int most = Integer.parseInt(asked("OSLER_BENCHMARK_SIDE", "512"));
    List<String> only = Arrays.asList(asked("OSLER_BENCHMARK_ONLY", "").split(","));
    List<Comparison> rows = new ArrayList<>();
    for (int dimensions : new int[] {2, 3}) {
      int side = Math.min(most, dimensions == 2 ? 512 : 256);
      Size size = new Size(side, side, dimensions == 2 ? 1 : side);
      Volume source = ImageFile.read(data.resolve(dimensions == 2 ? SLIDE : HEAD));
      Volume colour = new CentreCropOrPad(size).apply(flat(source));
      for (Method method : Methods.all()) {
        if (has(method, dimensions) && wanted(method, dimensions, only)) {
          rows.add(compare(place, method, dimensions, colour));
        }
      }
    }
    return rows;
  }

  /** The geometric mean. */
  @Override
  public double ratio(List<Comparison> rows) {
    return Math.exp(rows.stream().mapToDouble(r -> Math.log(r.ratio())).average().orElseThrow());
  }

  private static String asked(String variable, String otherwise) {
    return System.getenv().getOrDefault(variable, otherwise);
  }

  private static boolean wanted(Method method, int dimensions, List<String> only) {
    return only.contains("")
        || only.contains(method.name())
        || only.contains(method.name() + "-" + dimensions + "d");
  }

  private static boolean has(Method method, int dimensions) {
    for (int one : method.sides()) {
      if (one == dimensions) {
        return true;
      }
    }
    return false;
  }

  private static Volume flat(Volume v) {
    return new Volume(v.size(), v.channels(), Geometry.UNIT, v.voxels());
  }

  private static Comparison compare(Place place, Method method, int dimensions, Volume colour)
      throws IOException {
    Volume image = colour.channel(colour.channels() == 3 ? 1 : 0);
    Volume input =
        switch (method.input()) {
          case IMAGE -> image;
          case SLIDE -> colour;
          case MASK ->
              Method.step("otsu").apply(Method.step("gaussian-blur(sigma=2)").apply(image));
          case GRADIENT ->
              Method.step("sobel").apply(Method.step("gaussian-blur(sigma=1)").apply(image));
        };
    Path folder = place.scratch();
    write(folder.resolve("input"), input.voxels());
    if (method.name().equals("affine")) {
      for (int axis = 0; axis < 3; axis++) {
        Volume places = Method.step(Methods.AFFINE).apply(ramp(image.size(), axis));
        write(folder.resolve("places-" + axis), places.voxels());
      }
    } else if (method.name().equals("elastic")) {
      write(folder.resolve("shifts"), shifts(image));
    }
    String name = method.name() + "-" + dimensions + "d";
    List<String> command = new ArrayList<>();
    command.addAll(List.of(place.python(), place.peers().resolve("transforms.py").toString()));
    command.addAll(List.of("--method", method.name(), "--folder", folder.toString()));
    command.addAll(List.of("--dimensions", "" + dimensions, "--side", "" + image.size().width()));
    command.addAll(List.of("--threads", "" + Work.THREADS));
    try (Peer peer = new Peer(command)) {
      float[] ours = method.ours().apply(input).voxels();
      float[] theirs = peer.outputs(folder.resolve("outputs"));
      float[] same = method.regions() ? renamed(theirs, ours) : theirs;
      float[] compared = method.compared().apply(method.ours().apply(input)).voxels();
      double off = off(name, ours, same, compared, method.alike(peer.way()));
      float[][] last = new float[1][0];
      Side side = Side.here("Java", () -> last[0] = method.ours().apply(input).voxels());
      return Comparison.alternating(name, side, peer, place.rounds(rounds(side)), 1, off);
    }
  }

  /** Runs ours until it is compiled; what is quick is measured more often. */
  private static int rounds(Side ours) {
    double spent = 0;
    double last = 0;
    for (int n = 0; n < MOST && spent < WARM; n++) {
      last = ours.run().wall();
      spent += last;
    }
    int most = Integer.parseInt(asked("OSLER_BENCHMARK_ROUNDS", "" + MOST));
    return Math.min(most, last < QUICK ? MOST : last < SLOW ? ROUNDS : 1);
  }

  /** Where each voxel of a warped image comes from: the coordinates, warped as an image. */
  private static Volume ramp(Size size, int axis) {
    float[] v = new float[size.voxels()];
    for (int k = 0; k < size.depth(); k++) {
      for (int j = 0; j < size.height(); j++) {
        for (int i = 0; i < size.width(); i++) {
          v[size.offset(i, j, k)] = axis == 0 ? i : axis == 1 ? j : k;
        }
      }
    }
    return Volume.of(size, Geometry.UNIT, v);
  }

  /** The displacements along i, j and k at a lattice of places, from which the field follows. */
  private static float[] shifts(Volume image) {
    Size s = image.size();
    int knots = Methods.CELLS + 3;
    int deep = s.is2d() ? 1 : knots;
    float[] shifts = new float[3 * knots * knots * deep];
    int per = shifts.length / 3;
    for (int p = 0; p < per; p++) {
      Vec3 share =
          new Vec3(p % knots, p / knots % knots, p / (knots * knots)).times(1.0 / (knots - 1));
      Vec3 last = new Vec3(s.width() - 1, s.height() - 1, s.depth() - 1);
      Vec3 at = image.geometry().toPatient(share.times(last));
      Vec3 shift = Methods.elastic(Border.EDGE, true).move(at, image).minus(at);
      for (int axis = 0; axis < 3; axis++) {
        shifts[axis * per + p] = (float) shift.get(axis);
      }
    }
    return shifts;
  }

  /** Each region by the name that most of its voxels have on the other side. */
  private static float[] renamed(float[] regions, float[] other) {
    Map<Float, Map<Float, Integer>> shared = new HashMap<>();
    for (int v = 0; v < regions.length; v++) {
      shared.computeIfAbsent(regions[v], _ -> new HashMap<>()).merge(other[v], 1, Integer::sum);
    }
    Map<Float, Float> names = new HashMap<>();
    shared.forEach(
        (name, counts) ->
            names.put(
                name, Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey()));
    float[] renamed = new float[regions.length];
    for (int v = 0; v < regions.length; v++) {
      renamed[v] = names.getOrDefault(regions[v], Float.NaN);
    }
    return renamed;
  }

  /** The share of voxels that differ by more than the tolerance; refused above the method's. */
  private static double off(
      String name, float[] ours, float[] theirs, float[] compared, Method.Alike alike) {
    if (ours.length != theirs.length) {
      throw new IllegalStateException(
          "%s: %d voxels of ours, %d of theirs".formatted(name, ours.length, theirs.length));
    }
    double largest = 0;
    for (float v : theirs) {
      largest = Math.max(largest, Math.abs(v));
    }
    int count = 0;
    int all = 0;
    for (int v = 0; v < ours.length; v++) {
      if (compared[v] > 1 - 1e-6) {
        all++;
        count += Math.abs(ours[v] - theirs[v]) <= alike.tolerance() * largest ? 0 : 1;
      }
    }
    double share = (double) count / all;
    if (!(share <= alike.share())) {
      throw new IllegalStateException(
          "%s: %.3g of the voxels differ by more than %.1g of the largest: nothing is compared"
              .formatted(name, share, alike.tolerance()));
    }
    return share;
  }

  private static void write(Path file, float[] v) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(4, v.length));
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(v);
    Files.write(file, bytes.array());
  }
}
