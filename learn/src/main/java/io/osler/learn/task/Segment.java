package io.osler.learn.task;

import io.osler.core.transform.PatchGrid;
import io.osler.core.volume.Case;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Entry;
import io.osler.learn.data.Split;
import io.osler.learn.infer.Segmenter;
import io.osler.learn.net.Network;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Segmentation;
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
import java.util.function.Function;

/**
 * Segmentation from a plan: networks that learn from patches, each judged on whole cases it did not
 * learn from, and the tidying up that these cases ask for.
 */
public final class Segment {
  private static final long MEMORY_BYTES = Runtime.getRuntime().maxMemory() / 3;

  /** Of the normalised surface distance, when nothing else is asked for. */
  public static final double TOLERANCE_MM = 1;

  private final Plan plan;
  private final List<Entry> entries;
  private final Prepared prepared;
  private final Members members;

  /** Training and validation cases of {@code data} under {@code plan}. */
  public Segment(DataSet data, Plan plan) {
    this.plan = plan;
    this.entries =
        data.entries().stream()
            .filter(one -> one.split() != Split.TEST && one.isLabelled())
            .toList();
    this.prepared = new Prepared(plan, entries, MEMORY_BYTES);
    this.members = Folding.of(entries, plan);
  }

  /**
   * What training leaves.
   *
   * @param on which cases the scores are of
   */
  public record Trained(
      List<Network> networks,
      Segmentation.Tidying tidying,
      List<OutlineScores> scores,
      Gallery gallery,
      String on,
      List<String> warnings) {}

  /**
   * Trains every member, resuming what {@code run} holds of this very plan and data.
   *
   * @param identity of plan and data; a checkpoint of another is refused
   * @param checkpointSeconds at most this much work is lost by an interruption
   */
  public Trained train(
      Path run, String identity, double checkpointSeconds, Function<String, Progress> progress)
      throws IOException {
    List<Network> networks = new ArrayList<>();
    Judging judging = new Judging(plan.outlining().outlines(), TOLERANCE_MM);
    for (Members.Member member : members.list()) {
      Path folder = Files.createDirectories(run.resolve("network-" + member.number()));
      String label = "network %d of %d".formatted(member.number() + 1, members.list().size());
      Network network = fit(member, folder, identity, checkpointSeconds, progress.apply(label));
      networks.add(network);
      judge(judging, network, member.held());
    }
    List<String> warnings = new ArrayList<>();
    boolean held = judging.count() > 0;
    if (!held) {
      warnings.add(
          "Too few cases to hold any out: these are the training cases themselves, and the figures"
              + " say nothing of other cases.");
      judge(judging, networks.getFirst(), members.list().getFirst().train());
    }
    return new Trained(
        List.copyOf(networks),
        held ? judging.choose() : Segmentation.Tidying.NONE,
        judging.scores(),
        judging.gallery(),
        held ? "held-out cases" : "its training cases",
        warnings);
  }

  /** Judges evenly spread ones of the cases, as many as the plan allows this member. */
  private void judge(Judging judging, Network network, List<Integer> held) {
    int most = Math.max(1, plan.outlining().judged() / members.list().size());
    int count = Math.min(most, held.size());
    Segmenter segmenter = new Segmenter(plan, List.of(network), plan.compute());
    for (int i = 0; i < count; i++) {
      Entry entry = entries.get(held.get((int) ((long) i * held.size() / count)));
      Case one = entry.load();
      judging.judge(
          segmenter, one.id(), one.patient(), one.image(), ((Truth.Mask) one.truth()).map());
    }
  }

  private Network fit(
      Members.Member member,
      Path folder,
      String identity,
      double checkpointSeconds,
      Progress progress)
      throws IOException {
    Starts start = Starts.of(plan, member.seed());
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
   * How long things take here, measured.
   *
   * @param step seconds of a training step with loading and augmentation
   * @param judged seconds of one whole prediction by one network, mirrored as planned
   */
  public record Pace(double step, double judged) {}

  /**
   * Trains for some seconds to warm up, then for some more, at least two steps each; what was
   * learned is thrown away.
   */
  public Pace pace(double warm, double measured) {
    Members.Member member = members.list().getFirst();
    Starts start = Starts.of(plan, member.seed());
    plan.compute().begin();
    try (var batches = batches(member);
        var fit = fit(start.network(), member.seed(), start);
        var _ = start.network().weights()) {
      perStep(fit, batches, warm);
      double step = perStep(fit, batches, measured);
      return new Pace(step, judging(start.network(), member, step));
    }
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
      Size image = prepared.at(held.get(i)).one().image().size();
      Size padded =
          new Size(
              Math.max(image.width(), patch.width()),
              Math.max(image.height(), patch.height()),
              Math.max(image.depth(), patch.depth()));
      patches += new PatchGrid(patch, plan.outlining().sliding().overlap()).starts(padded).size();
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
