package io.osler.cli;

import io.osler.core.config.Catalogue.Entry;
import io.osler.core.config.Catalogue.Parameter;
import io.osler.core.config.InputException;
import io.osler.core.config.Names;
import io.osler.core.steps.Steps;
import io.osler.core.transform.Augmentation;
import io.osler.core.transform.Intensity;
import io.osler.core.transform.Spatial;
import io.osler.core.transform.Transform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every step as text, out of the code's own catalogue. */
final class StepList {
  private StepList() {}

  /** All steps by group, or the one of that name. */
  static String of(String name) {
    List<Entry> all = Steps.catalogue().entries(Augmentation.class);
    StringBuilder text = new StringBuilder();
    if (!name.isEmpty()) {
      Entry entry =
          all.stream()
              .filter(one -> one.kind().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new InputException(
                          "There is no step '" + name + "'.",
                          "",
                          Names.advice(name, all.stream().map(Entry::kind).toList())));
      return text.append(text(entry)).toString();
    }
    Map<String, StringBuilder> groups = new LinkedHashMap<>();
    for (String group : List.of("Space", "Intensity", "Other fixed steps", "Random and combined")) {
      groups.put(group, new StringBuilder());
    }
    for (Entry entry : all) {
      groups.computeIfAbsent(group(entry.type()), _ -> new StringBuilder()).append(text(entry));
    }
    groups.forEach((group, entries) -> text.append(group).append("\n\n").append(entries));
    return text.append(
            "Any step may carry a probability: {kind: gamma, gamma: 2, probability: 0.3}\n")
        .toString();
  }

  private static String group(Class<?> step) {
    if (Spatial.class.isAssignableFrom(step)) {
      return "Space";
    } else if (Intensity.class.isAssignableFrom(step)) {
      return "Intensity";
    }
    return Transform.class.isAssignableFrom(step) ? "Other fixed steps" : "Random and combined";
  }

  private static String text(Entry entry) {
    StringBuilder text = new StringBuilder("  " + entry.kind() + "\n      " + entry.about());
    if (!entry.source().isEmpty()) {
      text.append("  [").append(entry.source()).append(']');
    }
    for (Parameter p : entry.parameters()) {
      String unit = p.unit().isEmpty() ? "" : ", in " + p.unit();
      String fallback = p.fallback().map(value -> ", default " + value).orElse(", needed");
      text.append(
          "\n      %-14s %s (%s%s%s)".formatted(p.key(), p.about(), p.type(), unit, fallback));
    }
    return text.append("\n\n").toString();
  }
}
