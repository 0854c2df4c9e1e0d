package io.osler.dicom.validate;

import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.Element;
import io.osler.dicom.dataset.Tag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Attributes of type 1C and 2C and functional group macros whose conditions can be judged. */
final class Conditionals {
  /**
   * One row of conditions.tsv.
   *
   * @param objects IODs; {@code *} for every data set
   * @param anyOf one of which must be there
   */
  private record Rule(
      Set<String> objects, boolean valued, List<Tag> anyOf, Condition when, String section) {}

  /** One row of macros.tsv; {@code where} is any, shared or frame. */
  private record Macro(String object, String where, Tag sequence, Condition when, String section) {}

  private static final List<Rule> RULES =
      Iod.lines("conditions.tsv").stream()
          .map(line -> line.split("\t"))
          .map(
              cells ->
                  new Rule(
                      Set.of(cells[0].split(",")),
                      cells[1].equals("1"),
                      Arrays.stream(cells[2].split("\\|")).map(Tag::parse).toList(),
                      Condition.parse(cells[3]),
                      cells[4]))
          .toList();

  private static final List<Rule> EVERYWHERE =
      RULES.stream().filter(rule -> rule.objects.contains("*")).toList();

  private static final List<Macro> MACROS =
      Iod.lines("macros.tsv").stream()
          .map(line -> line.split("\t"))
          .map(
              cells ->
                  new Macro(
                      cells[0], cells[1], Tag.parse(cells[2]), Condition.parse(cells[3]), cells[4]))
          .toList();

  private static final Tag POINTER = Tag.parse("FrameIncrementPointer");

  /** Frames of one object that are named; the others lack the same. */
  private static final int NAMED = 3;

  private Conditionals() {}

  /** The object and the data sets in it. */
  static void check(DataSet image, String iod, Set<Problem> problems, int most) {
    for (Rule rule : RULES) {
      if (rule.objects.contains(iod)) {
        required(image, rule, "", problems);
      }
    }
    everywhere(image, "", problems, most);
    if (image.has(Tag.SHARED_GROUPS) || image.has(Tag.FRAME_GROUPS)) {
      for (Macro macro : MACROS) {
        if (macro.object.equals(iod)) {
          macro(image, macro, problems);
        }
      }
    }
    for (String tag : image.texts(POINTER)) {
      Tag vector = new Tag(Integer.parseUnsignedInt(tag, 16));
      if (!image.has(vector)) {
        problems.add(
            Problem.error(
                Validator.place(vector),
                "is missing, required because " + POINTER + " points to it (C.7.6.6)"));
      }
    }
  }

  private static void everywhere(DataSet set, String way, Set<Problem> problems, int most) {
    if (problems.size() > most) {
      return;
    }
    for (Rule rule : EVERYWHERE) {
      required(set, rule, way, problems);
    }
    for (Element element : set.elements()) {
      List<DataSet> items = set.items(element.tag());
      for (int i = 0; i < items.size(); i++) {
        everywhere(items.get(i), way + element.tag() + "[" + (i + 1) + "].", problems, most);
      }
    }
  }

  private static void required(DataSet set, Rule rule, String way, Set<Problem> problems) {
    if (!rule.when.holds(tag -> values(set, tag))) {
      return;
    }
    boolean there =
        rule.anyOf.stream()
            .anyMatch(tag -> rule.valued ? values(set, tag).isPresent() : set.has(tag));
    if (!there) {
      boolean empty = rule.anyOf.stream().anyMatch(set::has);
      String others = rule.anyOf.size() > 1 ? ", and so is what could stand for it" : "";
      problems.add(
          Problem.error(
              way + Validator.place(rule.anyOf.getFirst()),
              (empty ? "is empty" : "is missing")
                  + others
                  + ", required here (type "
                  + (rule.valued ? "1C" : "2C")
                  + ", "
                  + rule.section
                  + ")"));
    }
  }

  /** What a term sees: the values of an attribute that has some, or of a sequence with items. */
  private static Optional<List<String>> values(DataSet set, Tag tag) {
    return set.get(tag)
        .flatMap(
            element ->
                switch (element) {
                  case Element.Plain plain ->
                      plain.length() == 0 ? Optional.empty() : Optional.of(set.texts(tag));
                  case Element.Items items ->
                      items.items().isEmpty() ? Optional.empty() : Optional.of(List.of());
                  case Element.Fragments _ -> Optional.of(List.of());
                });
  }

  private static void macro(DataSet image, Macro macro, Set<Problem> problems) {
    DataSet shared = image.item(Tag.SHARED_GROUPS).orElse(DataSet.EMPTY);
    List<DataSet> frames = image.items(Tag.FRAME_GROUPS);
    List<DataSet> own = frames.isEmpty() ? List.of(DataSet.EMPTY) : frames;
    List<Integer> lacking = new ArrayList<>();
    for (int f = 0; f < own.size(); f++) {
      DataSet frame = own.get(f);
      boolean there =
          !macro.where.equals("frame") && shared.has(macro.sequence)
              || !macro.where.equals("shared") && frame.has(macro.sequence);
      boolean wanted =
          macro.when.holds(
              tag -> values(image, tag).or(() -> values(frame, tag)).or(() -> values(shared, tag)));
      if (wanted && !there) {
        lacking.add(f + 1);
      }
    }
    if (!lacking.isEmpty()) {
      Tag groups = macro.where.equals("shared") ? Tag.SHARED_GROUPS : Tag.FRAME_GROUPS;
      List<Integer> named = lacking.subList(0, Math.min(NAMED, lacking.size()));
      String which =
          lacking.size() == own.size()
              ? "every frame"
              : "frame(s) " + named + (named.size() < lacking.size() ? " and more" : "");
      problems.add(
          Problem.error(
              groups + "." + Validator.place(macro.sequence),
              "is missing for "
                  + which
                  + ", a functional group that "
                  + macro.section
                  + " asks for"));
    }
  }
}
