package io.osler.core.config;

/** Input that is refused: says what is wrong, why that may be, and what to do about it. */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param what a whole sentence naming the file, key or value, for example {@code "a.nii has a
   *     slice spacing of 0 mm."}
   * @param why the likely causes; empty when the first sentence says it all
   * @param fix what the user does next, an imperative sentence
   */
  public InputException(String what, String why, String fix) {
    super((what + (why.isBlank() ? "" : " Why: " + why) + (fix.isBlank() ? "" : " Fix: " + fix)));
  }

  public InputException(String what, String why, String fix, Throwable cause) {
    this(what, why, fix);
    initCause(cause);
  }
}
