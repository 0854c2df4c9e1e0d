package io.osler.learn.data;

import io.osler.core.config.InputException;
import io.osler.core.volume.LabelMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Labels of files that say what each of their numbers stands for, and number their structures as
 * they like: brought together by name.
 */
final class NamedLabels {
  private NamedLabels() {}

  /**
   * Structures of all files. Where the files agree what each number means, the numbers stay; where
   * they do not, names are numbered from 1 in order of letters.
   *
   * @param plain values of label maps without names that belong to the same set: they need numbers
   *     that mean the same everywhere
   */
  static Outlines outlines(
      Path where,
      Collection<Map<Integer, String>> files,
      Set<Integer> plain,
      List<String> channels) {
    TreeMap<Integer, String> agreed = new TreeMap<>();
    TreeSet<String> names = new TreeSet<>();
    boolean agree = true;
    for (Map<Integer, String> file : files) {
      for (Map.Entry<Integer, String> one : file.entrySet()) {
        names.add(one.getValue());
        Optional<String> former = Optional.ofNullable(agreed.put(one.getKey(), one.getValue()));
        agree &= former.isEmpty() || former.get().equals(one.getValue());
      }
    }
    agree &= new HashSet<>(agreed.values()).size() == agreed.size() && !agreed.containsKey(0);
    if (!agree && !plain.isEmpty()) {
      throw new InputException(
          where + " holds label files whose numbers mean different things.",
          "some of them name their structures and some do not, so that nobody can match them.",
          "convert all of them to NIfTI with one numbering.");
    }
    if (!agree) {
      agreed.clear();
      names.forEach(name -> agreed.put(agreed.size() + 1, name));
    }
    plain.forEach(value -> agreed.putIfAbsent(value, "label-" + value));
    if (agreed.isEmpty()) {
      throw new InputException(
          where + ": the label files name no structure.", "", "give files with segments.");
    }
    List<Outlines.Structure> structures = new ArrayList<>();
    agreed.forEach(
        (value, name) -> structures.add(new Outlines.Structure(name, List.of(value), value)));
    return new Outlines(structures, false, Optional.empty(), false, channels);
  }

  /**
   * Number in the file → value in {@code outlines}, by name; structures that have no name there are
   * left out. Outlines that only count ({@code label-1}, {@code label-2}) keep the file's numbers.
   */
  static Map<Integer, Integer> values(Path file, Map<Integer, String> names, Outlines outlines) {
    Map<Integer, Integer> values = new TreeMap<>();
    boolean counted = outlines.instances();
    for (Outlines.Structure structure : outlines.structures()) {
      counted |= structure.name().equals("label-" + structure.values().getFirst());
      if (structure.values().size() == 1) {
        names.forEach(
            (number, name) -> {
              if (name.equals(structure.name())) {
                values.put(number, structure.values().getFirst());
              }
            });
      }
    }
    if (values.isEmpty() && counted) {
      names.keySet().forEach(number -> values.put(number, number));
    }
    if (values.isEmpty()) {
      throw new InputException(
          "%s holds the structures %s, none of which is looked for."
              .formatted(file, new TreeSet<>(names.values())),
          "looked for: %s."
              .formatted(outlines.structures().stream().map(Outlines.Structure::name).toList()),
          "name the structures alike, with --labels for example.");
    }
    return values;
  }

  static LabelMap renumbered(LabelMap map, Map<Integer, Integer> values) {
    int[] labels = map.labels().clone();
    for (int v = 0; v < labels.length; v++) {
      labels[v] = labels[v] == 0 ? 0 : values.getOrDefault(labels[v], 0);
    }
    return new LabelMap(map.size(), map.geometry(), labels);
  }
}
