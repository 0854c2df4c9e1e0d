package io.osler.dicom.read;

import io.osler.core.finding.Code;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.Tag;
import java.util.Optional;

/** Code sequences (PS3.3 section 8.8). */
final class Codes {
  private static final Tag VALUE = Tag.parse("CodeValue");
  private static final Tag LONG_VALUE = Tag.parse("LongCodeValue");
  private static final Tag URN = Tag.parse("URNCodeValue");
  private static final Tag SCHEME = Tag.parse("CodingSchemeDesignator");
  private static final Tag MEANING = Tag.parse("CodeMeaning");

  private Codes() {}

  /** The first item of a sequence; empty when there is none or it names nothing. */
  static Optional<Code> first(DataSet from, Tag sequence) {
    return from.item(sequence).flatMap(Codes::of);
  }

  static Optional<Code> of(DataSet item) {
    Optional<String> value =
        item.text(VALUE).or(() -> item.text(LONG_VALUE)).or(() -> item.text(URN));
    String scheme = item.text(SCHEME).orElse(item.has(URN) ? "URN" : "");
    return value
        .filter(text -> !scheme.isBlank())
        .map(text -> new Code(text, scheme, item.text(MEANING).orElse("")));
  }
}
