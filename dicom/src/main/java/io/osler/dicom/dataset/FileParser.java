package io.osler.dicom.dataset;

import io.osler.core.config.InputException;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Finds preamble, meta header and layout of a file, whatever of it is there (PS3.10 section 7). */
final class FileParser {
  /** Of the element that holds the length: 12 in both layouts. */
  private static final int META_LENGTH_BYTES = 12;

  private final String name;
  private final MemorySegment data;
  private final Limits limits;
  private final Predicate<Tag> stop;
  private final List<Note> notes = new ArrayList<>();

  private FileParser(String name, MemorySegment data, Limits limits, Predicate<Tag> stop) {
    this.name = name;
    this.data = data.asReadOnly();
    this.limits = limits;
    this.stop = stop;
  }

  /** {@code stopped}: the stop tag was met, so that nothing before it can be missing. */
  record Parsed(DicomFile file, boolean stopped) {}

  static Parsed parse(String name, MemorySegment data, Limits limits, Predicate<Tag> stop) {
    try {
      return new FileParser(name, data, limits, stop).parse();
    } catch (IndexOutOfBoundsException e) {
      throw new InputException(
          name + " ends in the middle of an element header.",
          "a truncated file.",
          "obtain the file again from its source.",
          e);
    }
  }

  private Parsed parse() {
    boolean prefixed = isMagic(128);
    boolean bare = !prefixed && isMagic(0);
    long start = prefixed ? 132 : bare ? 4 : 0;
    if (!prefixed) {
      notes.add(new Note(Tag.META_LENGTH, 0, "no preamble"));
      if (data.byteSize() < 8 || !bare && !looksLikeElements()) {
        throw new InputException(
            name + " is not a DICOM file.",
            data.byteSize() < 8
                ? "it holds " + data.byteSize() + " bytes."
                : "neither a preamble nor elements at its start.",
            "leave it out, or convert it.");
      }
    }
    MemorySegment preamble = data.asSlice(0, start);
    DataSet meta = DataSet.EMPTY;
    long at = start;
    if (data.byteSize() - start >= 8 && groupIs2(start)) {
      boolean explicit = isExplicit(start);
      boolean big = data.get(ValueLayout.JAVA_BYTE, start) == 0;
      Parser parser = new Parser(data, start, limits, notes, tag -> tag.group() != 2);
      meta = parser.top(Context.top(name, explicit, big), data.byteSize());
      at = parser.position();
      if (!meta.has(Tag.META_LENGTH)) {
        notes.add(new Note(Tag.META_LENGTH, start, "the meta header has no length"));
      } else {
        long after = at - start - META_LENGTH_BYTES;
        long said = (long) meta.number(Tag.META_LENGTH).orElse(-1);
        if (said != after) {
          String text = "the meta header has " + after + " bytes after its length, not " + said;
          notes.add(new Note(Tag.META_LENGTH, start, text));
        }
      }
    } else {
      notes.add(new Note(Tag.META_LENGTH, start, "no meta header"));
    }
    TransferSyntax declared =
        meta.text(Tag.TRANSFER_SYNTAX).map(TransferSyntax::of).orElse(guess(at));
    if (!meta.has(Tag.TRANSFER_SYNTAX)) {
      notes.add(new Note(Tag.TRANSFER_SYNTAX, at, "no transfer syntax: " + declared.name()));
    }
    if (declared.deflated()) {
      return deflated(preamble, meta, declared, at);
    }
    TransferSyntax syntax = corrected(declared, data, at);
    Parser parser = new Parser(data, at, limits, notes, stop);
    DataSet found =
        parser.top(Context.top(name, syntax.explicit(), syntax.bigEndian()), data.byteSize());
    noteStrayMeta(found);
    MemorySegment rest = data.asSlice(parser.position());
    return new Parsed(
        new DicomFile(name, preamble, meta, syntax, found, notes, rest, Optional.empty()),
        parser.isStopped());
  }

  /** Elements below group 4 are those of meta headers and commands. */
  private void noteStrayMeta(DataSet found) {
    found.elements().stream()
        .limit(1)
        .filter(first -> first.tag().group() < 4)
        .forEach(
            first ->
                notes.add(
                    new Note(first.tag(), 0, "an element of the meta header in the data set")));
  }

  private Parsed deflated(MemorySegment preamble, DataSet meta, TransferSyntax syntax, long start) {
    MemorySegment packed = data.asSlice(start);
    MemorySegment plain = MemorySegment.ofArray(inflate(packed)).asReadOnly();
    Parser parser = new Parser(plain, 0, limits, notes, stop);
    DataSet found = parser.top(Context.top(name, true, false), plain.byteSize());
    noteStrayMeta(found);
    MemorySegment rest = plain.asSlice(parser.position());
    return new Parsed(
        new DicomFile(name, preamble, meta, syntax, found, notes, rest, Optional.of(packed)),
        parser.isStopped());
  }

  /** Without a header, as PS3.5 A.5 asks; some writers put that of zlib before it. */
  private byte[] inflate(MemorySegment packed) {
    try {
      return inflate(packed, true);
    } catch (DataFormatException e) {
      boolean zlib =
          packed.byteSize() > 2
              && (packed.get(ValueLayout.JAVA_BYTE, 0) & 0x0F) == 8
              && ((packed.get(ValueLayout.JAVA_BYTE, 0) & 0xFF) << 8
                          | packed.get(ValueLayout.JAVA_BYTE, 1) & 0xFF)
                      % 31
                  == 0;
      if (!zlib) {
        throw damaged(e);
      }
      try {
        byte[] plain = inflate(packed, false);
        notes.add(new Note(new Tag(0), 0, "the deflated data set has a header of zlib"));
        return plain;
      } catch (DataFormatException again) {
        throw damaged(again);
      }
    }
  }

  private InputException damaged(DataFormatException e) {
    return new InputException(
        name + ": the deflated data set is damaged.",
        "not a deflate stream.",
        "obtain the file again from its source.",
        e);
  }

  private byte[] inflate(MemorySegment packed, boolean raw) throws DataFormatException {
    Inflater inflater = new Inflater(raw);
    try {
      inflater.setInput(packed.asByteBuffer());
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 16];
      while (!inflater.finished()) {
        int count = inflater.inflate(buffer);
        if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          notes.add(
              new Note(new Tag(0), packed.byteSize(), "the deflated data set is cut off", true));
          break;
        }
        out.write(buffer, 0, count);
        if (out.size() > limits.inflatedBytes()) {
          throw new InputException(
              name
                  + ": the deflated data set "
                  + Tag.TRANSFER_SYNTAX
                  + " inflates to more than "
                  + limits.inflatedBytes()
                  + " bytes.",
              "a deflate bomb, or an image larger than the limit.",
              "raise Limits.inflatedBytes if the file is to be trusted.");
        }
      }
      return out.toByteArray();
    } finally {
      inflater.end();
    }
  }

  private boolean isMagic(long at) {
    return data.byteSize() >= at + 4
        && data.get(Values.INT, at) == ('D' | 'I' << 8 | 'C' << 16 | 'M' << 24);
  }

  private boolean groupIs2(long at) {
    int group = data.get(Values.SHORT, at) & 0xFFFF;
    return group == 2 || group == 0x0200;
  }

  private boolean isExplicit(long at) {
    return VR.isKnown(
        data.get(ValueLayout.JAVA_BYTE, at + 4) & 0xFF,
        data.get(ValueLayout.JAVA_BYTE, at + 5) & 0xFF);
  }

  /**
   * A file that begins with a known element, in either byte order; one that begins beyond group
   * 0008 must go on with another, since its first bytes alone say little.
   */
  private boolean looksLikeElements() {
    int group = data.get(Values.SHORT, 0) & 0xFFFF;
    if (group == 0) {
      // A command set, implicit little endian (PS3.7 6.3.1): its length, then more of it.
      return data.byteSize() >= 20
          && data.get(Values.SHORT, 2) == 0
          && data.get(Values.INT, 4) == 4
          && data.get(Values.SHORT, 12) == 0
          && Dictionary.entry(Tag.of(0, data.get(Values.SHORT, 14) & 0xFFFF)).isPresent();
    }
    boolean big = (group & 0xFF) == 0;
    int ordered = big ? group >>> 8 : group;
    if (ordered > 0xFE || ordered < 2 || ordered % 2 == 1) {
      return false;
    }
    boolean usual = ordered <= 8;
    boolean explicit = isExplicit(0);
    if (explicit && usual) {
      return true;
    }
    Tag tag = Tag.of(ordered, Values.int16(data, 2, big));
    if (!tag.isGroupLength() && Dictionary.entry(tag).isEmpty()) {
      return false;
    }
    long length = explicit ? Values.int16(data, 6, big) : Values.int32(data, 4, big) & 0xFFFFFFFFL;
    long next = 8 + length;
    if (usual) {
      return next <= data.byteSize();
    }
    return next + 8 <= data.byteSize()
        && Dictionary.entry(
                Tag.of(Values.int16(data, next, big), Values.int16(data, next + 2, big)))
            .isPresent();
  }

  /** Without a transfer syntax: by the look of the first element. */
  private TransferSyntax guess(long at) {
    if (data.byteSize() - at < 8) {
      return TransferSyntax.IMPLICIT_LITTLE;
    }
    int group = data.get(Values.SHORT, at) & 0xFFFF;
    boolean big = group != 0 && (group & 0xFF) == 0;
    return !isExplicit(at)
        ? TransferSyntax.IMPLICIT_LITTLE
        : big ? TransferSyntax.EXPLICIT_BIG : TransferSyntax.EXPLICIT_LITTLE;
  }

  /** Some writers declare one layout and write another; the first element tells. */
  private TransferSyntax corrected(TransferSyntax declared, MemorySegment bytes, long at) {
    if (bytes.byteSize() - at < 8) {
      return declared;
    }
    boolean explicit = isExplicit(at);
    int group = bytes.get(Values.SHORT, at) & 0xFFFF;
    boolean big = explicit && (group & 0xFF) == 0 && group != 0;
    int ordered = big ? group >>> 8 : group;
    boolean believable = ordered > 2 && ordered <= 0x28;
    if (!believable || explicit == declared.explicit() && big == declared.bigEndian()) {
      return declared;
    }
    notes.add(new Note(Tag.TRANSFER_SYNTAX, at, "the data set is not laid out as declared"));
    return new TransferSyntax(
        declared.uid(), declared.name(), explicit, big, false, declared.compression());
  }
}
