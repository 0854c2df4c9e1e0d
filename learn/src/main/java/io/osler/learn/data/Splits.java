package io.osler.learn.data;

import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import io.osler.core.volume.Truth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Parts of a data set with no patient in two of them and the classes in equal shares.
 *
 * <p>Patients are shuffled, those with rare classes placed first, each where its classes are most
 * wanting: Sechidis et al. 2011 (iterative stratification) over patients. The same generator state
 * gives the same parts.
 */
public final class Splits {
  private Splits() {}

  /** What one fold trains on and is judged on. */
  public record Fold(DataSet train, DataSet val) {}

  /** k folds of all entries given; each entry is in exactly one fold's {@code val}. */
  public static List<Fold> folds(DataSet data, int k, RandomGenerator random) {
    Require.within("folds", k, 2, 1000);
    int[] fold = parts(data.entries(), data.labels().classes().size(), k, random);
    List<Fold> folds = new ArrayList<>();
    for (int f = 0; f < k; f++) {
      List<Entry> train = new ArrayList<>();
      List<Entry> val = new ArrayList<>();
      for (int i = 0; i < fold.length; i++) {
        Entry entry = data.entries().get(i);
        if (fold[i] == f) {
          val.add(entry.with(Split.VAL));
        } else {
          train.add(entry.with(Split.TRAIN));
        }
      }
      if (val.isEmpty()) {
        throw new InputException(
            data.name() + " has too few patients for " + k + " folds.", "", "ask for fewer folds.");
      }
      folds.add(new Fold(data.with(train), data.with(val)));
    }
    return folds;
  }

  /** Which of {@code k} equal parts each entry falls to. */
  public static int[] parts(List<Entry> entries, int classes, int k, RandomGenerator random) {
    double[] shares = new double[k];
    Arrays.fill(shares, 1.0 / k);
    return assign(entries, classes, shares, random);
  }

  /**
   * The set with what is missing filled in: no split at all → train, val and test by {@code
   * valShare} each; no val → that share of train becomes val. Existing val and test entries never
   * move.
   */
  public static DataSet complete(DataSet data, double valShare, long seed) {
    Require.within("val share", valShare, 0.01, 0.5);
    RandomGenerator random = new SplittableRandom(seed);
    if (data.entries().stream().allMatch(entry -> entry.split() == Split.NONE)) {
      return divide(
          data,
          Map.of(Split.TRAIN, 1 - 2 * valShare, Split.VAL, valShare, Split.TEST, valShare),
          random);
    }
    if (data.has(Split.VAL) || !data.has(Split.TRAIN)) {
      return data;
    }
    DataSet train = data.only(Split.TRAIN);
    Map<String, Entry> moved = new HashMap<>();
    divide(train, Map.of(Split.TRAIN, 1 - valShare, Split.VAL, valShare), random)
        .entries()
        .forEach(entry -> moved.put(entry.id(), entry));
    return data.with(data.entries().stream().map(e -> moved.getOrDefault(e.id(), e)).toList());
  }

  /** Every entry assigned anew, by shares that sum to 1. */
  public static DataSet divide(DataSet data, Map<Split, Double> shares, RandomGenerator random) {
    List<Split> splits = new ArrayList<>(new EnumMap<>(shares).keySet());
    double[] wanted = splits.stream().mapToDouble(shares::get).toArray();
    int[] part = assign(data.entries(), data.labels().classes().size(), wanted, random);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < part.length; i++) {
      entries.add(data.entries().get(i).with(splits.get(part[i])));
    }
    return data.with(entries);
  }

  /** Patients that stand in more than one split; their names are not for logs. */
  public static List<String> straddling(DataSet data) {
    Map<String, Split> seen = new HashMap<>();
    List<String> straddling = new ArrayList<>();
    for (Entry entry : data.entries()) {
      Split before = seen.putIfAbsent(entry.patient(), entry.split());
      if (before != null && before != entry.split() && !straddling.contains(entry.patient())) {
        straddling.add(entry.patient());
      }
    }
    return straddling;
  }

  /** Refuses a set in which a patient stands on two sides. */
  public static void check(DataSet data) {
    int count = straddling(data).size();
    if (count > 0) {
      throw new InputException(
          data.name() + " has " + count + " patient(s) in more than one split.",
          "images of one patient were divided: results would be too good.",
          "divide by patient, or take the column 'split' away to have it done.");
    }
  }

  private static int[] assign(
      List<Entry> entries, int classes, double[] shares, RandomGenerator random) {
    Map<String, List<Integer>> byPatient = new LinkedHashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      byPatient.computeIfAbsent(entries.get(i).patient(), _ -> new ArrayList<>()).add(i);
    }
    // The last column counts images, so that unlabelled ones are spread evenly too.
    double[] totals = new double[classes + 1];
    List<Patient> patients = new ArrayList<>();
    for (List<Integer> rows : byPatient.values()) {
      double[] counts = new double[classes + 1];
      rows.forEach(row -> count(entries.get(row).truth(), counts));
      counts[classes] = rows.size();
      for (int c = 0; c <= classes; c++) {
        totals[c] += counts[c];
      }
      patients.add(new Patient(rows, counts));
    }
    Collections.shuffle(patients, random);
    patients.sort(Comparator.comparingDouble(patient -> patient.commonness(totals)));
    double[][] wanting = new double[shares.length][classes + 1];
    for (int part = 0; part < shares.length; part++) {
      for (int c = 0; c <= classes; c++) {
        wanting[part][c] = shares[part] * totals[c];
      }
    }
    int[] assigned = new int[entries.size()];
    for (Patient patient : patients) {
      int best = 0;
      for (int part = 1; part < shares.length; part++) {
        if (patient.need(wanting[part], totals) > patient.need(wanting[best], totals) + 1e-12) {
          best = part;
        }
      }
      for (int c = 0; c <= classes; c++) {
        wanting[best][c] -= patient.counts()[c];
      }
      for (int row : patient.rows()) {
        assigned[row] = best;
      }
    }
    return assigned;
  }

  private static void count(Truth truth, double[] counts) {
    switch (truth) {
      case Truth.Category(int index) -> counts[index]++;
      case Truth.Findings(List<Double> present) -> {
        for (int c = 0; c < present.size(); c++) {
          counts[c] += present.get(c) > 0.5 ? 1 : 0;
        }
      }
      default -> {}
    }
  }

  /** The entries of one patient and how many of each class they hold. */
  private record Patient(List<Integer> rows, double[] counts) {
    /** Size of the rarest class held; patients of several images come before single ones. */
    double commonness(double[] totals) {
      double rarest = totals[totals.length - 1];
      for (int c = 0; c < counts.length; c++) {
        rarest = counts[c] > 0 ? Math.min(rarest, totals[c]) : rarest;
      }
      return rarest - rows.size() / (totals[totals.length - 1] + 1);
    }

    /** How much a part lacks what this patient brings, rare classes weighing more. */
    double need(double[] wanting, double[] totals) {
      double need = 0;
      for (int c = 0; c < counts.length; c++) {
        if (counts[c] > 0) {
          double weight = c == counts.length - 1 ? 1e-3 : 1;
          need += weight * counts[c] * wanting[c] / totals[c];
        }
      }
      return need;
    }
  }
}
