package io.osler.learn.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Which cases each network of an ensemble learns from, and which it is held against. */
record Members(List<Member> list) {
  /**
   * @param seed of first weights, order and augmentation
   */
  record Member(int number, int fold, long seed, List<Integer> train, List<Integer> held) {}

  /** One fold: the data set's own training and validation split. */
  static Members split(List<Integer> train, List<Integer> held, int seeds, long seed) {
    List<Member> list = new ArrayList<>();
    for (int s = 0; s < seeds; s++) {
      list.add(new Member(s, 0, mix(seed, s), train, held));
    }
    return new Members(list);
  }

  /** No validation split: the first of {@code tenthOf} is held out of every network. */
  static Members tenth(int[] tenthOf, int seeds, long seed) {
    List<Integer> train = new ArrayList<>();
    List<Integer> held = new ArrayList<>();
    for (int i = 0; i < tenthOf.length; i++) {
      (tenthOf[i] == 0 ? held : train).add(i);
    }
    return split(train, held, seeds, seed);
  }

  /** Each fold is held out of {@code seeds} networks, which learn from the others. */
  static Members folds(int[] foldOf, int folds, int seeds, long seed) {
    List<Member> list = new ArrayList<>();
    for (int f = 0; f < folds; f++) {
      List<Integer> train = new ArrayList<>();
      List<Integer> held = new ArrayList<>();
      for (int i = 0; i < foldOf.length; i++) {
        (foldOf[i] == f ? held : train).add(i);
      }
      for (int s = 0; s < seeds; s++) {
        list.add(new Member(list.size(), f, mix(seed, list.size()), train, held));
      }
    }
    return new Members(list);
  }

  /**
   * Parts by patient, stratified by class: patients are shuffled, then dealt class by class to the
   * part that has fewest cases of that class.
   */
  static int[] deal(List<String> patients, int[] classes, int folds, long seed) {
    Map<String, List<Integer>> byPatient = new TreeMap<>();
    for (int i = 0; i < classes.length; i++) {
      byPatient.computeIfAbsent(patients.get(i), _ -> new ArrayList<>()).add(i);
    }
    List<List<Integer>> shuffled = new ArrayList<>(byPatient.values());
    var random = new SplittableRandom(seed);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      java.util.Collections.swap(shuffled, i, random.nextInt(i + 1));
    }
    Map<Integer, int[]> counts = new TreeMap<>();
    int[] foldOf = new int[classes.length];
    for (List<Integer> cases : shuffled) {
      int[] of = counts.computeIfAbsent(classes[cases.getFirst()], _ -> new int[folds]);
      int least = 0;
      for (int f = 1; f < folds; f++) {
        least = of[f] < of[least] ? f : least;
      }
      of[least] += cases.size();
      for (int i : cases) {
        foldOf[i] = least;
      }
    }
    return foldOf;
  }

  private static long mix(long seed, int number) {
    return new SplittableRandom(seed * 31 + number).nextLong() >>> 1;
  }
}
