package io.osler.learn.task;

import io.osler.core.transform.PatchGrid;
import io.osler.core.volume.Size;
import io.osler.learn.data.Entry;
import io.osler.learn.net.Network;
import io.osler.learn.plan.Plan;
import io.osler.learn.train.Fit;
import io.osler.learn.train.Heads;
import io.osler.learn.train.Log;
import io.osler.learn.train.Progress;
import io.osler.learn.train.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** One configuration of a segmentation in training: a network for each member. */
final class Stage {
  private final Plan plan;
  private final Members members;
  private final Prepared prepared;

  /**
   * @param plan with this one configuration
   * @param earlier what it comes after
   */
  Stage(Plan plan, List<Entry> entries, Members members, long memory, Optional<Earlier> earlier) {
    this.plan = plan;
    this.members = members;
    this.prepared = new Prepared(plan, entries, memory, earlier);
  }

  Plan plan() {
    return plan;
  }

  /** Trains every member, resuming what {@code run} holds of this very plan and data. */
  List<Network> train(
      Path run, String identity, double checkpointSeconds, Function<String, Progress> progress)
      throws IOException {
    Path cubes = run.resolve("prepared");
    empty(cubes); // an interrupted run's
    prepared.spill(cubes);
    if (plan.outlining().after().isPresent()) {
      // Before training, so that no two networks compute at once.
      members.list().stream()
          .flatMap(one -> one.held().stream())
          .distinct()
          .sorted()
          .forEach(prepared::at);
    }
    List<Network> networks = new ArrayList<>();
    for (Members.Member member : members.list()) {
      Path folder = Files.createDirectories(run.resolve("network-" + member.number()));
      String label = "network %d of %d".formatted(member.number() + 1, members.list().size());
      networks.add(fit(member, folder, identity, checkpointSeconds, progress.apply(label)));
    }
    empty(cubes);
    return networks;
  }

  private static void empty(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> inside = Files.list(folder)) {
        for (Path file : inside.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private Network fit(
      Members.Member member,
      Path folder,
      String identity,
      double checkpointSeconds,
      Progress progress)
      throws IOException {
    Starts start = Starts.of(plan, member.number(), member.seed());
    Network network = start.network();
    List<Integer> watched = member.held().isEmpty() ? member.train() : member.held();
    var watch = new Watch(prepared.only(watched), watched.size(), plan, member.seed());
    try (var batches = batches(member);
        var log = new Log(folder.resolve("log.jsonl"));
        var fit = fit(network, member.seed(), start)) {
      fit.run(
          batches,
          () -> watch.look(network),
          new RunFolder(folder, identity + "/" + member.number(), checkpointSeconds),
          log.and(progress));
    }
    return network;
  }

  private Fit fit(Network network, long seed, Starts start) {
    return new Fit(
        network,
        Heads.objective(
            network, VoxelLosses.of(plan.learning().loss(), plan.outlining().outlines().regions())),
        plan.course(),
        plan.compute(),
        seed,
        start.rate());
  }

  private PatchBatches batches(Members.Member member) {
    return new PatchBatches(
        prepared.only(member.train()), member.train().size(), plan, member.seed(), 1);
  }

  /**
   * Trains for some seconds to warm up, then for some more, at least two steps each; what was
   * learned is thrown away.
   */
  Segment.Pace pace(double warm, double measured) {
    Members.Member member = members.list().getFirst();
    Starts start = Starts.of(plan, member.number(), member.seed());
    plan.compute().begin();
    try (var batches = batches(member);
        var fit = fit(start.network(), member.seed(), start);
        var _ = start.network().weights()) {
      perStep(fit, batches, warm);
      double step = perStep(fit, batches, measured);
      return new Segment.Pace(step, judging(start.network(), member, step));
    }
  }

  /** Steps of the first network, on demand. */
  Rehearsal rehearsal() {
    Members.Member member = members.list().getFirst();
    Starts start = Starts.of(plan, member.number(), member.seed());
    plan.compute().begin();
    Fit fit = fit(start.network(), member.seed(), start);
    return new Rehearsal(start.network(), batches(member), fit, plan.compute()::begin);
  }

  private static double perStep(Fit fit, PatchBatches batches, double seconds) {
    long begun = System.nanoTime();
    int steps = 0;
    while (steps < 2 || (System.nanoTime() - begun) * 1e-9 < seconds) {
      fit.step(batches, Progress.silent());
      steps++;
    }
    return (System.nanoTime() - begun) * 1e-9 / steps;
  }

  /** From the time of one patch, the patches of some cases, and of the mirror images. */
  private double judging(Network network, Members.Member member, double step) {
    List<Integer> held = member.held().isEmpty() ? member.train() : member.held();
    int some = Math.min(3, held.size());
    double patches = 0;
    Size patch = plan.input().size();
    for (int i = 0; i < some; i++) {
      Size image = prepared.at(held.get(i)).size();
      int slices = patch.is2d() ? image.depth() : 1;
      Size padded =
          new Size(
              Math.max(image.width(), patch.width()),
              Math.max(image.height(), patch.height()),
              patch.is2d() ? 1 : Math.max(image.depth(), patch.depth()));
      patches +=
          (double) slices
              * new PatchGrid(patch, plan.outlining().sliding().overlap()).starts(padded).size();
    }
    var watch = new Watch(prepared.only(held), 1, plan, member.seed());
    watch.look(network);
    long begun = System.nanoTime();
    watch.look(network);
    double forward =
        Math.max((System.nanoTime() - begun) * 1e-9, 0.2 * step / plan.learning().batch());
    return forward * patches / some * (1 << plan.inference().mirror().size());
  }
}
