package io.osler.dicom.dataset;

/**
 * Something wrong with a file that did not stop it from being read.
 *
 * @param tag the element at which it was noticed
 * @param offset its place in bytes from the start of the file (of the inflated part if deflated)
 * @param cutOff whether the file seems to end too early
 */
public record Note(Tag tag, long offset, String text, boolean cutOff) {
  /** Something other than a missing end. */
  public Note(Tag tag, long offset, String text) {
    this(tag, offset, text, false);
  }

  @Override
  public String toString() {
    return tag + " at byte " + offset + ": " + text;
  }
}
