package io.osler.dicom.dataset;

import java.util.List;
import java.util.Optional;

/** Whether a stored value obeys its representation and the dictionary (PS3.5 6.2, PS3.6). */
public final class ValueRules {
  private ValueRules() {}

  /** What is wrong with the values of an element, without quoting them; empty when nothing is. */
  public static Optional<String> fault(Element.Plain element) {
    VR vr = element.effective();
    long length = element.length();
    int unit = vr == VR.AT ? 4 : vr.unit();
    if (length % 2 != 0) {
      return Optional.of("has the odd length " + length);
    }
    if (length % unit != 0) {
      return Optional.of("has " + length + " bytes, no multiple of the " + unit + " of " + vr);
    }
    if (!vr.isText() || length > 1 << 20) {
      return Optional.empty();
    }
    if (vr.kind() == VR.Kind.TEXT
        && element.context().characterSets().isSame(CharacterSets.DEFAULT)
        && hasHighBytes(element)) {
      return Optional.of(
          "holds bytes beyond ASCII, and no character set (0008,0005) declares them");
    }
    List<String> texts = Values.texts(element);
    for (int i = 0; i < texts.size(); i++) {
      Optional<String> fault = Conformance.fault(vr, texts.get(i));
      if (fault.isPresent()) {
        String which = texts.size() == 1 ? "" : "value " + (i + 1) + " ";
        return Optional.of(which + fault.get());
      }
    }
    return Optional.empty();
  }

  private static boolean hasHighBytes(Element.Plain element) {
    for (byte b : Values.bytes(element.value())) {
      if (b < 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether the dictionary allows that many values; unknown tags allow any number. */
  public static Optional<String> multiplicityFault(Element.Plain element) {
    VR vr = element.effective();
    Optional<Dictionary.Entry> entry = Dictionary.entry(element.tag());
    boolean counted = vr.kind() != VR.Kind.BYTES && vr.isMultiple() && element.length() > 0;
    if (entry.isEmpty() || !counted || element.length() > 1 << 20) {
      return Optional.empty();
    }
    String allowed = entry.get().multiplicity();
    int unit = vr == VR.AT ? 4 : vr.unit();
    long count = vr.isText() ? Values.texts(element).size() : element.length() / unit;
    return isAllowed(allowed, count)
        ? Optional.empty()
        : Optional.of("has " + count + " value(s) where " + allowed + " are allowed");
  }

  /** {@code 1}, {@code 1-3}, {@code 1-n}, {@code 2-2n}, {@code 1 or 3}. */
  static boolean isAllowed(String allowed, long count) {
    if (allowed.contains(" or ")) {
      return List.of(allowed.split(" or ")).contains(Long.toString(count));
    }
    String[] ends = allowed.split("-");
    if (!ends[0].matches("\\d+")) {
      return true;
    }
    long least = Long.parseLong(ends[0]);
    String last = ends[ends.length - 1];
    if (last.endsWith("n")) {
      long step = last.equals("n") ? 1 : Long.parseLong(last.substring(0, last.length() - 1));
      return count >= least && (step == 1 || count % step == 0);
    }
    return count >= least && count <= Long.parseLong(last);
  }

  /** The representation by which the dictionary knows a public tag, when the file names another. */
  public static Optional<String> representationFault(Element element) {
    Optional<Dictionary.Entry> entry = Dictionary.entry(element.tag());
    VR vr = element.vr();
    if (entry.isEmpty() || vr == VR.UN || entry.get().vrs().contains(vr)) {
      return Optional.empty();
    }
    boolean bytes = vr == VR.OB && entry.get().vrs().contains(VR.OW);
    return bytes || entry.get().vrs().contains(VR.UN)
        ? Optional.empty()
        : Optional.of("is written as " + vr + " where PS3.6 says " + entry.get().vrs());
  }
}
