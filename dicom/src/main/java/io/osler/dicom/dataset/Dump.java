package io.osler.dicom.dataset;

import io.osler.core.config.Require;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A data set as lines, {@code (0028,0010) US Rows [512]}, items indented. Shows patient data.
 *
 * @param longest characters of a value that are shown; the rest is counted
 */
public record Dump(int longest) {
  /** Lines of about a screen's width. */
  public static final Dump DEFAULT = new Dump(80);

  /** Every value whole. */
  public static final Dump FULL = new Dump(Integer.MAX_VALUE);

  /** Fragments of compressed pixels that are listed one by one. */
  private static final int FRAGMENTS = 8;

  public Dump {
    Require.atLeast("longest", longest, 1);
  }

  /** The whole file, in lines of the usual width. */
  public static List<String> lines(DicomFile file) {
    List<String> lines = new ArrayList<>();
    DEFAULT.write(file, lines::add);
    return lines;
  }

  public static List<String> lines(DataSet dataSet) {
    List<String> lines = new ArrayList<>();
    DEFAULT.append(dataSet, "", lines::add);
    return lines;
  }

  /** What is odd about the file, its meta header, its data set. */
  public void write(DicomFile file, Consumer<String> out) {
    out.accept("# " + printable(file.name()) + ", " + printable(file.syntax().name()));
    file.notes().forEach(note -> out.accept("# " + printable(note.toString())));
    append(file.meta(), "", out);
    append(file.dataSet(), "", out);
    long rest = file.rest().byteSize();
    if (rest > 0) {
      out.accept("# " + rest + " byte(s) after the last element");
    }
  }

  /**
   * The elements that {@code wanted} accepts, at whatever depth, each with the way to it: {@code
   * (0008,1140)[1].(0008,1150)}.
   */
  public void write(DataSet dataSet, Predicate<Tag> wanted, Consumer<String> out) {
    find(dataSet, "", wanted, out);
  }

  private void find(DataSet dataSet, String way, Predicate<Tag> wanted, Consumer<String> out) {
    for (Element element : dataSet.elements()) {
      if (wanted.test(element.tag())) {
        element(dataSet, element, way, "", out);
      } else if (element instanceof Element.Items sequence) {
        for (int i = 0; i < sequence.items().size(); i++) {
          String inner = way + element.tag() + "[" + (i + 1) + "].";
          find(sequence.items().get(i), inner, wanted, out);
        }
      }
    }
  }

  private void append(DataSet dataSet, String indent, Consumer<String> out) {
    for (Element element : dataSet.elements()) {
      element(dataSet, element, indent, indent, out);
    }
  }

  private void element(
      DataSet dataSet, Element element, String before, String indent, Consumer<String> out) {
    String head = before + element.tag() + " " + element.vr() + " " + name(dataSet, element) + " ";
    switch (element) {
      case Element.Plain plain -> out.accept(head + value(plain));
      case Element.Items sequence -> {
        out.accept(head + sequence.items().size() + " item(s)");
        for (int i = 0; i < sequence.items().size(); i++) {
          out.accept(indent + "  item " + (i + 1));
          append(sequence.items().get(i), indent + "    ", out);
        }
      }
      case Element.Fragments pixels -> {
        List<MemorySegment> fragments = pixels.fragments();
        long entries = pixels.offsets().byteSize() / 4;
        out.accept(head + fragments.size() + " fragment(s), offset table of " + entries);
        for (int i = 0; i < Math.min(FRAGMENTS, fragments.size()); i++) {
          String bytes = bytes(fragments.get(i));
          out.accept(indent + "  fragment " + (i + 1) + " " + bytes);
        }
        if (fragments.size() > FRAGMENTS) {
          out.accept(indent + "  … and " + (fragments.size() - FRAGMENTS) + " more");
        }
      }
    }
  }

  private static String name(DataSet dataSet, Element element) {
    Tag tag = element.tag();
    if (tag.isPrivateCreator()) {
      return "PrivateCreator";
    }
    return Dictionary.entry(tag)
        .map(Dictionary.Entry::keyword)
        .orElseGet(
            () ->
                tag.isGroupLength()
                    ? "GroupLength"
                    : dataSet.creator(tag).map(owner -> "of " + printable(owner)).orElse("?"));
  }

  private String value(Element.Plain plain) {
    VR vr = plain.effective();
    if (plain.length() == 0) {
      return "(empty)";
    }
    if (vr.kind() == VR.Kind.BYTES || vr == VR.SQ) {
      return bytes(plain.value());
    }
    // A megabyte of text is decoded only as far as it will be shown.
    long most = Math.min(plain.length(), Math.max(4096L, 16L * longest));
    Element.Plain start =
        most == plain.length()
            ? plain
            : new Element.Plain(
                plain.tag(),
                plain.vr(),
                plain.value().asSlice(0, most & -8),
                plain.raw(),
                plain.context());
    List<String> texts = Values.texts(start);
    String text = printable(String.join("\\", texts));
    boolean cut = text.length() > longest || start != plain;
    String shown = text.length() > longest ? text.substring(0, longest) : text;
    String tail = cut ? "…] of " + plain.length() + " bytes" : "]";
    return "[" + shown + tail + (vr == VR.UI ? meaning(texts) : "");
  }

  /** The count, and the first bytes in hexadecimal. */
  private String bytes(MemorySegment value) {
    int shown = (int) Math.min(value.byteSize(), Math.min(longest / 3, 1 << 20));
    byte[] first = value.asSlice(0, shown).toArray(ValueLayout.JAVA_BYTE);
    String hex = shown == 0 ? "" : ": " + HexFormat.ofDelimiter(" ").formatHex(first);
    return value.byteSize() + " bytes" + hex + (shown < value.byteSize() ? " …" : "");
  }

  /** Nothing that moves a terminal's cursor gets through. */
  private static String printable(String text) {
    if (isPlain(text)) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(point -> safe.appendCodePoint(isSafe(point) ? point : '.'));
    return safe.toString();
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < 0x20 || text.charAt(i) > 0x7E) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSafe(int point) {
    int type = Character.getType(point);
    return !Character.isISOControl(point)
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }

  private static String meaning(List<String> uids) {
    return uids.stream()
        .findFirst()
        .flatMap(Dictionary::uid)
        .map(uid -> " " + uid.name())
        .orElse("");
  }
}
