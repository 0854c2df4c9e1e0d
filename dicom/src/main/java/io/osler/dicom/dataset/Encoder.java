package io.osler.dicom.dataset;

import io.osler.core.config.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Elements to bytes (PS3.5 section 7). An element whose file had the same layout and character set
 * is copied as it stood; every other is laid out afresh with defined lengths.
 */
final class Encoder {
  private final TransferSyntax syntax;

  private Encoder(TransferSyntax syntax) {
    this.syntax = syntax;
  }

  static void write(DataSet dataSet, TransferSyntax syntax, OutputStream out) throws IOException {
    new Encoder(syntax).dataSet(dataSet, CharacterSets.DEFAULT, out);
  }

  static byte[] encode(DataSet dataSet, TransferSyntax syntax) {
    return new Encoder(syntax).bytes(dataSet, CharacterSets.DEFAULT);
  }

  private byte[] bytes(DataSet dataSet, CharacterSets around) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      dataSet(dataSet, around, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private void dataSet(DataSet dataSet, CharacterSets around, OutputStream out) throws IOException {
    List<String> terms = dataSet.texts(Tag.CHARACTER_SET);
    CharacterSets sets = terms.isEmpty() ? around : CharacterSets.of(terms);
    for (Element element : dataSet.stored()) {
      element(element, sets, out);
    }
  }

  private void element(Element element, CharacterSets sets, OutputStream out) throws IOException {
    if (element.raw().isPresent()
        && element.context().hasLayoutOf(syntax)
        && keepsText(element, sets)) {
      FileWriter.copy(element.raw().get(), out);
      return;
    }
    switch (element) {
      case Element.Plain plain -> plain(plain, sets, out);
      case Element.Items sequence -> {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (DataSet item : sequence.items()) {
          byte[] bytes = bytes(item, sets);
          tag(body, new Tag(Tag.ITEM));
          int32(body, bytes.length);
          body.writeBytes(bytes);
        }
        // A sequence that stood in UN becomes one by name: its items are now laid out as all else.
        header(sequence.tag(), VR.SQ, body.size(), out);
        body.writeTo(out);
      }
      case Element.Fragments pixels -> fragments(pixels, out);
    }
  }

  /** Whether the bytes of its text mean the same among {@code sets}. */
  private static boolean keepsText(Element element, CharacterSets sets) {
    return switch (element) {
      case Element.Plain plain ->
          plain.effective().kind() != VR.Kind.TEXT
              || plain.context().characterSets().isSame(sets)
              || isAscii(plain.value());
      case Element.Items sequence -> sequence.context().characterSets().isSame(sets);
      case Element.Fragments _ -> true;
    };
  }

  private static boolean isAscii(MemorySegment value) {
    for (byte b : Values.bytes(value)) {
      if (b < 0 || b == 0x1B) {
        return false;
      }
    }
    return true;
  }

  private void plain(Element.Plain element, CharacterSets sets, OutputStream out)
      throws IOException {
    byte[] bytes = Values.bytes(element.value());
    VR vr = element.vr();
    if (vr.kind() == VR.Kind.TEXT && !keepsText(element, sets)) {
      String text = Values.whole(element, vr);
      bytes =
          sets.encode(text, Values.delimiters(vr))
              .orElseThrow(
                  () ->
                      new InputException(
                          "The text of " + element.tag() + " does not fit its character set.",
                          "Specific Character Set (0008,0005) lacks one of its letters.",
                          "put ISO_IR 192 (UTF-8) as (0008,0005)."));
    }
    if (element.context().bigEndian != syntax.bigEndian()) {
      swap(bytes, vr == VR.UN ? 1 : vr.unit());
    }
    boolean odd = bytes.length % 2 != 0;
    header(element.tag(), vr, bytes.length + (odd ? 1L : 0L), out);
    out.write(bytes);
    if (odd) {
      out.write(vr.padding());
    }
  }

  static void swap(byte[] bytes, int unit) {
    for (int at = 0; at + unit <= bytes.length; at += unit) {
      for (int low = at, high = at + unit - 1; low < high; low++, high--) {
        byte held = bytes[low];
        bytes[low] = bytes[high];
        bytes[high] = held;
      }
    }
  }

  private void fragments(Element.Fragments pixels, OutputStream out) throws IOException {
    tag(out, pixels.tag());
    if (syntax.explicit()) {
      out.write(new byte[] {'O', 'B', 0, 0});
    }
    int32(out, -1);
    fragment(pixels.offsets(), out);
    for (MemorySegment fragment : pixels.fragments()) {
      fragment(fragment, out);
    }
    tag(out, new Tag(Tag.SEQUENCE_END));
    int32(out, 0);
  }

  private void fragment(MemorySegment bytes, OutputStream out) throws IOException {
    boolean odd = (bytes.byteSize() & 1) == 1;
    tag(out, new Tag(Tag.ITEM));
    int32(out, (int) (bytes.byteSize() + (odd ? 1 : 0)));
    FileWriter.copy(bytes, out);
    if (odd) {
      out.write(0);
    }
  }

  private void header(Tag tag, VR vr, long length, OutputStream out) throws IOException {
    if (length > 0xFFFFFFFEL) {
      throw tooLong(tag, vr, length);
    }
    tag(out, tag);
    if (!syntax.explicit()) {
      int32(out, (int) length);
      return;
    }
    boolean wide = vr.hasLongLength();
    // Text that outgrows sixteen bits travels as UN (PS3.5 section 6.2.2, note on UN).
    VR named = !wide && length > 0xFFFE ? VR.UN : vr;
    out.write(named.name().charAt(0));
    out.write(named.name().charAt(1));
    if (wide || named == VR.UN) {
      out.write(0);
      out.write(0);
      int32(out, (int) length);
    } else {
      int16(out, (int) length);
    }
  }

  private static InputException tooLong(Tag tag, VR vr, long length) {
    return new InputException(
        "Element " + tag + " (" + vr + ") of " + length + " bytes is too long to be written.",
        "lengths have 32 bits.",
        "split the object, or compress its pixels.");
  }

  private void tag(OutputStream out, Tag tag) throws IOException {
    int16(out, tag.group());
    int16(out, tag.element());
  }

  private void int16(OutputStream out, int value) throws IOException {
    boolean big = syntax.bigEndian();
    out.write(big ? value >>> 8 : value);
    out.write(big ? value : value >>> 8);
  }

  private void int32(OutputStream out, int value) throws IOException {
    boolean big = syntax.bigEndian();
    int16(out, big ? value >>> 16 : value);
    int16(out, big ? value : value >>> 16);
  }
}
