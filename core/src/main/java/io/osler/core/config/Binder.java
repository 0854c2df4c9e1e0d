package io.osler.core.config;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tree to records, key for key; every refusal names the source, the line and the dotted path. */
final class Binder {
  private final String source;
  private final Catalogue catalogue;

  Binder(String source, Catalogue catalogue) {
    this.source = source;
    this.catalogue = catalogue;
  }

  <R> R bind(Class<R> type, Tree tree) {
    return type.cast(value(type, tree, ""));
  }

  private Object value(Type type, Tree tree, String path) {
    if (type instanceof ParameterizedType generic) {
      Type first = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == List.class) {
        return list(first, tree, path);
      } else if (generic.getRawType() == Map.class) {
        return map(first, generic.getActualTypeArguments()[1], tree, path);
      } else if (generic.getRawType() == Optional.class) {
        return tree instanceof Tree.Scalar s && s.isNull()
            ? Optional.empty()
            : Optional.of(value(first, tree, path));
      }
    }
    if (!(type instanceof Class<?> plain)) {
      throw new IllegalArgumentException("Config cannot bind " + type + " at '" + path + "'");
    }
    if (plain.isArray()) {
      return array(plain.getComponentType(), tree, path);
    } else if (plain.isRecord()) {
      return record(plain, tree, path);
    } else if (plain == Object.class) {
      return anything(tree, path);
    } else if (Scalars.knows(plain)) {
      if (tree instanceof Tree.Scalar scalar) {
        return Scalars.read(plain, scalar)
            .orElseThrow(() -> wrongType(Scalars.expected(plain), tree, path));
      }
      throw wrongType(Scalars.expected(plain), tree, path);
    } else if (plain.isInterface()) {
      return kind(plain, tree, path);
    }
    throw new IllegalArgumentException("Config cannot bind " + plain + " at '" + path + "'");
  }

  private Object list(Type item, Tree tree, String path) {
    List<Object> list = new ArrayList<>();
    List<Tree> items = items(tree, path);
    for (int i = 0; i < items.size(); i++) {
      list.add(value(item, items.get(i), join(path, Integer.toString(i))));
    }
    return Collections.unmodifiableList(list);
  }

  private Object array(Class<?> item, Tree tree, String path) {
    List<Tree> items = items(tree, path);
    Object array = Array.newInstance(item, items.size());
    for (int i = 0; i < items.size(); i++) {
      Array.set(array, i, value(item, items.get(i), join(path, Integer.toString(i))));
    }
    return array;
  }

  private List<Tree> items(Tree tree, String path) {
    if (tree instanceof Tree.Items items) {
      return items.items();
    }
    throw wrongType("a list, [a, b]", tree, path);
  }

  private Object map(Type key, Type item, Tree tree, String path) {
    Map<Object, Object> map = new LinkedHashMap<>();
    for (Map.Entry<String, Tree> field : fields(tree, path).entrySet()) {
      Tree.Scalar name = new Tree.Scalar(field.getKey(), true, field.getValue().line());
      String at = join(path, field.getKey());
      map.put(value(key, name, at), value(item, field.getValue(), at));
    }
    return Collections.unmodifiableMap(map);
  }

  private Map<String, Tree> fields(Tree tree, String path) {
    return switch (tree) {
      case Tree.Fields fields -> fields.fields();
      // "key:" with nothing after it: an empty mapping, so that all-default records may stand so.
      case Tree.Scalar s when s.isNull() -> Map.of();
      default -> throw wrongType("a mapping, key: value", tree, path);
    };
  }

  /** A JSON-like value where the record says Object: text, number, truth, list or map. */
  private Object anything(Tree tree, String path) {
    return switch (tree) {
      case Tree.Items _ -> list(Object.class, tree, path);
      case Tree.Fields _ -> map(String.class, Object.class, tree, path);
      case Tree.Scalar s when s.isNull() -> Double.NaN;
      case Tree.Scalar s -> Scalars.guess(s);
    };
  }

  private Object kind(Class<?> family, Tree tree, String path) {
    Map<String, Class<?>> kinds = catalogue.kinds(family);
    Map<String, Tree> fields = new LinkedHashMap<>();
    Tree name;
    if (tree instanceof Tree.Scalar s && !s.isNull()) {
      // "lenet-5" or, as on a command line, "clahe(clip=2)".
      int open = s.text().indexOf('(');
      if (open > 0 && s.text().strip().endsWith(")")) {
        String inside = s.text().strip();
        inside = inside.substring(open + 1, inside.length() - 1).replaceAll("\\s*=\\s*", ": ");
        fields.putAll(fields(Documents.parse("{" + inside + "}", source), path));
        name = new Tree.Scalar(s.text().substring(0, open).strip(), true, s.line());
      } else {
        name = s;
      }
    } else {
      fields.putAll(fields(tree, path));
      Tree given = fields.remove("kind");
      if (given == null) {
        throw refused(
            tree, path, "has no 'kind'", "add kind: one of " + String.join(", ", kinds.keySet()));
      }
      name = given;
    }
    if (!(name instanceof Tree.Scalar word)) {
      throw wrongType("the name of a kind", name, join(path, "kind"));
    }
    Class<?> record = kinds.get(word.text());
    if (record == null) {
      throw new InputException(
          at(tree, path) + " has the unknown kind " + word.describe() + ".",
          "",
          Names.advice(word.text(), kinds.keySet()));
    }
    Optional<Class<?>> wrapper = catalogue.wrapper(family, record);
    if (wrapper.isPresent()) {
      RecordComponent[] parts = wrapper.get().getRecordComponents();
      String key = Names.kebab(parts[0].getName());
      Tree given = fields.remove(key);
      if (given != null) {
        Object step = record(record, new Tree.Fields(fields, tree.line()), path);
        Object value = value(parts[0].getGenericType(), given, join(path, key));
        return construct(wrapper.get(), parts, new Object[] {value, step}, tree, path);
      }
    }
    return record(record, new Tree.Fields(fields, tree.line()), path);
  }

  private Object record(Class<?> record, Tree tree, String path) {
    RecordComponent[] components = record.getRecordComponents();
    Map<String, Tree> fields = new LinkedHashMap<>(positional(components, tree, path));
    List<String> known =
        Arrays.stream(components).map(component -> Names.kebab(component.getName())).toList();
    for (Map.Entry<String, Tree> field : fields.entrySet()) {
      if (!known.contains(field.getKey())) {
        throw new InputException(
            "%s, line %d: unknown key '%s'%s."
                .formatted(
                    source,
                    field.getValue().line(),
                    Names.shortened(field.getKey()),
                    path.isEmpty() ? "" : " in '" + path + "'"),
            "",
            Names.advice(field.getKey(), known));
      }
    }
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      arguments[i] = component(components[i], known.get(i), fields, tree, path);
    }
    return construct(record, components, arguments, tree, path);
  }

  /** A record of numbers only, a point or a size, may stand as a list: {@code [28, 28, 1]}. */
  private Map<String, Tree> positional(RecordComponent[] components, Tree tree, String path) {
    boolean numbers = Arrays.stream(components).allMatch(c -> c.getType().isPrimitive());
    if (!(tree instanceof Tree.Items(var items, _)) || !numbers) {
      return fields(tree, path);
    }
    if (items.size() > components.length) {
      throw wrongType("at most " + components.length + " numbers", tree, path);
    }
    Map<String, Tree> fields = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      fields.put(Names.kebab(components[i].getName()), items.get(i));
    }
    return fields;
  }

  private Object component(
      RecordComponent component, String key, Map<String, Tree> fields, Tree tree, String path) {
    String at = join(path, key);
    Tree given = fields.get(key);
    if (given != null) {
      return value(component.getGenericType(), given, at);
    }
    Default fallback = component.getAnnotation(Default.class);
    if (fallback != null) {
      Binder own = new Binder("the default of '" + at + "'", catalogue);
      Tree parsed = Documents.parse(fallback.value(), own.source);
      return own.value(component.getGenericType(), parsed, at);
    }
    if (component.getType() == Optional.class) {
      return Optional.empty();
    }
    throw refused(
        tree,
        path,
        "lacks '" + key + "'",
        "add " + key + ": " + inWords(component.getGenericType()));
  }

  private Object construct(
      Class<?> record, RecordComponent[] components, Object[] arguments, Tree tree, String path) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> canonical = record.getDeclaredConstructor(types);
      canonical.setAccessible(true);
      return canonical.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refusal) {
        throw new InputException(at(tree, path) + ": " + refusal.getMessage(), "", "", refusal);
      }
      throw new IllegalStateException("constructing " + record, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("constructing " + record, e);
    }
  }

  /** What a type wants, as messages and help pages say it. */
  static String inWords(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] of = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return "list of " + inWords(of[0]);
      } else if (generic.getRawType() == Optional.class) {
        return inWords(of[0]) + ", optional";
      }
      return "mapping to " + inWords(of[of.length - 1]);
    }
    if (type instanceof Class<?> plain) {
      if (plain.isArray()) {
        return "list of " + inWords(plain.getComponentType());
      }
      return Scalars.knows(plain) ? Scalars.expected(plain) : Names.kebab(plain.getSimpleName());
    }
    return type.getTypeName();
  }

  private InputException wrongType(String expected, Tree tree, String path) {
    return refused(tree, path, "is " + tree.describe(), "give " + expected);
  }

  private InputException refused(Tree tree, String path, String what, String fix) {
    return new InputException(at(tree, path) + " " + what + ".", "", fix + ".");
  }

  private String at(Tree tree, String path) {
    return source + ", line " + tree.line() + ": " + (path.isEmpty() ? "it" : "'" + path + "'");
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
