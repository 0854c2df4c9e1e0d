package io.osler.dicom.dataset;

/**
 * Value representation: how the bytes of an element are to be understood (PS3.5 section 6.2).
 *
 * <p>All 34; {@code unit} is the size in bytes that swaps with the byte order.
 */
public enum VR {
  AE(Kind.ASCII, 1, 16),
  AS(Kind.ASCII, 1, 4),
  AT(Kind.TAGS, 2, 0),
  CS(Kind.ASCII, 1, 16),
  DA(Kind.ASCII, 1, 8),
  DS(Kind.ASCII, 1, 16),
  DT(Kind.ASCII, 1, 26),
  FD(Kind.REAL, 8, 0),
  FL(Kind.REAL, 4, 0),
  IS(Kind.ASCII, 1, 12),
  LO(Kind.TEXT, 1, 64),
  LT(Kind.TEXT, 1, 10240),
  OB(Kind.BYTES, 1, 0),
  OD(Kind.BYTES, 8, 0),
  OF(Kind.BYTES, 4, 0),
  OL(Kind.BYTES, 4, 0),
  OV(Kind.BYTES, 8, 0),
  OW(Kind.BYTES, 2, 0),
  PN(Kind.TEXT, 1, 324),
  SH(Kind.TEXT, 1, 16),
  SL(Kind.WHOLE, 4, 0),
  SQ(Kind.ITEMS, 1, 0),
  SS(Kind.WHOLE, 2, 0),
  ST(Kind.TEXT, 1, 1024),
  SV(Kind.WHOLE, 8, 0),
  TM(Kind.ASCII, 1, 14),
  UC(Kind.TEXT, 1, 0),
  UI(Kind.ASCII, 1, 64),
  UL(Kind.WHOLE, 4, 0),
  UN(Kind.BYTES, 1, 0),
  UR(Kind.ASCII, 1, 0),
  US(Kind.WHOLE, 2, 0),
  UT(Kind.TEXT, 1, 0),
  UV(Kind.WHOLE, 8, 0);

  /** What an element of the representation holds. */
  public enum Kind {
    /** Characters of the default repertoire only. */
    ASCII,
    /** Characters of the data set's own character sets. */
    TEXT,
    WHOLE,
    REAL,
    TAGS,
    BYTES,
    ITEMS
  }

  private static final VR[] BY_CODE = new VR[26 * 26];

  static {
    for (VR vr : values()) {
      BY_CODE[(vr.name().charAt(0) - 'A') * 26 + vr.name().charAt(1) - 'A'] = vr;
    }
  }

  private final Kind kind;
  private final int unit;
  private final int longest;

  VR(Kind kind, int unit, int longest) {
    this.kind = kind;
    this.unit = unit;
    this.longest = longest;
  }

  public Kind kind() {
    return kind;
  }

  /** Bytes of one number; 1 for text. */
  public int unit() {
    return unit;
  }

  /** The most characters of one value; 0 where the standard sets no limit. */
  int longest() {
    return longest;
  }

  /** Whether explicit syntaxes give its length in 32 bits (PS3.5 table 7.1-1). */
  boolean hasLongLength() {
    return switch (this) {
      case OB, OD, OF, OL, OV, OW, SQ, SV, UC, UN, UR, UT, UV -> true;
      default -> false;
    };
  }

  /** Whether a backslash parts values; in LT, ST, UT and UR it is a character like any other. */
  boolean isMultiple() {
    return switch (this) {
      case LT, ST, UT, UR -> false;
      default -> true;
    };
  }

  boolean isText() {
    return kind == Kind.ASCII || kind == Kind.TEXT;
  }

  /** What fills an odd length up: NUL for UIDs and bytes, a space for text. */
  byte padding() {
    return (byte) (isText() && this != UI ? ' ' : 0);
  }

  boolean isSigned() {
    return this == SS || this == SL || this == SV;
  }

  /** Whether two bytes could be a representation: capital letters, known or of a later edition. */
  static boolean isLetters(int first, int second) {
    return first >= 'A' && first <= 'Z' && second >= 'A' && second <= 'Z';
  }

  static boolean isKnown(int first, int second) {
    return isLetters(first, second) && BY_CODE[(first - 'A') * 26 + second - 'A'] != null;
  }

  /** The representation of two letters for which {@link #isKnown} holds. */
  static VR of(int first, int second) {
    return BY_CODE[(first - 'A') * 26 + second - 'A'];
  }
}
