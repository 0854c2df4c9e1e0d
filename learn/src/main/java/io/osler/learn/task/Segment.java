package io.osler.learn.task;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.osler.learn.bundle.Model;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Entry;
import io.osler.learn.data.Split;
import io.osler.learn.infer.Segmenter;
import io.osler.learn.net.Network;
import io.osler.learn.plan.Configurations;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Segmentation;
import io.osler.learn.train.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * Segmentation from a plan: networks that learn from patches, each judged on whole cases it did not
 * learn from; of several configurations the best, or the two that are best together; and the
 * post-processing that these cases ask for.
 */
public final class Segment {
  private static final long MEMORY_BYTES = Runtime.getRuntime().maxMemory() / 3;

  /** Of the normalised surface distance, when nothing else is asked for. */
  public static final double TOLERANCE_MM = 1;

  private final Plan plan;
  private final Configurations configurations;
  private final List<Plan> stages;
  private final List<Entry> entries;
  private final Members members;

  /** Training and validation cases of {@code data} under {@code plan}. */
  public Segment(DataSet data, Plan plan) {
    this.plan = plan;
    this.configurations = Configurations.of(plan);
    this.stages = configurations.inOrder();
    this.entries =
        data.entries().stream()
            .filter(one -> one.split() != Split.TEST && one.isLabelled())
            .toList();
    this.members = Folding.of(entries, plan);
    stages.stream()
        .map(Plan::outlining)
        .filter(one -> one.after().isPresent())
        .forEach(one -> Earlier.check(members, entries.size(), one.name()));
  }

  /** Reads every case once: what cannot be learned from is refused by name. */
  void check() {
    entries.forEach(Entry::load);
  }

  /**
   * What training leaves.
   *
   * @param plan with the chosen configurations and post-processing
   * @param networks by the name of their configuration, the plan's own first
   * @param compared what was tried, the chosen first; empty where there was nothing to choose
   * @param on which cases the scores are of
   */
  public record Trained(
      Plan plan,
      SequencedMap<String, List<Network>> networks,
      List<Model.Compared> compared,
      List<OutlineScores> scores,
      Gallery gallery,
      String on,
      List<String> warnings) {}

  /**
   * Trains every member of every configuration, resuming what {@code run} holds of this very plan
   * and data.
   *
   * @param identity of plan and data; a checkpoint of another is refused
   * @param checkpointSeconds at most this much work is lost by an interruption
   */
  public Trained train(
      Path run, String identity, double checkpointSeconds, Function<String, Progress> progress)
      throws IOException {
    SequencedMap<String, List<Network>> networks = new LinkedHashMap<>();
    for (Plan one : stages) {
      String name = one.outlining().name();
      boolean own = name.equals(plan.outlining().name());
      Path folder = own ? run : run.resolve(name);
      Function<String, Progress> labelled =
          label -> progress.apply(stages.size() == 1 ? label : name + ": " + label);
      Stage stage = new Stage(one, entries, members, MEMORY_BYTES, earlier(one, networks, folder));
      networks.put(
          name,
          stage.train(folder, own ? identity : identity + "/" + name, checkpointSeconds, labelled));
    }
    return judged(networks);
  }

  /** What a configuration comes after, by networks that are trained already. */
  private Optional<Earlier> earlier(Plan later, Map<String, List<Network>> networks, Path folder) {
    if (later.outlining().after().isEmpty()) {
      return Optional.empty();
    }
    Plan before = configurations.only(List.of(later.outlining().after().get()));
    List<Segmenter> of = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      of.add(segmenter(before, networks, fold(i)));
    }
    return Optional.of(new Earlier.Unseen(of, folder.resolve("earlier")));
  }

  /** The members that did not learn from a case. */
  private List<Members.Member> fold(int index) {
    return members.list().stream().filter(one -> one.held().contains(index)).toList();
  }

  /** Members that differ by seed only: their cases are judged once, by all of them together. */
  private Collection<List<Members.Member>> folds() {
    return members.list().stream()
        .collect(groupingBy(Members.Member::fold, LinkedHashMap::new, toList()))
        .values();
  }

  private Segmenter segmenter(
      Plan some, Map<String, List<Network>> networks, List<Members.Member> which) {
    Map<String, List<Network>> part = new LinkedHashMap<>();
    networks.forEach(
        (name, all) -> part.put(name, which.stream().map(one -> all.get(one.number())).toList()));
    return Segmenter.of(some, part, plan.compute());
  }

  private Trained judged(SequencedMap<String, List<Network>> networks) throws IOException {
    List<String> warnings = new ArrayList<>();
    boolean held = members.list().stream().anyMatch(one -> !one.held().isEmpty());
    if (!held) {
      warnings.add(
          "Too few cases to hold any out: these are the training cases themselves, and the figures"
              + " say nothing of other cases.");
    }
    Contest contest = new Contest(configurations, plan);
    if (held && contest.needed()) {
      for (List<Members.Member> fold : folds()) {
        for (Entry entry : some(fold.getFirst().held())) {
          contest.enter(entry.load(), one -> segmenter(one, networks, fold));
        }
      }
    }
    Plan chosen = contest.winner();
    Judging judging = new Judging(plan.outlining().outlines(), TOLERANCE_MM);
    if (held) {
      for (List<Members.Member> fold : folds()) {
        judge(judging, segmenter(chosen, networks, fold), some(fold.getFirst().held()));
      }
    } else {
      Members.Member first = members.list().getFirst();
      judge(judging, segmenter(chosen, networks, List.of(first)), some(first.train()));
    }
    Segmentation.Tidying tidying = held ? judging.choose() : Segmentation.Tidying.NONE;
    SequencedMap<String, List<Network>> kept = new LinkedHashMap<>();
    for (Plan one : Configurations.of(chosen).inOrder()) {
      String name = one.outlining().name();
      kept.put(name, networks.getOrDefault(name, List.of()));
    }
    return new Trained(
        chosen.with(chosen.outlining().with(tidying)),
        kept,
        contest.compared(),
        judging.scores(),
        judging.gallery(),
        held ? "held-out cases" : "its training cases",
        warnings);
  }

  /** Evenly spread ones of the cases, as many as the plan allows each fold. */
  private List<Entry> some(List<Integer> held) {
    int most = Math.max(1, plan.outlining().judged() / folds().size());
    int count = Math.min(most, held.size());
    List<Entry> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      some.add(entries.get(held.get((int) ((long) i * held.size() / count))));
    }
    return some;
  }

  private static void judge(Judging judging, Segmenter segmenter, List<Entry> cases) {
    for (Entry entry : cases) {
      judging.judge(segmenter, entry.load());
    }
  }

  /**
   * How long things take here, measured.
   *
   * @param step seconds of a training step with loading and augmentation
   * @param judged seconds of one whole prediction by one network, mirrored as planned
   */
  public record Pace(double step, double judged) {}

  /**
   * The pace of each configuration in the order of training: some seconds to warm up, then some
   * more, at least two steps each; what was learned is thrown away.
   */
  public SequencedMap<String, Pace> pace(double warm, double measured) {
    SequencedMap<String, Pace> paces = new LinkedHashMap<>();
    for (Plan one : stages) {
      Optional<Earlier> earlier = one.outlining().after().map(_ -> Earlier.nothing());
      paces.put(
          one.outlining().name(),
          new Stage(one, entries, members, MEMORY_BYTES, earlier)
              .pace(warm / stages.size(), measured / stages.size()));
    }
    return paces;
  }

  /** How long whole cases take beside the networks, by the first. */
  ScoringPace scoring() {
    return ScoringPace.of(plan, entries.getFirst());
  }

  /** Training steps of the first network of the first configuration, on demand. */
  public Rehearsal rehearsal() {
    Plan first = stages.getFirst();
    Optional<Earlier> earlier = first.outlining().after().map(_ -> Earlier.nothing());
    return new Stage(first, entries, members, MEMORY_BYTES, earlier).rehearsal();
  }
}
