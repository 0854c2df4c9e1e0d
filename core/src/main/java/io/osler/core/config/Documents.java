package io.osler.core.config;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * YAML text to a tree, with limits on length, depth and count; aliases, tags and duplicate keys are
 * refused: a plan needs none of them, and an attacker does.
 */
final class Documents {
  static final int MOST_CHARACTERS = 8 << 20;
  static final int MOST_NODES = 500_000;
  static final int MOST_DEPTH = 64;

  private final String source;
  private final Iterator<Event> events;
  private int nodes;

  private Documents(String source, Iterator<Event> events) {
    this.source = source;
    this.events = events;
  }

  static Tree parse(String yaml, String source) {
    if (yaml.length() > MOST_CHARACTERS) {
      throw new InputException(
          source + " has " + yaml.length() + " characters.",
          "configuration has at most " + MOST_CHARACTERS + ".",
          "check that it is the right file.");
    }
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(source)
            .setCodePointLimit(MOST_CHARACTERS)
            .setUseMarks(true)
            .build();
    try {
      return new Documents(source, new Parse(settings).parseString(yaml).iterator()).document();
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw new InputException(
          source + ", line " + line + ": this is not YAML: " + e.getProblem() + ".",
          "often a missing colon, a tab, or uneven indentation.",
          "correct the line.",
          e);
    } catch (YamlEngineException e) {
      throw new InputException(
          source + " is not YAML: " + Names.shortened(String.valueOf(e.getMessage())) + ".",
          "it may be another kind of file.",
          "check that it is the right file.",
          e);
    }
  }

  private Tree document() {
    Event event = next();
    while (event instanceof StreamStartEvent || event instanceof DocumentStartEvent) {
      event = next();
    }
    if (event.getEventId() == Event.ID.StreamEnd) {
      return new Tree.Fields(Map.of(), 1);
    }
    Tree tree = tree(event, 0);
    Event after = next();
    while (after instanceof DocumentEndEvent) {
      after = next();
    }
    if (after.getEventId() != Event.ID.StreamEnd) {
      throw refused(after, "holds a second document", "keep one document per file");
    }
    return tree;
  }

  private Tree tree(Event event, int depth) {
    if (depth > MOST_DEPTH) {
      throw refused(event, "is nested deeper than " + MOST_DEPTH, "flatten it");
    }
    if (++nodes > MOST_NODES) {
      throw refused(event, "has more than " + MOST_NODES + " values", "check the file");
    }
    return switch (event) {
      case ScalarEvent scalar -> scalar(scalar);
      case SequenceStartEvent start -> {
        untagged(start, start.getTag().isPresent());
        List<Tree> items = new ArrayList<>();
        for (Event e = next(); !(e instanceof SequenceEndEvent); e = next()) {
          items.add(tree(e, depth + 1));
        }
        yield new Tree.Items(items, line(start));
      }
      case MappingStartEvent start -> {
        untagged(start, start.getTag().isPresent());
        Map<String, Tree> fields = new LinkedHashMap<>();
        for (Event e = next(); !(e instanceof MappingEndEvent); e = next()) {
          String key = key(e);
          if (fields.put(key, tree(next(), depth + 1)) != null) {
            throw refused(e, "has the key '" + key + "' twice", "keep one of them");
          }
        }
        yield new Tree.Fields(fields, line(start));
      }
      case AliasEvent alias -> throw refused(alias, "uses an alias (*)", "write the value out");
      default -> throw refused(event, "is not understood", "write plain YAML");
    };
  }

  private String key(Event event) {
    if (event instanceof ScalarEvent scalar) {
      return scalar(scalar).text();
    }
    throw refused(event, "has a key that is not a word", "write keys as plain words");
  }

  private Tree.Scalar scalar(ScalarEvent scalar) {
    untagged(scalar, scalar.getTag().isPresent());
    boolean quoted = scalar.getScalarStyle() != ScalarStyle.PLAIN;
    return new Tree.Scalar(scalar.getValue(), quoted, line(scalar));
  }

  private void untagged(Event event, boolean tagged) {
    if (tagged) {
      throw refused(event, "uses a tag (!)", "write the value without it");
    }
  }

  private Event next() {
    return events.next();
  }

  private static int line(Event event) {
    return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  private InputException refused(Event event, String what, String fix) {
    return new InputException(source + ", line " + line(event) + " " + what + ".", "", fix + ".");
  }
}
