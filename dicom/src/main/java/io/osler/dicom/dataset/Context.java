package io.osler.dicom.dataset;

import io.osler.core.config.InputException;
import java.util.Optional;

/** What the elements of one data set share: file, layout, character set; items inherit. */
final class Context {
  final String name;
  final boolean explicit;
  final boolean bigEndian;
  private final Optional<Context> parent;
  private Optional<CharacterSets> own = Optional.empty();
  private Optional<Boolean> signed = Optional.empty();

  private Context(String name, boolean explicit, boolean bigEndian, Optional<Context> parent) {
    this.name = name;
    this.explicit = explicit;
    this.bigEndian = bigEndian;
    this.parent = parent;
  }

  static Context top(String name, boolean explicit, boolean bigEndian) {
    return new Context(name, explicit, bigEndian, Optional.empty());
  }

  /** For values made by a program: explicit little endian, UTF-8. */
  static Context made() {
    Context context = top("new data set", true, false);
    context.declare(CharacterSets.UTF_8);
    return context;
  }

  Context item(boolean itemExplicit, boolean itemBig) {
    return new Context(name, itemExplicit, itemBig, Optional.of(this));
  }

  CharacterSets characterSets() {
    return own.isPresent()
        ? own.get()
        : parent.map(Context::characterSets).orElse(CharacterSets.DEFAULT);
  }

  void declare(CharacterSets sets) {
    own = Optional.of(sets);
  }

  void undeclare() {
    own = Optional.empty();
  }

  /** Pixel Representation of this data set or of the one around it: decides US or SS. */
  boolean isSigned() {
    return signed.orElseGet(() -> parent.map(Context::isSigned).orElse(false));
  }

  void declareSigned(boolean value) {
    signed = Optional.of(value);
  }

  boolean hasLayoutOf(TransferSyntax syntax) {
    return explicit == syntax.explicit() && bigEndian == syntax.bigEndian();
  }

  /** A refusal that names file, tag and offset, and never a value: values may be patient data. */
  InputException refused(Tag tag, long offset, String what, String why) {
    return new InputException(
        name + ": element " + tag + " at byte " + offset + " " + what + ".",
        why,
        "obtain the file again from its source, or leave it out.");
  }
}
