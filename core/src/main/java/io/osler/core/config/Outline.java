package io.osler.core.config;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Records, lists, maps and values to a tree, in an order that does not depend on hashing. */
final class Outline {
  private Outline() {}

  static Tree of(Type declared, Object value) {
    if (value instanceof Record record) {
      return record(declared, record);
    } else if (value instanceof Map<?, ?> map) {
      return map(argument(declared, 1), map);
    } else if (value instanceof Collection<?> items) {
      List<Tree> trees = new ArrayList<>();
      items.forEach(item -> trees.add(of(argument(declared, 0), item)));
      return new Tree.Items(trees, 0);
    } else if (value.getClass().isArray()) {
      List<Tree> trees = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        trees.add(of(value.getClass().getComponentType(), Array.get(value, i)));
      }
      return new Tree.Items(trees, 0);
    } else if (value instanceof Optional<?> optional) {
      return optional
          .<Tree>map(inner -> of(argument(declared, 0), inner))
          .orElse(new Tree.Scalar("null", false, 0));
    }
    return Scalars.write(value)
        .orElseThrow(() -> new IllegalArgumentException("Cannot write " + value.getClass()));
  }

  private static Tree record(Type declared, Record record) {
    Map<String, Tree> fields = new LinkedHashMap<>();
    if (declared instanceof Class<?> family && family.isInterface()) {
      String kind = Catalogue.kind(record.getClass());
      if (record.getClass().getRecordComponents().length == 0) {
        return new Tree.Scalar(kind, true, 0);
      }
      fields.put("kind", new Tree.Scalar(kind, true, 0));
    }
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = value(component, record);
      if (!(value instanceof Optional<?> optional && optional.isEmpty())) {
        fields.put(Names.kebab(component.getName()), of(component.getGenericType(), value));
      }
    }
    return new Tree.Fields(fields, 0);
  }

  private static Tree map(Type declared, Map<?, ?> map) {
    // Map.of and HashMap iterate in an order of their own: sort those, keep the others' order.
    boolean ordered = map instanceof LinkedHashMap || map instanceof SortedMap;
    Map<String, Tree> fields = ordered ? new LinkedHashMap<>() : new TreeMap<>();
    map.forEach(
        (key, value) -> {
          Tree.Scalar name =
              Scalars.write(key)
                  .orElseThrow(() -> new IllegalArgumentException("Cannot write key " + key));
          fields.put(name.text(), of(declared, value));
        });
    return new Tree.Fields(fields, 0);
  }

  private static Object value(RecordComponent component, Record record) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (InvocationTargetException | IllegalAccessException e) {
      throw new IllegalStateException("reading " + component, e);
    }
  }

  private static Type argument(Type declared, int index) {
    return declared instanceof ParameterizedType generic
            && generic.getActualTypeArguments().length > index
        ? generic.getActualTypeArguments()[index]
        : Object.class;
  }
}
