package io.osler.dicom.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A data set as lines: {@code (0028,0010) US Rows [512]}, items indented. Shows patient data. */
public final class Dump {
  private static final int LONGEST = 80;

  private Dump() {}

  /** The whole file: what is odd about it, its meta header, its data set. */
  public static List<String> lines(DicomFile file) {
    List<String> lines = new ArrayList<>();
    lines.add("# " + file.name() + ", " + file.syntax().name());
    file.notes().forEach(note -> lines.add("# " + note));
    lines.addAll(lines(file.meta()));
    lines.addAll(lines(file.dataSet()));
    return lines;
  }

  public static List<String> lines(DataSet dataSet) {
    List<String> lines = new ArrayList<>();
    append(dataSet, "", lines);
    return lines;
  }

  private static void append(DataSet dataSet, String indent, List<String> lines) {
    for (Element element : dataSet.elements()) {
      Tag tag = element.tag();
      String name =
          Dictionary.entry(tag)
              .map(Dictionary.Entry::keyword)
              .orElse(
                  tag.isPrivateCreator()
                      ? "PrivateCreator"
                      : tag.isGroupLength()
                          ? "GroupLength"
                          : dataSet.creator(tag).map(owner -> "of " + owner).orElse("?"));
      String head = indent + tag + " " + element.vr() + " " + name + " ";
      switch (element) {
        case Element.Plain plain -> lines.add(head + value(plain));
        case Element.Items sequence -> {
          lines.add(head + sequence.items().size() + " item(s)");
          for (int i = 0; i < sequence.items().size(); i++) {
            lines.add(indent + "  item " + (i + 1));
            append(sequence.items().get(i), indent + "    ", lines);
          }
        }
        case Element.Fragments pixels ->
            lines.add(head + pixels.fragments().size() + " fragment(s)");
      }
    }
  }

  private static String value(Element.Plain plain) {
    VR vr = plain.effective();
    if (vr.kind() == VR.Kind.BYTES || plain.length() > 1 << 16) {
      return plain.length() + " bytes";
    }
    String text = "[" + String.join("\\", Values.texts(plain)) + "]";
    String printable =
        text.codePoints()
            .map(point -> Character.isISOControl(point) ? '.' : point)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    String shown =
        printable.length() > LONGEST ? printable.substring(0, LONGEST) + "…]" : printable;
    return vr == VR.UI ? shown + plainName(Values.texts(plain)) : shown;
  }

  private static String plainName(List<String> uids) {
    return uids.stream()
        .findFirst()
        .flatMap(Dictionary::uid)
        .map(uid -> " " + uid.name())
        .orElse("");
  }
}
