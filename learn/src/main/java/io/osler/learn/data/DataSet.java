package io.osler.learn.data;

import io.osler.core.config.InputException;
import io.osler.core.volume.Truth;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Entries in a fixed order and what their labels mean. Images are read one by one when asked for,
 * so a set may be larger than memory.
 *
 * @param outlines what label maps mean, where voxels are labelled
 * @param notes what was assumed on opening, in whole sentences for the user
 */
public record DataSet(
    String name,
    Labels labels,
    Optional<Outlines> outlines,
    List<Entry> entries,
    List<String> notes) {
  public DataSet {
    entries = List.copyOf(entries);
    notes = List.copyOf(notes);
    Set<String> ids = new HashSet<>();
    for (Entry entry : entries) {
      if (!ids.add(entry.id())) {
        throw new InputException(
            name + " lists '" + entry.id() + "' twice.",
            "a repeated row, or two files of one name.",
            "remove one of them.");
      }
      check(name, labels, entry);
    }
  }

  /** A set whose images, not voxels, are labelled. */
  public DataSet(String name, Labels labels, List<Entry> entries, List<String> notes) {
    this(name, labels, Optional.empty(), entries, notes);
  }

  /** A set whose voxels are labelled. */
  public static DataSet outlined(
      String name, Outlines outlines, List<Entry> entries, List<String> notes) {
    return new DataSet(name, outlines.labels(), Optional.of(outlines), entries, notes);
  }

  private static void check(String name, Labels labels, Entry entry) {
    int classes = labels.classes().size();
    boolean fits =
        switch (entry.truth()) {
          case Truth.Category(int index) -> index < classes;
          case Truth.Findings(var present) -> present.size() == classes;
          default -> true;
        };
    if (!fits) {
      throw new InputException(
          name + ": the label of '" + entry.id() + "' is not one of " + classes + " classes.",
          "a label out of range, or class names for another data set.",
          "correct the label, or list every class.");
    }
  }

  public int size() {
    return entries.size();
  }

  /** The entries for which {@code wanted} holds, in the same order. */
  public DataSet only(Predicate<Entry> wanted) {
    return with(entries.stream().filter(wanted).toList());
  }

  public DataSet only(Split split) {
    return only(entry -> entry.split() == split);
  }

  public boolean has(Split split) {
    return entries.stream().anyMatch(entry -> entry.split() == split);
  }

  public DataSet with(List<Entry> others) {
    return new DataSet(name, labels, outlines, others, notes);
  }

  /**
   * The same cases in the classes of {@code wanted}, met by name; classes that are plain numbers
   * from 0 on are met by index. A finding that is not among this set's was not read. Empty where a
   * name of this set's is not wanted, or where the one has several labels an image and the other
   * has not.
   */
  public Optional<DataSet> in(Labels wanted) {
    List<String> own = labels.classes();
    List<String> numbers = IntStream.range(0, own.size()).mapToObj(Integer::toString).toList();
    boolean counted =
        own.equals(numbers)
            && own.size() <= wanted.classes().size()
            && Collections.disjoint(own, wanted.classes());
    List<Integer> to =
        own.stream()
            .map(name -> counted ? Integer.parseInt(name) : wanted.classes().indexOf(name))
            .toList();
    boolean several = labels.kind() == Labels.Kind.MULTI_LABEL;
    if (to.contains(-1) || several != (wanted.kind() == Labels.Kind.MULTI_LABEL)) {
      return Optional.empty();
    }
    List<Entry> met =
        entries.stream()
            .map(one -> one.with(renumbered(one.truth(), to, wanted.classes().size())))
            .toList();
    return Optional.of(new DataSet(name, wanted, outlines, met, List.of()));
  }

  private static Truth renumbered(Truth truth, List<Integer> to, int classes) {
    return switch (truth) {
      case Truth.Category(int index) -> new Truth.Category(to.get(index));
      case Truth.Findings(List<Double> present) -> {
        List<Double> moved = new ArrayList<>(Collections.nCopies(classes, Double.NaN));
        for (int c = 0; c < present.size(); c++) {
          moved.set(to.get(c), present.get(c));
        }
        yield new Truth.Findings(moved);
      }
      default -> truth;
    };
  }

  /** SHA-256 over ids, splits, labels and stored image bytes, in order; reads every image once. */
  public String hash() {
    return Hash.of(
        digest -> {
          digest.update(labels.toString().getBytes(StandardCharsets.UTF_8));
          outlines.ifPresent(o -> digest.update(o.toString().getBytes(StandardCharsets.UTF_8)));
          for (Entry entry : entries) {
            String line =
                "\n%s\t%s\t%s\t%s\t"
                    .formatted(entry.id(), entry.patient(), entry.split(), entry.truth());
            digest.update(line.getBytes(StandardCharsets.UTF_8));
            entry.source().digest(digest);
            entry.source().digestTruth(digest);
          }
        });
  }
}
