package io.osler.learn.data;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the numbers of a label map mean.
 *
 * @param structures foreground only, in the order of the network's outputs
 * @param regions whether structures may overlap: each is the union of its label values
 * @param ignore label value of voxels that nobody outlined: they neither teach nor count
 * @param instances whether every object has a number of its own; then there is one structure
 * @param channels what each image channel is, such as {@code CT} or {@code T1}: its normalisation
 *     goes by it
 */
public record Outlines(
    List<Structure> structures,
    @Default("false") boolean regions,
    Optional<Integer> ignore,
    @About("one number per object") @Default("false") boolean instances,
    List<String> channels) {
  /** Beyond this, label values are not told apart; more structures than any atlas has. */
  public static final int MOST = 4096;

  /**
   * @param values the label values that it is made of
   * @param written the value that stands for it in a prediction; of regions the later wins
   */
  public record Structure(String name, List<Integer> values, int written) {
    public Structure {
      values = List.copyOf(values);
      Require.that(!values.isEmpty(), "values of " + name, values, "at least one label value");
      Require.that(!name.isBlank(), "name", name, "a name");
    }
  }

  public Outlines {
    structures = List.copyOf(structures);
    channels = List.copyOf(channels);
    Require.within("structures", structures.size(), 1, MOST);
    Require.within("channels", channels.size(), 1, 64);
    Require.that(
        !instances || structures.size() == 1, "structures", structures, "one of instances");
    HashSet<String> names = new HashSet<>();
    HashSet<Integer> values = new HashSet<>();
    for (Structure one : structures) {
      Require.that(names.add(one.name()), "structures", one.name(), "named once");
      for (int value : one.values()) {
        Require.that(value != 0, "values of " + one.name(), value, "other than 0, the background");
        Require.that(
            ignore.isEmpty() || ignore.get() != value,
            "values of " + one.name(),
            value,
            "other than the ignore label");
        if (!values.add(value) && !regions) {
          throw new InputException(
              "The label value %d stands for '%s' and for another structure."
                  .formatted(value, one.name()),
              "",
              "give each structure values of its own, or list regions ([1, 2]).");
        }
      }
    }
  }

  /** Plain structures called after their values. */
  static Outlines numbered(List<Integer> values, List<String> channels) {
    List<Structure> structures = new ArrayList<>();
    for (int value : values) {
      structures.add(new Structure("label-" + value, List.of(value), value));
    }
    return new Outlines(structures, false, Optional.empty(), false, channels);
  }

  /** One object, one number. */
  static Outlines objects(List<String> channels) {
    return new Outlines(
        List.of(new Structure("object", List.of(1), 1)), false, Optional.empty(), true, channels);
  }

  public List<String> names() {
    return structures.stream().map(Structure::name).toList();
  }

  /**
   * What the network tells apart: a class per structure after the background; a yes or no per
   * region; background, inside and rim of objects.
   */
  public List<String> classes() {
    if (regions) {
      return names();
    }
    List<String> classes = new ArrayList<>(List.of("background"));
    classes.addAll(instances ? List.of("inside", "rim") : names());
    return classes;
  }

  public Labels labels() {
    Labels.Kind kind = instances ? Labels.Kind.INSTANCES : Labels.Kind.STRUCTURES;
    return new Labels(kind, classes(), regions ? 0 : 1);
  }

  /** Label value → structures it belongs to, as indices; background and ignore are absent. */
  public Map<Integer, List<Integer>> membership() {
    Map<Integer, List<Integer>> of = new HashMap<>();
    for (int s = 0; s < structures.size(); s++) {
      for (int value : structures.get(s).values()) {
        of.computeIfAbsent(value, _ -> new ArrayList<>()).add(s);
      }
    }
    return of;
  }

  /** The index of a structure; a mistyped one is refused with the nearest. */
  public int index(String name) {
    int index = names().indexOf(name);
    if (index < 0) {
      throw new InputException(
          "There is no structure '" + name + "'.",
          "",
          io.osler.core.config.Names.advice(name, names()));
    }
    return index;
  }
}
