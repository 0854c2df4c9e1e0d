package io.osler.learn.infer;

import io.osler.core.transform.Border;
import io.osler.core.transform.CropToForeground;
import io.osler.core.transform.OntoGrid;
import io.osler.core.transform.Regrid;
import io.osler.core.transform.Transform;
import io.osler.core.volume.Case;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.learn.data.OutlineCodec;
import io.osler.learn.net.Network;
import io.osler.learn.plan.Configurations;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Segmentation;
import io.osler.learn.tensor.Compute;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Image → label map on the image's own grid: prepared as the plan says, predicted by sliding
 * window, brought back by linear interpolation of the probabilities, along an axis that {@link
 * Regrid} keeps apart by the nearest, tidied up.
 *
 * @param before whose outlines are further channels of the input, where the plan comes after one
 * @param beside other configurations, whose probabilities are averaged in on this one's grid
 */
public record Segmenter(
    Plan plan,
    List<Network> members,
    Compute compute,
    Optional<Segmenter> before,
    List<Segmenter> beside) {
  public Segmenter {
    members = List.copyOf(members);
    beside = List.copyOf(beside);
  }

  /** One configuration. */
  public Segmenter(Plan plan, List<Network> members, Compute compute) {
    this(plan, members, compute, Optional.empty(), List.of());
  }

  /**
   * All configurations of a plan.
   *
   * @param networks by the name of the configuration
   */
  public static Segmenter of(Plan plan, Map<String, List<Network>> networks, Compute compute) {
    Map<String, Segmenter> made = new HashMap<>();
    List<Segmenter> beside = new ArrayList<>();
    Segmentation whole = plan.outlining();
    for (Plan one : Configurations.of(plan).inOrder()) {
      Segmentation how = one.outlining();
      Segmenter segmenter =
          new Segmenter(
              one,
              networks.getOrDefault(how.name(), List.of()),
              compute,
              how.after().flatMap(name -> Optional.ofNullable(made.get(name))),
              List.of());
      made.put(how.name(), segmenter);
      if (whole.others().stream().anyMatch(c -> c.name().equals(how.name()) && c.counts())) {
        beside.add(segmenter);
      }
    }
    Segmenter own = Optional.ofNullable(made.get(whole.name())).orElseThrow();
    return new Segmenter(plan, own.members, compute, own.before, beside);
  }

  /** Probabilities of one image on the prepared grid; classes are channels. */
  public Volume probabilities(Volume image) {
    return together(alone(image), beside.stream().map(other -> other.alone(image)).toList(), image);
  }

  /** Likewise of this configuration alone, without a random field. */
  public Volume alone(Volume image) {
    return window().probabilities(input(image, prepared(image), Spool.ELSEWHERE));
  }

  /**
   * The mean of this configuration's probabilities and others', on this one's grid, refined by the
   * plan's random field if it has one.
   */
  public Volume together(Volume own, List<Volume> others, Volume image) {
    List<float[]> there = new ArrayList<>();
    for (Volume other : others) {
      boolean same = other.size().equals(own.size()) && other.geometry().equals(own.geometry());
      OntoGrid onto = OntoGrid.of(own.size(), own.geometry(), Border.EDGE, 0);
      there.add((same ? other : onto.spread(other)).voxels());
    }
    return refined(there.isEmpty() ? own : Mean.of(own, there), image);
  }

  /** By the plan's random field, if it has one. */
  Volume refined(Volume p, Volume image) {
    return plan.outlining()
        .crf()
        .map(crf -> Fields.refined(crf, p, prepared(image), plan.outlining().outlines().regions()))
        .orElse(p);
  }

  /** What this configuration alone says of an image, without a random field, asked each time. */
  public Slabs slabs(Volume image) {
    return new Flow(this, image, Spool.ELSEWHERE).live();
  }

  /**
   * The label map, encoded, not tidied up, that this configuration and those beside it give
   * together.
   *
   * @param own what this one says of the image
   * @param others what those beside it say
   * @param size of the map, on any grid of the patient
   */
  public LabelMap coded(Slabs own, List<Slabs> others, Volume image, Size size, Geometry geometry) {
    Choice choice = Choice.of(codec(), size);
    List<Supplier<Slabs>> ready = new ArrayList<>();
    others.forEach(other -> ready.add(() -> other));
    new Flow(this, image, Spool.ELSEWHERE).together(own, ready, _ -> {}, size, geometry, choice);
    return new LabelMap(size, geometry, choice.labels(Segmentation.Tidying.NONE, true));
  }

  Volume prepared(Volume image) {
    Case one = Case.of("image", image);
    for (Transform transform : plan.prepare()) {
      one = transform.apply(one);
    }
    return plan.normalise().apply(one.image());
  }

  /** The prepared image, with what an earlier configuration outlined as further channels. */
  Volume input(Volume image, Volume prepared, Path scratch) {
    if (before.isEmpty()) {
      return prepared;
    }
    LabelMap coded = before.get().coded(image, prepared.size(), prepared.geometry(), scratch);
    return codec().append(prepared, coded.labels());
  }

  /** What this configuration alone chose, encoded, on any grid of the patient; not for objects. */
  public LabelMap coded(Volume image, Size size, Geometry geometry) {
    return coded(image, size, geometry, Spool.ELSEWHERE);
  }

  private LabelMap coded(Volume image, Size size, Geometry geometry, Path scratch) {
    Choice choice = Choice.of(codec(), size);
    new Flow(this, image, scratch).alone(this::onto, size, geometry, choice);
    return new LabelMap(size, geometry, choice.labels(Segmentation.Tidying.NONE, true));
  }

  Window window() {
    Segmentation how = plan.outlining();
    boolean regions = how.outlines().regions();
    return new Window(
        members,
        plan.input().size(),
        how.sliding().overlap(),
        how.sliding().batch(),
        plan.inference().mirror(),
        compute,
        logits -> regions ? logits.sigmoid() : logits.softmax(1));
  }

  /** What the network chose, encoded, on the image's grid; of instances the objects' numbers. */
  public LabelMap coded(Volume image) {
    return outline(image).coded();
  }

  /**
   * What a prediction says, without its probabilities.
   *
   * @param coded as {@link OutlineCodec} encodes label maps, on the image's grid; of objects their
   *     numbers
   * @param entropy of {@link Uncertainty}, mean over voxels that are not sure
   * @param expectedDice per structure, see {@link Uncertainty#expectedDice}
   */
  public record Outlined(LabelMap coded, double entropy, List<Double> expectedDice) {}

  /** As {@link #outline(Volume, Path, Boxes)}, with temporary files where the system has them. */
  public Outlined outline(Volume image) {
    return outline(image, Spool.ELSEWHERE, (_, _) -> {});
  }

  /**
   * Everything about one image. Probabilities are brought onto its grid, shown and chosen from slab
   * by slab, beside the network, and never held together: memory beside image and label map grows
   * with a slice, not with their number. Only a random field asks for all of them on the prepared
   * grid.
   *
   * @param scratch an existing folder; those of further configurations wait in files there
   * @param show is handed the probabilities on the image's grid; classes are channels
   */
  public Outlined outline(Volume image, Path scratch, Boxes show) {
    Flow flow = new Flow(this, image, scratch);
    return chosen(image, show, List.of(plan.outlining().tidying()), flow::together).getFirst();
  }

  /** As {@link #outline(Volume)}, without the plan's tidying or with other ones: a map for each. */
  public List<Outlined> outline(Volume image, List<Segmentation.Tidying> ways) {
    return chosen(image, (_, _) -> {}, ways, new Flow(this, image, Spool.ELSEWHERE)::together);
  }

  /** Likewise where it is known what this configuration says of the image. */
  public List<Outlined> outline(Volume image, Slabs said, List<Segmentation.Tidying> ways) {
    Flow flow = new Flow(this, image, Spool.ELSEWHERE);
    return chosen(
        image,
        (_, _) -> {},
        ways,
        (look, into) -> flow.together(said, List.of(), look, image.size(), image.geometry(), into));
  }

  private List<Outlined> chosen(
      Volume image,
      Boxes show,
      List<Segmentation.Tidying> ways,
      BiConsumer<Consumer<Volume>, Boxes> flow) {
    Uncertainty.Tally tally = uncertainty().new Tally();
    List<Choice> choice = new ArrayList<>(); // made once the image has been prepared
    Boxes both =
        (low, box) -> {
          if (choice.isEmpty()) {
            choice.add(Choice.of(codec(), image.size()));
          }
          show.add(low, box);
          choice.getFirst().add(low, box);
        };
    flow.accept(tally::plus, both);
    List<Outlined> found = new ArrayList<>();
    for (Segmentation.Tidying way : ways) {
      int[] labels = choice.getFirst().labels(way, ways.size() == 1);
      found.add(
          new Outlined(
              new LabelMap(image.size(), image.geometry(), labels),
              tally.mean(),
              tally.expectedDice()));
    }
    return found;
  }

  /** The label map that probabilities on the prepared grid give, encoded; of objects numbers. */
  public LabelMap coded(Volume p, Size size, Geometry geometry, Segmentation.Tidying tidying) {
    Choice choice = Choice.of(codec(), size);
    Flow.whole(p, this::onto, size, geometry, choice);
    return new LabelMap(size, geometry, choice.labels(tidying, true));
  }

  /** How sure the probabilities of this segmenter are. */
  public Uncertainty uncertainty() {
    return new Uncertainty(plan.outlining().outlines());
  }

  /** Label values as files hold them. */
  public LabelMap decoded(LabelMap coded) {
    return codec().outlines().instances() ? coded : coded.with(codec().decode(coded.labels()));
  }

  Volume onto(Volume p, Size size, Geometry geometry) {
    if (p.size().equals(size) && p.geometry().equals(geometry)) {
      return p;
    }
    Volume there = brought(p, size, geometry);
    if (plan.prepare().stream().noneMatch(CropToForeground.class::isInstance)) {
      return there;
    }
    int[] ones = new int[p.size().voxels()];
    Arrays.fill(ones, 1);
    int[] inside =
        OntoGrid.of(size, geometry, Border.CONSTANT, 0)
            .spread(new LabelMap(p.size(), p.geometry(), ones))
            .labels();
    float[] voxels = there.voxels().clone();
    int n = inside.length;
    for (int c = 0; c < there.channels(); c++) {
      float outside = c == 0 && !codec().outlines().regions() ? 1 : 0;
      for (int v = 0; v < n; v++) {
        voxels[c * n + v] = inside[v] == 1 ? voxels[c * n + v] : outside;
      }
    }
    return there.with(voxels);
  }

  /** As the plan's resampling is undone; plans of before {@code regrid} linearly along all axes. */
  private Volume brought(Volume p, Size size, Geometry geometry) {
    return plan.prepare().stream()
        .filter(Regrid.class::isInstance)
        .map(Regrid.class::cast)
        .findFirst()
        .map(regrid -> regrid.back(p, size, geometry))
        .orElseGet(() -> OntoGrid.of(size, geometry, Border.EDGE, 0).spread(p));
  }

  private OutlineCodec codec() {
    return new OutlineCodec(plan.outlining().outlines());
  }

  /** Label values as files hold them, on the image's grid. */
  public LabelMap predict(Volume image) {
    return decoded(coded(image));
  }
}
