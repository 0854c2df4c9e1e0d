package io.osler.dicom.dataset;

import io.osler.core.config.InputException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Cuts bytes into elements (PS3.5 section 7): structure at once, values later. Every length is held
 * against what remains before anything is sliced; slices share the memory of the file.
 */
final class Parser {
  private static final int UNDEFINED = -1;

  /** A hostile file must not fill memory with complaints about itself. */
  private static final int MOST_NOTES = 1000;

  private static final String EXPLICIT_INSIDE =
      "an item with representations in a sequence without them";

  private final MemorySegment data;
  private final Limits limits;
  private final List<Note> notes;

  /** Elements of the top level from the first such tag on are left unread. */
  private final Predicate<Tag> stop;

  private long elements;
  private long at;
  private boolean stopped;

  Parser(MemorySegment data, long start, Limits limits, List<Note> notes, Predicate<Tag> stop) {
    this.data = data;
    this.at = start;
    this.limits = limits;
    this.notes = notes;
    this.stop = stop;
  }

  long position() {
    return at;
  }

  boolean isStopped() {
    return stopped;
  }

  /** How a data set ends. */
  private enum Ending {
    /** At the end of its bytes. */
    LENGTH,
    /** At an item delimiter. */
    DELIMITER
  }

  /** The data set of a file, to {@code end} or to the stop tag. */
  DataSet top(Context context, long end) {
    return dataSet(context, end, Ending.LENGTH, 0);
  }

  private DataSet dataSet(Context context, long end, Ending ending, int depth) {
    List<Element> found = new ArrayList<>();
    while (at < end) {
      if (end - at < 8) {
        note(new Tag(0), at, (end - at) + " bytes are left over after the last element");
        break;
      }
      Tag tag = tagAt(at, context.bigEndian);
      if (depth > 0 && (tag.value() == Tag.ITEM_END || tag.value() == Tag.SEQUENCE_END)) {
        if (ending == Ending.LENGTH) {
          note(tag, at, "a delimiter inside an item of defined length");
          at += 8;
          continue;
        }
        // A sequence delimiter that comes too early also ends the item; the sequence reads it.
        at += tag.value() == Tag.ITEM_END ? 8 : 0;
        return new DataSet(found);
      }
      if (depth == 0 && stop.test(tag)) {
        stopped = true;
        break;
      }
      if (tag.value() == 0 && isZero(at, end)) {
        note(tag, at, (end - at) + " zero bytes follow the last element");
        break;
      }
      if (!found.isEmpty() && found.getLast().tag().compareTo(tag) >= 0) {
        note(tag, at, "an element that is repeated or out of order");
      }
      Element element = element(context, tag, end, depth);
      found.add(element);
      declare(context, element);
    }
    if (ending == Ending.DELIMITER) {
      note(new Tag(Tag.ITEM_END), at, "the item delimiter is missing");
    }
    return new DataSet(found);
  }

  private void declare(Context context, Element element) {
    if (element.tag().equals(Tag.CHARACTER_SET)) {
      // Of a repeated element the last one counts, as it does for whoever asks the data set.
      context.undeclare();
    }
    if (!(element instanceof Element.Plain plain)) {
      return;
    }
    if (plain.tag().equals(Tag.CHARACTER_SET)) {
      List<String> terms = Values.texts(plain);
      if (!terms.isEmpty()) {
        context.declare(CharacterSets.of(terms));
      }
      for (String term : terms) {
        if (!CharacterSets.isKnown(term)) {
          note(plain.tag(), at, "an unknown character set: its text is read as ASCII");
        }
      }
    } else if (plain.tag().equals(Tag.SIGNED) && plain.length() >= 2) {
      context.declareSigned(Values.int16(plain.value(), 0, context.bigEndian) == 1);
    }
  }

  private Element element(Context context, Tag tag, long end, int depth) {
    long start = at;
    if (++elements > limits.elements()) {
      throw context.refused(
          tag,
          at,
          "is one more than " + limits.elements() + " elements",
          "a damaged or hostile file.");
    }
    int first = data.get(ValueLayout.JAVA_BYTE, at + 4) & 0xFF;
    int second = data.get(ValueLayout.JAVA_BYTE, at + 5) & 0xFF;
    boolean carries = context.explicit && VR.isLetters(first, second);
    VR vr;
    int length;
    if (!carries) {
      vr = Dictionary.vr(tag, context.isSigned());
      length = Values.int32(data, at + 4, context.bigEndian);
      at += 8;
      if (context.explicit && tag.group() != 0xFFFE) {
        note(tag, start, "an element without representation in an explicit data set");
      }
    } else {
      boolean known = VR.isKnown(first, second);
      vr = known ? VR.of(first, second) : VR.UN;
      int brief = Values.int16(data, at + 6, context.bigEndian);
      boolean isLong = known ? vr.hasLongLength() : brief == 0 && fitsLong(context, end);
      if (!known) {
        note(tag, start, "the unknown representation " + (char) first + (char) second);
      }
      if (isLong) {
        if (end - at < 12) {
          throw context.refused(tag, at, "is cut off in its header", "a truncated file.");
        }
        length = Values.int32(data, at + 8, context.bigEndian);
        at += 12;
      } else {
        length = brief;
        at += 8;
      }
    }
    if (length == UNDEFINED) {
      return undefined(context, tag, vr, start, end, depth, carries);
    }
    long bytes = length & 0xFFFFFFFFL;
    if (bytes > end - at) {
      cutOff(
          tag,
          start,
          "its length of " + bytes + " bytes exceeds the " + (end - at) + " that remain");
      bytes = end - at;
    }
    if (vr == VR.SQ) {
      List<DataSet> items = items(context, tag, at + bytes, false, depth);
      return new Element.Items(tag, vr, items, raw(start), context);
    }
    if (vr == VR.UN && Dictionary.vr(tag, false) == VR.SQ) {
      Optional<Element> sequence = unknown(context, tag, start, at + bytes, depth);
      if (sequence.isPresent()) {
        return sequence.get();
      }
    }
    if ((bytes & 1) == 1) {
      note(tag, start, "an odd length of " + bytes + " bytes");
    }
    MemorySegment value = data.asSlice(at, bytes);
    at += bytes;
    return new Element.Plain(tag, vr, value, raw(start), context);
  }

  /**
   * Whether the 32 bits after two zero bytes can be a length: representations added later have it.
   */
  private boolean fitsLong(Context context, long end) {
    if (end - at < 12) {
      return false;
    }
    long length = Values.int32(data, at + 8, context.bigEndian) & 0xFFFFFFFFL;
    return length > 0 && length <= end - at - 12;
  }

  private Element undefined(
      Context context, Tag tag, VR vr, long start, long end, int depth, boolean carries) {
    boolean pixels =
        tag.equals(Tag.PIXELS) || vr == VR.OB || vr == VR.OW || vr == VR.OF || vr == VR.OD;
    if (pixels) {
      return fragments(context, tag, vr, start, end);
    }
    if (vr != VR.SQ && vr != VR.UN) {
      throw context.refused(
          tag, start, "has an undefined length, which " + vr + " may not", "a damaged file.");
    }
    // CP-246: a sequence hidden in UN is laid out as implicit little endian.
    Context inner = vr == VR.UN && carries ? context.item(false, false) : context;
    List<DataSet> items = items(inner, tag, end, true, depth);
    return new Element.Items(tag, vr, items, raw(start), context);
  }

  /**
   * A public sequence that a relay wrote as UN (PS3.5 6.2.2), implicit little endian within. Bytes
   * that are no clean sequence stay bytes: then it is empty, and nothing was read.
   */
  private Optional<Element> unknown(Context context, Tag tag, long start, long end, int depth) {
    long before = at;
    int known = notes.size();
    try {
      List<DataSet> items = items(context.item(false, false), tag, end, false, depth);
      boolean clean =
          notes.subList(known, notes.size()).stream()
              .allMatch(one -> one.text().equals(EXPLICIT_INSIDE));
      if (clean && notes.size() < MOST_NOTES) {
        return Optional.of(new Element.Items(tag, VR.UN, items, raw(start), context));
      }
      notes.subList(known, notes.size()).clear();
    } catch (InputException e) {
      notes.subList(known, notes.size()).clear();
    }
    at = before;
    note(tag, start, "a sequence written as UN, whose bytes are no items");
    return Optional.empty();
  }

  /**
   * Some writers lay items out with representations inside implicit sequences: told by letters
   * where a length would be impossible.
   */
  private boolean isExplicitInside(Context context, Tag sequence, long end) {
    if (context.explicit || end - at < 8) {
      return context.explicit;
    }
    int first = data.get(ValueLayout.JAVA_BYTE, at + 4) & 0xFF;
    int second = data.get(ValueLayout.JAVA_BYTE, at + 5) & 0xFF;
    long length = Values.int32(data, at + 4, context.bigEndian) & 0xFFFFFFFFL;
    boolean explicit = VR.isKnown(first, second) && length > end - at - 8;
    if (explicit) {
      note(sequence, at, EXPLICIT_INSIDE);
    }
    return explicit;
  }

  private List<DataSet> items(
      Context context, Tag sequence, long end, boolean delimited, int depth) {
    if (depth >= limits.depth()) {
      throw context.refused(
          sequence, at, "lies deeper than " + limits.depth() + " sequences", "a hostile file.");
    }
    List<DataSet> items = new ArrayList<>();
    while (at < end) {
      if (end - at < 8) {
        cutOff(sequence, at, "the sequence is cut off");
        at = end;
        break;
      }
      Tag tag = tagAt(at, context.bigEndian);
      if (tag.value() == Tag.SEQUENCE_END) {
        at += 8;
        if (delimited) {
          return items;
        }
        note(sequence, at - 8, "a delimiter ends a sequence of defined length");
        at = end;
        return items;
      }
      if (tag.value() == Tag.ITEM_END) {
        note(sequence, at, "an item delimiter between items");
        at += 8;
        continue;
      }
      if (!delimited && isZero(at, end)) {
        note(sequence, at, (end - at) + " zero bytes follow the last item");
        at = end;
        return items;
      }
      if (tag.value() != Tag.ITEM) {
        throw context.refused(
            sequence, at, "holds " + tag + " where an item must start", "a damaged sequence.");
      }
      if (++elements > limits.elements()) {
        throw context.refused(sequence, at, "has too many items", "a damaged or hostile file.");
      }
      int length = Values.int32(data, at + 4, context.bigEndian);
      at += 8;
      long within = length == UNDEFINED ? end : Math.min(end, at + (length & 0xFFFFFFFFL));
      Context inner = context.item(isExplicitInside(context, sequence, within), context.bigEndian);
      if (length == UNDEFINED) {
        items.add(dataSet(inner, end, Ending.DELIMITER, depth + 1));
        continue;
      }
      long bytes = length & 0xFFFFFFFFL;
      if (bytes > end - at) {
        note(sequence, at - 8, "an item of " + bytes + " bytes exceeds its sequence");
        bytes = end - at;
      }
      long itemEnd = at + bytes;
      items.add(dataSet(inner, itemEnd, Ending.LENGTH, depth + 1));
      at = itemEnd;
    }
    if (delimited) {
      note(sequence, at, "the sequence delimiter is missing");
    }
    return items;
  }

  private Element fragments(Context context, Tag tag, VR vr, long start, long end) {
    List<MemorySegment> fragments = new ArrayList<>();
    boolean ended = false;
    while (!ended && end - at >= 8) {
      Tag item = tagAt(at, context.bigEndian);
      long length = Values.int32(data, at + 4, context.bigEndian) & 0xFFFFFFFFL;
      if (item.value() == Tag.SEQUENCE_END) {
        at += 8;
        ended = true;
      } else if (item.value() == Tag.ITEM) {
        at += 8;
        if (length > end - at) {
          cutOff(tag, at - 8, "a fragment of " + length + " bytes exceeds what remains");
          length = end - at;
        }
        if (++elements > limits.elements()) {
          throw context.refused(tag, at, "has too many fragments", "a damaged or hostile file.");
        }
        fragments.add(data.asSlice(at, length));
        at += length;
      } else {
        throw context.refused(
            tag, at, "holds " + item + " where a fragment must start", "damaged pixel data.");
      }
    }
    if (!ended) {
      note(tag, at, "the sequence delimiter after the fragments is missing");
      at = end;
    }
    MemorySegment offsets =
        fragments.isEmpty() ? MemorySegment.ofArray(new byte[0]) : fragments.removeFirst();
    return new Element.Fragments(tag, vr, offsets, fragments, raw(start), context);
  }

  private Optional<MemorySegment> raw(long start) {
    return Optional.of(data.asSlice(start, at - start));
  }

  private Tag tagAt(long offset, boolean big) {
    return Tag.of(Values.int16(data, offset, big), Values.int16(data, offset + 2, big));
  }

  private boolean isZero(long from, long end) {
    for (long i = from; i < end; i++) {
      if (data.get(ValueLayout.JAVA_BYTE, i) != 0) {
        return false;
      }
    }
    return true;
  }

  private void cutOff(Tag tag, long offset, String text) {
    if (notes.size() < MOST_NOTES) {
      notes.add(new Note(tag, offset, text, true));
    }
  }

  private void note(Tag tag, long offset, String text) {
    if (notes.size() < MOST_NOTES) {
      notes.add(new Note(tag, offset, text));
    }
  }
}
