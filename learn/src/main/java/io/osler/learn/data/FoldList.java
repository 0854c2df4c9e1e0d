package io.osler.learn.data;

import io.osler.core.config.InputException;
import io.osler.core.config.Json;
import io.osler.learn.data.OutlinedSets.Pair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code splits_final.json} beside a data set, as nnU-Net writes it: a list of {@code {train, val}}
 * with names of cases, one entry for each fold.
 */
final class FoldList {
  private final Path file;
  private final Map<String, Integer> folds = new TreeMap<>();
  private final Set<String> named = new HashSet<>();

  FoldList(Path folder) {
    this.file = folder.resolve("splits_final.json");
    if (Files.isRegularFile(file)) {
      String text = "{\"folds\": " + DatasetJson.text(file) + "}";
      Object list = Json.read(text, file.toString()).getOrDefault("folds", List.of());
      if (!(list instanceof List<?> some) || some.isEmpty()) {
        throw refused("is no list of {train, val}");
      }
      int fold = 0;
      for (Object one : some) {
        if (!(one instanceof Map<?, ?> map)
            || !(map.get("val") instanceof List<?> val)
            || !(map.get("train") instanceof List<?> train)) {
          throw refused("is no list of {train, val}");
        }
        for (Object id : val) {
          folds.putIfAbsent(String.valueOf(id), fold);
          named.add(String.valueOf(id));
        }
        train.forEach(id -> named.add(String.valueOf(id)));
        fold++;
      }
    }
  }

  private InputException refused(String what) {
    return new InputException(file + " " + what + ".", "", "write it as nnU-Net does.");
  }

  /**
   * The pairs with the fold that the list gives them; one of the first fold validates. Cases that
   * stand in no fold are kept aside, as nnU-Net keeps them out of training.
   */
  List<Pair> applied(List<Pair> pairs, List<String> notes) {
    if (named.isEmpty()) {
      return pairs;
    }
    Set<String> strange = new HashSet<>(named);
    pairs.forEach(pair -> strange.remove(pair.id()));
    if (!strange.isEmpty()) {
      throw new InputException(
          "%s names %d case(s) that are not there, one is '%s'."
              .formatted(file, strange.size(), strange.stream().sorted().toList().getFirst()),
          "the folds of another data set, or cases that are missing.",
          "bring the cases back, or take the file away.");
    }
    List<Pair> out = new ArrayList<>();
    int aside = 0;
    for (Pair pair : pairs) {
      Optional<Integer> fold = Optional.ofNullable(folds.get(pair.id()));
      Map<String, String> attributes = new LinkedHashMap<>(pair.attributes());
      fold.ifPresent(number -> attributes.put("fold", Integer.toString(number)));
      Split split = pair.split();
      if (split == Split.NONE) {
        boolean first = fold.isPresent() && fold.get() == 0;
        split = !named.contains(pair.id()) ? Split.TEST : first ? Split.VAL : Split.TRAIN;
        aside += split == Split.TEST ? 1 : 0;
      }
      out.add(new Pair(pair.id(), pair.patient(), split, pair.images(), pair.labels(), attributes));
    }
    if (aside > 0) {
      notes.add(
          "%d case(s) stand in no fold of splits_final.json: they are kept aside (split test)."
              .formatted(aside));
    }
    return out;
  }
}
