package io.osler.learn.data;

import io.osler.core.config.Default;
import io.osler.core.config.InputException;
import io.osler.core.config.Names;
import io.osler.core.config.Require;
import io.osler.core.volume.Truth;
import java.util.HashSet;
import java.util.List;

/**
 * What is told apart, and which class is looked for.
 *
 * @param classes names, in the order of their indices; empty when nothing is labelled
 * @param positive index of the class whose detection sensitivity and AUC speak of
 */
public record Labels(Kind kind, List<String> classes, @Default("1") int positive) {
  /** How the classes relate. */
  public enum Kind {
    /** Exclusive classes; two of them make the task binary. */
    SINGLE_LABEL,
    /** Exclusive classes in order, such as grades. */
    ORDINAL,
    /** Findings that may hold together. */
    MULTI_LABEL,
    /** Outlined structures: a class, or several regions, per voxel. */
    STRUCTURES,
    /** Outlined objects, each with a number of its own. */
    INSTANCES,
    /** Nothing is known: images to predict. */
    UNLABELLED
  }

  public Labels {
    classes = List.copyOf(classes);
    if (new HashSet<>(classes).size() != classes.size()) {
      throw new InputException(
          "The class names " + classes + " repeat.", "", "give each class a name of its own.");
    }
    if (kind == Kind.UNLABELLED) {
      Require.that(classes.isEmpty(), "classes", classes, "none for an unlabelled set");
    } else {
      Require.within("positive", positive, 0, Math.max(0, classes.size() - 1));
    }
  }

  public static Labels none() {
    return new Labels(Kind.UNLABELLED, List.of(), 0);
  }

  /** Whether voxels are labelled, not images. */
  public boolean outlined() {
    return kind == Kind.STRUCTURES || kind == Kind.INSTANCES;
  }

  public boolean binary() {
    return (kind == Kind.SINGLE_LABEL || kind == Kind.ORDINAL) && classes.size() == 2;
  }

  /** The index of a class name; a mistyped one is refused with the nearest. */
  public int index(String name) {
    int index = classes.indexOf(name);
    if (index < 0) {
      throw new InputException(
          "There is no class '" + name + "'.", "", Names.advice(name, classes));
    }
    return index;
  }

  /** {@code truth} in words: "malignant", "effusion; nodule", "none", "unknown". */
  public String name(Truth truth) {
    return switch (truth) {
      case Truth.Category(int index) -> classes.get(index);
      case Truth.Findings(List<Double> present) -> {
        List<String> held =
            java.util.stream.IntStream.range(0, present.size())
                .filter(i -> present.get(i) > 0.5)
                .mapToObj(classes::get)
                .toList();
        yield held.isEmpty() ? "none" : String.join("; ", held);
      }
      default -> "unknown";
    };
  }
}
