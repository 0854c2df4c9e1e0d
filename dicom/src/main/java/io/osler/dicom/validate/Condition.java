package io.osler.dicom.validate;

import io.osler.dicom.dataset.Tag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * a ∧ b ∧ …: when an attribute of type 1C or 2C is required. A term asks whether an attribute is
 * there, has one of some values, or has none of them.
 *
 * @param terms all of which must hold; none for what is always required
 */
record Condition(List<Term> terms) {
  /**
   * Whether an attribute is as said.
   *
   * @param index which of its values, from 1; 0 for any
   * @param values that are looked for; empty to ask only whether it has a value
   * @param negated whether it must not be so; of values: it has some, and none of these
   */
  record Term(Tag tag, int index, List<String> values, boolean negated) {
    boolean holds(Function<Tag, Optional<List<String>>> lookup) {
      Optional<List<String>> found = lookup.apply(tag);
      if (values.isEmpty()) {
        return found.isPresent() != negated;
      }
      List<String> all = found.orElse(List.of());
      List<String> asked =
          index == 0 ? all : all.size() >= index ? List.of(all.get(index - 1)) : List.of();
      return asked.stream().anyMatch(values::contains) != negated;
    }
  }

  /** {@code A & !B & C=X|Y & D!=Z & E[1]=X}, with keywords of the dictionary. */
  static Condition parse(String text) {
    List<Term> terms = new ArrayList<>();
    for (String part : text.isBlank() ? new String[0] : text.split(" & ")) {
      boolean negated = part.startsWith("!") || part.contains("!=");
      String plain = part.replaceFirst("^!", "").replace("!=", "=");
      int equals = plain.indexOf('=');
      String name = equals < 0 ? plain : plain.substring(0, equals);
      List<String> values =
          equals < 0 ? List.of() : Arrays.asList(plain.substring(equals + 1).split("\\|"));
      int bracket = name.indexOf('[');
      int index =
          bracket < 0 ? 0 : Integer.parseInt(name.substring(bracket + 1, name.length() - 1));
      String keyword = bracket < 0 ? name : name.substring(0, bracket);
      terms.add(new Term(Tag.parse(keyword), index, List.copyOf(values), negated));
    }
    return new Condition(List.copyOf(terms));
  }

  /**
   * @param lookup the values of an attribute, as text; empty when it is absent or has none
   */
  boolean holds(Function<Tag, Optional<List<String>>> lookup) {
    return terms.stream().allMatch(term -> term.holds(lookup));
  }
}
