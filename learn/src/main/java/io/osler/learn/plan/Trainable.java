package io.osler.learn.plan;

import io.osler.core.config.InputException;
import io.osler.core.config.Names;
import io.osler.core.volume.Truth;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Entry;
import io.osler.learn.data.Labels;
import io.osler.learn.data.Split;
import io.osler.learn.data.Splits;
import java.util.Arrays;
import java.util.List;

/** Whether a classifier can learn from a data set at all; what cannot be is refused before work. */
public final class Trainable {
  private Trainable() {}

  /** Refuses missing labels, one class, a class without a case to learn from, shared patients. */
  public static void check(DataSet data) {
    Labels labels = data.labels();
    List<Entry> known =
        data.entries().stream().filter(e -> e.split() != Split.TEST && e.isLabelled()).toList();
    if (labels.kind() == Labels.Kind.UNLABELLED || known.isEmpty()) {
      throw new InputException(
          data.name() + " has no labelled case outside the test split.",
          "nothing can be learnt without labels.",
          "label the images: a folder per class, a column 'label', or train_labels.");
    }
    int[] all = counts(known, labels);
    long present = Arrays.stream(all).filter(n -> n > 0).count();
    if (present < 2 && (labels.kind() != Labels.Kind.MULTI_LABEL || present == 0)) {
      throw new InputException(
          data.name() + " has one class only.",
          "all its labelled cases outside the test split are alike: nothing can be told apart.",
          "add cases of another class, or check the labels.");
    }
    // What stands in no split is learnt from too.
    List<Entry> learnt = known.stream().filter(e -> e.split() != Split.VAL).toList();
    List<Entry> held = known.stream().filter(e -> e.split() == Split.VAL).toList();
    boolean several = labels.kind() == Labels.Kind.MULTI_LABEL;
    if (!learnt.isEmpty()) {
      boolean named = learnt.stream().anyMatch(e -> e.split() == Split.TRAIN);
      absent(data, named ? Split.TRAIN : Split.NONE, counts(learnt, labels));
    }
    // A finding that no validation case has is left out of the mean; a class is not.
    if (!held.isEmpty() && (!several || learnt.isEmpty())) {
      absent(data, Split.VAL, counts(held, labels));
    }
    if (!several && (learnt.isEmpty() || held.isEmpty())) {
      alone(data, known);
    }
    Splits.check(data);
  }

  /** Where no split is given, a class of one patient would be learnt or judged, not both. */
  private static void alone(DataSet data, List<Entry> known) {
    List<String> classes = data.labels().classes();
    for (int c = 0; c < classes.size(); c++) {
      Truth wanted = new Truth.Category(c);
      List<Entry> of = known.stream().filter(e -> e.truth().equals(wanted)).toList();
      if (of.stream().map(Entry::patient).distinct().count() == 1) {
        throw new InputException(
            "%s has only %d case(s) of '%s', all of one patient."
                .formatted(data.name(), of.size(), classes.get(c)),
            "some cases are held out, and a class has to be among both.",
            "add such cases, or take the class out of the labels.");
      }
    }
  }

  private static void absent(DataSet data, Split split, int[] counts) {
    for (int c = 0; c < counts.length; c++) {
      if (counts[c] == 0) {
        String where = split == Split.NONE ? "" : " in its " + split.key() + " split";
        throw new InputException(
            "%s has no case of '%s'%s."
                .formatted(data.name(), data.labels().classes().get(c), where),
            split == Split.VAL
                ? "what is chosen on that split would say nothing about this class."
                : "a class without cases cannot be learnt.",
            split == Split.NONE
                ? "add such cases, or take the class out of the labels."
                : "move such cases there, take the split away to have it made, or take the class"
                    + " out.");
      }
    }
  }

  private static int[] counts(List<Entry> entries, Labels labels) {
    int[] counts = new int[labels.classes().size()];
    for (Entry one : entries) {
      switch (one.truth()) {
        case Truth.Category(int index) -> counts[index]++;
        case Truth.Findings(List<Double> findings) -> {
          for (int c = 0; c < counts.length; c++) {
            counts[c] += findings.get(c) > 0.5 ? 1 : 0;
          }
        }
        default -> {}
      }
    }
    return counts;
  }

  /** Refuses a plan that was made for other classes, or whose loss asks another question. */
  public static void check(DataSet data, Plan plan) {
    Labels ours = data.labels();
    Labels planned = plan.labels();
    if (!ours.classes().equals(planned.classes()) || ours.kind() != planned.kind()) {
      throw new InputException(
          "The data tell apart %s, the plan %s.".formatted(words(ours), words(planned)),
          "the plan was made for other data, or its labels were edited.",
          "make a plan for these data, or name the classes with --labels in the order of their"
              + " numbers.");
    }
    loss(plan);
  }

  /** A class of several is the largest output, a finding each output by itself. */
  private static void loss(Plan plan) {
    boolean several = plan.labels().kind() == Labels.Kind.MULTI_LABEL;
    Plan.LossKind loss = plan.learning().loss();
    boolean ofFindings = loss == Plan.LossKind.BINARY_CROSS_ENTROPY;
    boolean ofClasses =
        switch (loss) {
          case CROSS_ENTROPY, BALANCED_CROSS_ENTROPY, FOCAL -> true;
          default -> false;
        };
    if (several ? ofClasses : ofFindings) {
      throw new InputException(
          "'learning.loss' is %s, but an image has %s."
              .formatted(
                  Names.kebab(loss.name()),
                  several ? "several findings" : "one of several classes"),
          "what the network says would be read otherwise than it was learnt.",
          several
              ? "use binary-cross-entropy."
              : "use cross-entropy, balanced-cross-entropy or focal.");
    }
  }

  private static String words(Labels labels) {
    return labels.classes() + " (" + Names.kebab(labels.kind().name()) + ")";
  }
}
