package io.osler.core.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which records may stand where an interface is asked for. Sealed interfaces list themselves; an
 * open one, such as a transform, is given here. Immutable.
 */
public final class Catalogue {
  private static final Catalogue NONE = new Catalogue(Map.of(), Map.of());

  private final Map<Class<?>, List<Class<?>>> families;
  private final Map<Class<?>, Class<?>> wrappers;

  private Catalogue(Map<Class<?>, List<Class<?>>> families, Map<Class<?>, Class<?>> wrappers) {
    this.families = families;
    this.wrappers = wrappers;
  }

  /** Sealed families only. */
  public static Catalogue sealedOnly() {
    return NONE;
  }

  public static <T> Catalogue of(Class<T> family, List<Class<? extends T>> kinds) {
    return NONE.with(family, kinds);
  }

  public <T> Catalogue with(Class<T> family, List<Class<? extends T>> kinds) {
    Map<Class<?>, List<Class<?>>> all = new LinkedHashMap<>(families);
    all.put(family, List.copyOf(kinds));
    return new Catalogue(all, wrappers);
  }

  /**
   * Lets a wrapper's first key stand beside any kind's own: with {@code record Sometimes(double
   * probability, Step step)}, {@code {kind: gamma, probability: 0.3, …}} is {@code {kind:
   * sometimes, probability: 0.3, step: {kind: gamma, …}}}.
   *
   * @param wrapper a record of two components, the key and one of the family
   */
  public <T> Catalogue wrappedBy(Class<T> family, Class<? extends T> wrapper) {
    Map<Class<?>, Class<?>> all = new LinkedHashMap<>(wrappers);
    all.put(family, wrapper);
    return new Catalogue(families, all);
  }

  /** The wrapper whose key a kind of this family may carry without knowing it. */
  Optional<Class<?>> wrapper(Class<?> family, Class<?> kind) {
    return Optional.<Class<?>>ofNullable(wrappers.get(family))
        .filter(
            wrapper -> {
              String key = wrapper.getRecordComponents()[0].getName();
              return Arrays.stream(kind.getRecordComponents())
                  .noneMatch(component -> component.getName().equals(key));
            });
  }

  /** What one kind is and takes; a parameter without a default must be given. */
  public record Entry(
      String kind, Class<?> type, String about, String source, List<Parameter> parameters) {}

  /** {@code type} in words: number, whole number, text, list …; {@code unit} may be empty. */
  public record Parameter(
      String key, String type, String about, String unit, Optional<String> fallback) {}

  /** The name of a record under {@code kind:}. */
  public static String kind(Class<?> record) {
    Kind named = record.getAnnotation(Kind.class);
    return named == null ? Names.kebab(record.getSimpleName()) : named.value();
  }

  /** Name → record for all kinds of a family, in the order declared. */
  public Map<String, Class<?>> kinds(Class<?> family) {
    Map<String, Class<?>> kinds = new LinkedHashMap<>();
    for (Class<?> record : records(family)) {
      Class<?> twin = kinds.put(kind(record), record);
      if (twin != null) {
        throw new IllegalStateException(
            twin + " and " + record + " both have the kind " + kind(record));
      }
    }
    return kinds;
  }

  /** All kinds of a family with their documentation: what lists and help pages print. */
  public List<Entry> entries(Class<?> family) {
    return records(family).stream().map(Catalogue::entry).toList();
  }

  private static Entry entry(Class<?> record) {
    About about = record.getAnnotation(About.class);
    List<Parameter> parameters = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      About of = component.getAnnotation(About.class);
      Unit unit = component.getAnnotation(Unit.class);
      parameters.add(
          new Parameter(
              Names.kebab(component.getName()),
              Binder.inWords(component.getGenericType()),
              of == null ? "" : of.value(),
              unit == null ? "" : unit.value(),
              Optional.ofNullable(component.getAnnotation(Default.class)).map(Default::value)));
    }
    return new Entry(
        kind(record),
        record,
        about == null ? "" : about.value(),
        about == null ? "" : about.source(),
        List.copyOf(parameters));
  }

  private List<Class<?>> records(Class<?> family) {
    List<Class<?>> listed = families.get(family);
    if (listed != null) {
      return listed;
    }
    List<Class<?>> records = new ArrayList<>();
    if (family.isRecord()) {
      records.add(family);
    } else if (family.isSealed()) {
      for (Class<?> permitted : family.getPermittedSubclasses()) {
        records.addAll(records(permitted));
      }
    } else {
      throw new IllegalArgumentException(
          family + " is open: give its records to Config through a Catalogue");
    }
    return records;
  }
}
