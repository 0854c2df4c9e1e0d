package io.osler.dicom.dataset;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Attributes in ascending order of tag, immutable; values are decoded when asked for (PS3.5 section
 * 7). Change one through {@link #edit()}.
 */
public final class DataSet {
  public static final DataSet EMPTY = new DataSet(List.of());

  /** As they stood in the file: out of order or repeated in a broken one. */
  private final List<Element> stored;

  private final Element[] sorted;

  DataSet(List<Element> stored) {
    this.stored = List.copyOf(stored);
    this.sorted = sorted(this.stored);
  }

  private static Element[] sorted(List<Element> stored) {
    Element[] elements = stored.toArray(new Element[0]);
    boolean ascending = true;
    for (int i = 1; i < elements.length && ascending; i++) {
      ascending = elements[i - 1].tag().compareTo(elements[i].tag()) < 0;
    }
    if (ascending) {
      return elements;
    }
    java.util.TreeMap<Tag, Element> byTag = new java.util.TreeMap<>();
    for (Element element : elements) {
      byTag.put(element.tag(), element);
    }
    return byTag.values().toArray(new Element[0]);
  }

  /** In file order, duplicates included: what a byte-for-byte writer needs. */
  List<Element> stored() {
    return stored;
  }

  /** Ascending by tag; of elements that a broken file repeats, the last one. */
  public List<Element> elements() {
    return List.of(sorted);
  }

  public int size() {
    return sorted.length;
  }

  public Optional<Element> get(Tag tag) {
    int low = 0;
    int high = sorted.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = sorted[middle].tag().compareTo(tag);
      if (order == 0) {
        return Optional.of(sorted[middle]);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  public boolean has(Tag tag) {
    return get(tag).isPresent();
  }

  private Optional<Element.Plain> plain(Tag tag) {
    return get(tag).filter(Element.Plain.class::isInstance).map(Element.Plain.class::cast);
  }

  /** All values as text, padding removed; empty when absent, empty or bytes. */
  public List<String> texts(Tag tag) {
    return plain(tag).map(Values::texts).orElse(List.of());
  }

  /** The first value as text; empty when absent or blank. */
  public Optional<String> text(Tag tag) {
    return texts(tag).stream().findFirst().filter(text -> !text.isBlank());
  }

  /** All values as numbers; decimal strings are parsed, and an empty part is NaN. */
  public double[] numbers(Tag tag) {
    return plain(tag).filter(DataSet::isNotEmpty).map(Values::doubles).orElse(new double[0]);
  }

  private static boolean isNotEmpty(Element.Plain element) {
    return element.length() > 0;
  }

  public OptionalDouble number(Tag tag) {
    double[] numbers = numbers(tag);
    return numbers.length == 0 || Double.isNaN(numbers[0])
        ? OptionalDouble.empty()
        : OptionalDouble.of(numbers[0]);
  }

  /** The first value as a whole number; a decimal string such as {@code 1.0} counts. */
  public OptionalInt integer(Tag tag) {
    OptionalDouble number = number(tag);
    return number.isPresent()
            && number.getAsDouble() == Math.rint(number.getAsDouble())
            && Math.abs(number.getAsDouble()) <= Integer.MAX_VALUE
        ? OptionalInt.of((int) number.getAsDouble())
        : OptionalInt.empty();
  }

  /** The value's bytes in the byte order of its file, without a copy; read-only. */
  public Optional<MemorySegment> bytes(Tag tag) {
    return plain(tag).map(Element.Plain::value);
  }

  /** Whether numbers in {@link #bytes} stand with the most significant byte first. */
  public boolean isBigEndian(Tag tag) {
    return get(tag).map(element -> element.context().bigEndian).orElse(false);
  }

  /** The items of a sequence; empty when it is absent. */
  public List<DataSet> items(Tag tag) {
    return get(tag)
        .filter(Element.Items.class::isInstance)
        .map(element -> ((Element.Items) element).items())
        .orElse(List.of());
  }

  /** The first item of a sequence. */
  public Optional<DataSet> item(Tag tag) {
    return items(tag).stream().findFirst();
  }

  /**
   * The tag under which {@code creator} keeps its element {@code element} (00 to FF) of an odd
   * group: the block is reserved by a creator element (PS3.5 section 7.8.1).
   */
  public Optional<Tag> privateTag(int group, String creator, int element) {
    for (Element one : sorted) {
      Tag tag = one.tag();
      if (tag.group() == group
          && tag.isPrivateCreator()
          && texts(tag).stream().anyMatch(creator::equals)) {
        return Optional.of(Tag.of(group, tag.element() << 8 | element & 0xFF));
      }
    }
    return Optional.empty();
  }

  /** Who owns a private element. */
  public Optional<String> creator(Tag tag) {
    return tag.isPrivate() && tag.element() > 0xFF
        ? text(Tag.of(tag.group(), tag.element() >>> 8))
        : Optional.empty();
  }

  /** A copy to change; this one stays as it is. */
  public DataSetBuilder edit() {
    return new DataSetBuilder(this);
  }

  /** Counts elements, those of items included. */
  public long count() {
    return Arrays.stream(sorted)
        .mapToLong(
            element ->
                element instanceof Element.Items sequence
                    ? 1 + sequence.items().stream().mapToLong(DataSet::count).sum()
                    : 1)
        .sum();
  }

  /** Names tags only: values may be patient data. */
  @Override
  public String toString() {
    return "DataSet[" + sorted.length + " elements]";
  }
}
