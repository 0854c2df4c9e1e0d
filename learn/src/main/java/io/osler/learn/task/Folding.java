package io.osler.learn.task;

import io.osler.learn.data.Entry;
import io.osler.learn.data.Split;
import io.osler.learn.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which outlined cases each network learns from: as the data say, else by patient. */
final class Folding {
  /** With fewer cases than this none is held out: there would be too little left to learn from. */
  static final int LEAST_CASES = 5;

  private Folding() {}

  static Members of(List<Entry> entries, Plan plan) {
    int folds = plan.members().folds();
    int seeds = plan.members().seeds();
    List<String> patients = entries.stream().map(Entry::patient).toList();
    if (patients.stream().distinct().count() < Math.max(2, folds)) {
      patients = entries.stream().map(Entry::id).toList();
    }
    if (folds > 1) {
      Optional<List<Integer>> given = given(entries, folds);
      return given.isPresent()
          ? members(given.get(), folds, seeds, plan.seed())
          : Members.folds(dealt(patients, folds, plan.seed()), folds, seeds, plan.seed());
    }
    List<Integer> train = new ArrayList<>();
    List<Integer> held = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      (entries.get(i).split() == Split.VAL ? held : train).add(i);
    }
    if (held.isEmpty() && entries.size() >= LEAST_CASES) {
      int parts = Math.min(10, entries.size());
      return Members.tenth(dealt(patients, parts, plan.seed()), seeds, plan.seed());
    }
    return train.isEmpty()
        ? Members.split(held, List.of(), seeds, plan.seed())
        : Members.split(train, held, seeds, plan.seed());
  }

  private static int[] dealt(List<String> patients, int parts, long seed) {
    return Members.deal(patients, new int[patients.size()], parts, seed);
  }

  /** The data's own folds, when there are as many as asked for and every case has one. */
  private static Optional<List<Integer>> given(List<Entry> entries, int folds) {
    Map<String, Integer> numbers = new TreeMap<>();
    entries.forEach(e -> numbers.put(e.attributes().getOrDefault("fold", ""), 0));
    if (numbers.size() != folds || numbers.containsKey("")) {
      return Optional.empty();
    }
    int next = 0;
    for (Map.Entry<String, Integer> number : numbers.entrySet()) {
      number.setValue(next++);
    }
    return Optional.of(
        entries.stream()
            .map(e -> numbers.getOrDefault(e.attributes().getOrDefault("fold", ""), 0))
            .toList());
  }

  private static Members members(List<Integer> foldOf, int folds, int seeds, long seed) {
    List<Members.Member> list = new ArrayList<>();
    for (int f = 0; f < folds; f++) {
      List<Integer> train = new ArrayList<>();
      List<Integer> held = new ArrayList<>();
      for (int i = 0; i < foldOf.size(); i++) {
        (foldOf.get(i) == f ? held : train).add(i);
      }
      for (Members.Member one : Members.split(train, held, seeds, seed + f).list()) {
        list.add(new Members.Member(list.size(), f, one.seed(), train, held));
      }
    }
    return new Members(list);
  }
}
