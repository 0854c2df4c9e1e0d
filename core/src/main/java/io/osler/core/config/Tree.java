package io.osler.core.config;

import java.util.List;
import java.util.Map;

/** A document between text and record: the same for YAML and JSON; {@code line} counts from 1. */
sealed interface Tree {
  int line();

  /** A value as it was written; {@code quoted} ones are text whatever they look like. */
  record Scalar(String text, boolean quoted, int line) implements Tree {
    boolean isNull() {
      return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }
  }

  record Items(List<Tree> items, int line) implements Tree {}

  /** In the order written (an insertion-ordered map). */
  record Fields(Map<String, Tree> fields, int line) implements Tree {}

  /** For messages: what stands there. */
  default String describe() {
    return switch (this) {
      case Scalar s when s.isNull() -> "nothing";
      case Scalar s -> "'" + Names.shortened(s.text()) + "'";
      case Items i -> "a list of " + i.items().size();
      case Fields f -> "a mapping of " + f.fields().size() + " key(s)";
    };
  }
}
