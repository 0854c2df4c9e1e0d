package io.osler.learn.plan;

import io.osler.core.config.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The configurations of a plan, each as a plan of its own.
 *
 * <p>The plan's own configuration comes first; {@link #inOrder} puts an earlier one before those
 * that take its outlines in.
 */
public final class Configurations {
  private final Plan plan;
  private final SequencedMap<String, Configuration> byName = new LinkedHashMap<>();

  private Configurations(Plan plan) {
    this.plan = plan;
    Segmentation s = plan.outlining();
    byName.put(s.name(), Configuration.own(plan, true));
    s.others().forEach(one -> byName.put(one.name(), one));
  }

  /** Refuses configurations that wait for each other. */
  public static Configurations of(Plan plan) {
    Configurations all = new Configurations(plan);
    all.byName.values().forEach(all::chain);
    return all;
  }

  /** The configuration and all that go before it, the first to compute first. */
  private List<Configuration> chain(Configuration last) {
    List<Configuration> chain = new ArrayList<>(List.of(last));
    Optional<Configuration> before = before(last);
    while (before.isPresent()) {
      if (chain.contains(before.get())) {
        throw new InputException(
            "The configurations %s wait for each other."
                .formatted(chain.stream().map(Configuration::name).toList()),
            "each says that it comes after the other.",
            "take 'after' out of the one that is to come first.");
      }
      chain.addFirst(before.get());
      before = before(before.get());
    }
    return chain;
  }

  private Optional<Configuration> before(Configuration one) {
    return one.after().flatMap(name -> Optional.ofNullable(byName.get(name)));
  }

  /** Each as a plan with that one configuration alone, every one after those it needs. */
  public List<Plan> inOrder() {
    SequencedMap<String, Plan> plans = new LinkedHashMap<>();
    for (Configuration one : byName.values()) {
      chain(one).forEach(c -> plans.putIfAbsent(c.name(), c.of(plan, needed(c))));
    }
    return List.copyOf(plans.values());
  }

  /** What goes before, as configurations that do not count themselves. */
  private List<Configuration> needed(Configuration last) {
    List<Configuration> chain = chain(last);
    return chain.subList(0, chain.size() - 1).stream().map(c -> silent(c)).toList();
  }

  private static Configuration silent(Configuration c) {
    return new Configuration(
        c.name(),
        c.after(),
        false,
        c.input(),
        c.prepare(),
        c.normalise(),
        c.augment(),
        c.network(),
        c.learning(),
        c.course(),
        c.inference(),
        c.spacing(),
        c.patches(),
        c.sliding());
  }

  /** The names that may be chosen. */
  public List<String> candidates() {
    return byName.values().stream().filter(Configuration::counts).map(Configuration::name).toList();
  }

  /**
   * The plan of some configurations together, with those that go before them. The one on the finest
   * grid becomes the plan's own: the others' probabilities are brought onto its grid.
   */
  public Plan only(List<String> chosen) {
    List<Configuration> list =
        chosen.stream().map(name -> Optional.ofNullable(byName.get(name)).orElseThrow()).toList();
    Configuration own = list.getFirst();
    for (Configuration one : list) {
      own = voxel(one) < voxel(own) * (1 - 1e-9) ? one : own;
    }
    Map<String, Configuration> beside = new LinkedHashMap<>();
    for (Configuration one : list) {
      if (!one.equals(own)) {
        beside.put(one.name(), one);
      }
    }
    for (Configuration one : list) {
      String first = own.name();
      needed(one).stream()
          .filter(c -> !c.name().equals(first))
          .forEach(c -> beside.putIfAbsent(c.name(), c));
    }
    return own.of(plan, List.copyOf(beside.values()));
  }

  private static double voxel(Configuration one) {
    return one.spacing().x() * one.spacing().y() * one.spacing().z();
  }

  /** The same plan with a course for each configuration, in the order of {@link #inOrder}. */
  public Plan courses(Map<String, io.osler.learn.train.Course> courses) {
    Segmentation s = plan.outlining();
    List<Configuration> others =
        s.others().stream()
            .map(one -> one.with(courses.getOrDefault(one.name(), one.course())))
            .toList();
    return plan.with(courses.getOrDefault(s.name(), plan.course()), plan.members())
        .with(s.with(s.name(), others));
  }

  /** The same plan with every configuration's prediction without mirror images. */
  public Plan unmirrored() {
    Segmentation s = plan.outlining();
    List<Configuration> others =
        s.others().stream()
            .map(one -> one.with(unmirrored(one.inference()), one.sliding()))
            .toList();
    return plan.with(unmirrored(plan.inference())).with(s.with(s.name(), others));
  }

  private static Plan.Inference unmirrored(Plan.Inference old) {
    return new Plan.Inference(old.batch(), List.of());
  }

  /** The same plan with patches of every configuration overlapping by this share. */
  public Plan overlapping(double share) {
    Segmentation s = plan.outlining().with(overlapping(plan.outlining().sliding(), share));
    List<Configuration> others =
        s.others().stream()
            .map(one -> one.with(one.inference(), overlapping(one.sliding(), share)))
            .toList();
    return plan.with(s.with(s.name(), others));
  }

  private static Segmentation.Sliding overlapping(Segmentation.Sliding old, double share) {
    return new Segmentation.Sliding(share, old.batch());
  }
}
