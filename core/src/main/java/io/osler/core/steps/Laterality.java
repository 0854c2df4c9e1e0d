package io.osler.core.steps;

import io.osler.core.config.InputException;
import io.osler.core.transform.Augmentation;
import io.osler.core.transform.Axis;
import io.osler.core.transform.Chain;
import io.osler.core.transform.Flip;
import io.osler.core.transform.OneOf;
import io.osler.core.transform.Pipeline;
import io.osler.core.transform.RandomFlip;
import io.osler.core.transform.SomeOf;
import io.osler.core.transform.Sometimes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Left and right: a mirrored left kidney is a right one, so a pipeline that mirrors would teach
 * wrong labels where classes name a side.
 */
public final class Laterality {
  private static final Set<String> WORDS =
      Set.of("left", "right", "sinister", "dexter", "sinistra", "dextra", "links", "rechts");

  /** Abbreviations mean a side only where both stand with the same rest: lung-l and lung-r. */
  private static final List<List<String>> PAIRS =
      List.of(List.of("l", "r"), List.of("lt", "rt"), List.of("lh", "rh"), List.of("os", "od"));

  private Laterality() {}

  /** The class names that say a side. */
  public static List<String> sided(List<String> classes) {
    List<String> sided = new ArrayList<>();
    Set<List<String>> all = new HashSet<>();
    classes.forEach(name -> all.add(words(name)));
    for (String name : classes) {
      List<String> words = words(name);
      if (words.stream().anyMatch(WORDS::contains) || hasTwin(words, all)) {
        sided.add(name);
      }
    }
    return List.copyOf(sided);
  }

  private static boolean hasTwin(List<String> words, Set<List<String>> all) {
    for (List<String> pair : PAIRS) {
      for (int side = 0; side < 2; side++) {
        int at = words.indexOf(pair.get(side));
        if (at >= 0) {
          List<String> twin = new ArrayList<>(words);
          twin.set(at, pair.get(1 - side));
          if (all.contains(twin)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static List<String> words(String name) {
    return Arrays.stream(name.replaceAll("([a-z])([A-Z])", "$1 $2").split("[^\\p{L}\\p{N}]+"))
        .filter(word -> !word.isEmpty())
        .map(word -> word.toLowerCase(Locale.ROOT))
        .toList();
  }

  /**
   * A step that can turn the image into its mirror image. Mirroring along i and j is a half turn,
   * and keeps left and right; along k it does nothing in 2-D, where i and k together do mirror.
   */
  public static Optional<Augmentation> mirror(Augmentation step) {
    return mirrors(step).findFirst();
  }

  private static Stream<Augmentation> mirrors(Augmentation step) {
    return switch (step) {
      case Flip(var axes) -> Stream.of(step).filter(_ -> mirrors(axes));
      case RandomFlip(var axes, var p) -> Stream.of(step).filter(_ -> p > 0 && !axes.isEmpty());
      case Sometimes(var p, var inner) -> mirrors(inner).filter(_ -> p > 0);
      case Pipeline(var steps) -> steps.stream().flatMap(Laterality::mirrors);
      case Chain(var steps) -> steps.stream().flatMap(Laterality::mirrors);
      case OneOf(var choices) -> choices.stream().flatMap(Laterality::mirrors);
      case SomeOf(_, var most, var choices) ->
          choices.stream().flatMap(Laterality::mirrors).filter(_ -> most > 0);
      default -> Stream.empty();
    };
  }

  /** In space, or in a plane. */
  private static boolean mirrors(List<Axis> axes) {
    Set<Axis> distinct = Set.copyOf(axes);
    return distinct.size() % 2 == 1 || distinct.contains(Axis.K) && distinct.size() == 2;
  }

  /** Refuses steps that would mirror images whose classes name a side. */
  public static void check(List<? extends Augmentation> steps, List<String> classes) {
    refuse(steps.stream().flatMap(Laterality::mirrors).findFirst(), classes);
  }

  /**
   * The same for structures outlined in volumes whose axis i runs from right to left: mirrored
   * along another axis, what lies on the left stays there.
   */
  public static void checkUpright(List<? extends Augmentation> steps, List<String> classes) {
    refuse(
        steps.stream().flatMap(Laterality::mirrors).filter(Laterality::isSideways).findFirst(),
        classes);
  }

  private static boolean isSideways(Augmentation step) {
    return step instanceof Flip(var axes) && axes.contains(Axis.I)
        || step instanceof RandomFlip(var drawn, _) && drawn.contains(Axis.I);
  }

  private static void refuse(Optional<Augmentation> mirror, List<String> classes) {
    List<String> sided = sided(classes);
    if (!sided.isEmpty() && mirror.isPresent()) {
      throw new InputException(
          "The step %s would mirror images, and %s name(s) a side."
              .formatted(mirror.get(), sided.subList(0, Math.min(4, sided.size()))),
          "a mirrored left organ looks like a right one but would keep its label.",
          "take the step out of the pipeline, or merge the two sides into one class.");
    }
  }
}
