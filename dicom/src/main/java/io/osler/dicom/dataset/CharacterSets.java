package io.osler.dicom.dataset;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The character repertoires of a data set: Specific Character Set (0008,0005), PS3.3 C.12.1.1.2.
 *
 * <p>One repertoire decodes straight; several switch by ISO 2022 escape sequences and fall back on
 * the first at each delimiter (PS3.5 section 6.1.2.5). What cannot be decoded becomes U+FFFD, since
 * a wrong letter in a name must not cost the image, and bytes beyond ASCII where no set is declared
 * are taken for Latin-1, which they mostly are; encoding is strict.
 */
final class CharacterSets {
  static final CharacterSets DEFAULT = new CharacterSets(List.of(Repertoire.ASCII));
  static final CharacterSets UTF_8 = new CharacterSets(List.of(Repertoire.UTF8));

  private static final int ESC = 0x1B;

  /** How the bytes of a repertoire become those of a Java charset. */
  private enum Shape {
    DIRECT,
    /** JIS X 0201: the one-byte part of Shift JIS, where 5C stays a backslash. */
    SINGLE,
    /** Two-byte set in the lower half (JIS X 0208): as EUC, high bits set. */
    PAIRS,
    /** JIS X 0212: as EUC after a 8F byte. */
    SUPPLEMENT
  }

  private record Repertoire(String escape, Charset charset, Shape shape) {
    static final Repertoire ASCII = direct("(B", "US-ASCII");
    static final Repertoire UTF8 = direct("", "UTF-8");

    boolean isPaired() {
      return shape == Shape.PAIRS || shape == Shape.SUPPLEMENT;
    }

    static Repertoire direct(String escape, String charset) {
      return new Repertoire(escape, Charset.forName(charset), Shape.DIRECT);
    }
  }

  private static final Map<String, Repertoire> TERMS =
      Map.ofEntries(
          Map.entry("", Repertoire.ASCII),
          Map.entry("6", Repertoire.ASCII),
          Map.entry("100", Repertoire.direct("-A", "ISO-8859-1")),
          Map.entry("101", Repertoire.direct("-B", "ISO-8859-2")),
          Map.entry("109", Repertoire.direct("-C", "ISO-8859-3")),
          Map.entry("110", Repertoire.direct("-D", "ISO-8859-4")),
          Map.entry("144", Repertoire.direct("-L", "ISO-8859-5")),
          Map.entry("127", Repertoire.direct("-G", "ISO-8859-6")),
          Map.entry("126", Repertoire.direct("-F", "ISO-8859-7")),
          Map.entry("138", Repertoire.direct("-H", "ISO-8859-8")),
          Map.entry("148", Repertoire.direct("-M", "ISO-8859-9")),
          Map.entry("203", Repertoire.direct("-b", "ISO-8859-15")),
          Map.entry("166", Repertoire.direct("-T", "TIS-620")),
          Map.entry("13", new Repertoire(")I", Charset.forName("Shift_JIS"), Shape.SINGLE)),
          Map.entry("14", new Repertoire("(J", Charset.forName("Shift_JIS"), Shape.SINGLE)),
          Map.entry("87", new Repertoire("$B", Charset.forName("EUC-JP"), Shape.PAIRS)),
          Map.entry("159", new Repertoire("$(D", Charset.forName("EUC-JP"), Shape.SUPPLEMENT)),
          Map.entry("149", Repertoire.direct("$)C", "EUC-KR")),
          Map.entry("58", Repertoire.direct("$)A", "GB2312")),
          Map.entry("192", Repertoire.UTF8),
          Map.entry("GB18030", Repertoire.direct("", "GB18030")),
          Map.entry("GBK", Repertoire.direct("", "GBK")));

  private static final Map<String, Repertoire> BY_ESCAPE = byEscape();

  private final List<Repertoire> repertoires;

  private CharacterSets(List<Repertoire> repertoires) {
    this.repertoires = repertoires;
  }

  /** Of the values of (0008,0005); unknown terms count as the default repertoire. */
  static CharacterSets of(List<String> terms) {
    List<Repertoire> found = new ArrayList<>();
    for (String term : terms) {
      found.add(term(term).orElse(Repertoire.ASCII));
    }
    return found.isEmpty() ? DEFAULT : new CharacterSets(List.copyOf(found));
  }

  static boolean isKnown(String term) {
    return term(term).isPresent();
  }

  /** Also forgives ISO_IR_100, ISO-IR 100 and ISO 2022-IR-100, which scanners write. */
  private static Optional<Repertoire> term(String term) {
    String bare = term.strip().replaceFirst("^ISO[ _-]*(2022)?[ _-]*IR[ _-]*", "");
    return Optional.ofNullable(TERMS.get(bare));
  }

  /**
   * Text of a value with several parts: {@code delimiters} are the characters at which the first
   * repertoire comes back into force.
   */
  String decode(byte[] bytes, String delimiters) {
    Repertoire first = repertoires.getFirst();
    boolean escapes = false;
    for (byte b : bytes) {
      escapes |= b == ESC;
    }
    if (!escapes) {
      return decode(first, bytes, 0, bytes.length);
    }
    StringBuilder text = new StringBuilder();
    Repertoire now = first;
    int start = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == ESC) {
        Optional<Repertoire> next = escaped(bytes, at + 1);
        if (next.isPresent()) {
          text.append(decode(now, bytes, start, at));
          now = next.get();
          at += now.escape.length();
          start = at + 1;
        }
      } else if (now.isPaired() && bytes[at] > 0x20) {
        at++; // the second byte may look like a delimiter
      } else if (bytes[at] > 0 && delimiters.indexOf(bytes[at]) >= 0) {
        text.append(decode(now, bytes, start, at)).append((char) bytes[at]);
        now = first;
        start = at + 1;
      }
    }
    return text.append(decode(now, bytes, Math.min(start, bytes.length), bytes.length)).toString();
  }

  private static Optional<Repertoire> escaped(byte[] bytes, int at) {
    for (int length = 2; length <= 3 && at + length <= bytes.length; length++) {
      String escape = new String(bytes, at, length, StandardCharsets.ISO_8859_1);
      Repertoire found = BY_ESCAPE.get(escape);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private static String decode(Repertoire from, byte[] bytes, int start, int end) {
    return switch (from.shape) {
      case DIRECT, SINGLE ->
          new String(
              bytes,
              start,
              end - start,
              from.equals(Repertoire.ASCII) ? StandardCharsets.ISO_8859_1 : from.charset);
      case PAIRS -> new String(euc(bytes, start, end, false), from.charset);
      case SUPPLEMENT -> new String(euc(bytes, start, end, true), from.charset);
    };
  }

  private static byte[] euc(byte[] bytes, int start, int end, boolean supplement) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = start; i < end; i += 2) {
      if (supplement) {
        out.write(0x8F);
      }
      out.write(bytes[i] | 0x80);
      if (i + 1 < end) {
        out.write(bytes[i + 1] | 0x80);
      }
    }
    return out.toByteArray();
  }

  /** Bytes in these sets; empty when a character exists in none of them. */
  Optional<byte[]> encode(String text, String delimiters) {
    Optional<byte[]> whole = encode(repertoires.getFirst(), text);
    if (whole.isPresent() || repertoires.size() == 1) {
      return whole;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Repertoire first = repertoires.getFirst();
    Repertoire now = first;
    int[] points = text.codePoints().toArray();
    for (int point : points) {
      String letter = Character.toString(point);
      boolean delimiter = delimiters.contains(letter);
      Repertoire wanted = delimiter || point < 0x20 ? first : repertoireOf(letter, now);
      Optional<byte[]> bytes = encode(wanted, letter);
      if (bytes.isEmpty()) {
        return Optional.empty();
      }
      if (wanted != now) {
        escape(out, now, wanted);
      }
      out.writeBytes(bytes.get());
      now = wanted;
    }
    if (now != first) {
      escape(out, now, first);
    }
    return Optional.of(out.toByteArray());
  }

  /** Back to a single-byte first set: G0 is ASCII again before its own right half is named. */
  private static void escape(ByteArrayOutputStream out, Repertoire from, Repertoire to) {
    if (from.isPaired() && !to.escape.startsWith("$") && !to.escape.startsWith("(")) {
      write(out, "(B");
    }
    write(out, to.escape);
  }

  private static void write(ByteArrayOutputStream out, String escape) {
    out.write(ESC);
    out.writeBytes(escape.getBytes(StandardCharsets.US_ASCII));
  }

  private Repertoire repertoireOf(String letter, Repertoire now) {
    if (encode(now, letter).isPresent()) {
      return now;
    }
    for (Repertoire one : repertoires) {
      if (encode(one, letter).isPresent()) {
        return one;
      }
    }
    return now;
  }

  private static Optional<byte[]> encode(Repertoire to, String text) {
    CharsetEncoder encoder = to.charset.newEncoder();
    try {
      ByteBuffer buffer = encoder.encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return switch (to.shape) {
        case DIRECT -> Optional.of(bytes);
        case SINGLE -> bytes.length == text.length() ? Optional.of(bytes) : Optional.empty();
        case PAIRS ->
            bytes.length == 2 && bytes[0] != (byte) 0x8E ? low(bytes, 0) : Optional.empty();
        case SUPPLEMENT -> bytes.length == 3 ? low(bytes, 1) : Optional.empty();
      };
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> low(byte[] euc, int from) {
    return Optional.of(new byte[] {(byte) (euc[from] & 0x7F), (byte) (euc[from + 1] & 0x7F)});
  }

  private static Map<String, Repertoire> byEscape() {
    Map<String, Repertoire> found = new java.util.HashMap<>();
    for (Repertoire one : TERMS.values()) {
      if (!one.escape.isEmpty()) {
        found.put(one.escape, one);
      }
    }
    return Map.copyOf(found);
  }

  boolean isSame(CharacterSets other) {
    return repertoires.equals(other.repertoires);
  }
}
