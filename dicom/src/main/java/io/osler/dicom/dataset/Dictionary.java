package io.osler.dicom.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The attributes and unique identifiers of PS3.6, read once from the tables beside this class. */
public final class Dictionary {
  /**
   * One row of PS3.6 chapter 6.
   *
   * @param vrs usually one; several where the image decides (US or SS, OB or OW)
   * @param multiplicity how many values, for example {@code 1}, {@code 2-n}
   */
  public record Entry(
      List<VR> vrs, String multiplicity, String keyword, String name, boolean retired) {
    public Entry {
      vrs = List.copyOf(vrs);
    }
  }

  /** One row of PS3.6 annex A; {@code kind} is for example {@code SOP Class}. */
  public record Uid(String uid, String name, String kind, String keyword, boolean retired) {}

  private static final Map<Integer, Entry> ENTRIES = new HashMap<>(16384);
  private static final Map<String, Integer> KEYWORDS = new HashMap<>(16384);
  private static final Map<String, Uid> UIDS = new HashMap<>(2048);

  /** Groups that repeat (50xx, 60xx, 7Fxx) and elements that do (0020,31xx), as mask and value. */
  private record Repeating(int mask, int value, Entry entry) {}

  private static final List<Repeating> REPEATING;

  static {
    List<Repeating> repeating = new java.util.ArrayList<>();
    for (String line : lines("dictionary.tsv")) {
      String[] cells = line.split("\t", -1);
      Entry entry =
          new Entry(vrs(cells[1]), cells[2], cells[3], cells[4].intern(), cells[5].equals("R"));
      if (cells[0].indexOf('x') >= 0) {
        int mask = Integer.parseUnsignedInt(cells[0].replaceAll("[^x]", "F").replace('x', '0'), 16);
        int value = Integer.parseUnsignedInt(cells[0].replace('x', '0'), 16);
        repeating.add(new Repeating(mask, value, entry));
      } else {
        int tag = Integer.parseUnsignedInt(cells[0], 16);
        ENTRIES.put(tag, entry);
        KEYWORDS.putIfAbsent(entry.keyword(), tag);
      }
    }
    REPEATING = List.copyOf(repeating);
    for (String line : lines("uids.tsv")) {
      String[] cells = line.split("\t", -1);
      UIDS.put(cells[0], new Uid(cells[0], cells[1], cells[2], cells[3], cells[4].equals("R")));
    }
  }

  private Dictionary() {}

  /** The row of a public tag, repeating groups included; empty for private and unknown tags. */
  public static Optional<Entry> entry(Tag tag) {
    Entry exact = ENTRIES.get(tag.value());
    if (exact != null) {
      return Optional.of(exact);
    }
    if (tag.isPrivate()) {
      return Optional.empty();
    }
    for (Repeating row : REPEATING) {
      if ((tag.value() & row.mask) == row.value) {
        return Optional.of(row.entry);
      }
    }
    return Optional.empty();
  }

  /** The tag of a keyword, for example {@code PatientID}. */
  public static Optional<Tag> tag(String keyword) {
    return Optional.ofNullable(KEYWORDS.get(keyword)).map(Tag::new);
  }

  public static Optional<Uid> uid(String uid) {
    return Optional.ofNullable(UIDS.get(uid));
  }

  /** How many public tags are listed one by one. */
  public static int size() {
    return ENTRIES.size();
  }

  /** The representation of an element that does not carry one; UN where nothing is known. */
  static VR vr(Tag tag, boolean signed) {
    if (tag.isGroupLength()) {
      return VR.UL;
    }
    if (tag.isPrivateCreator()) {
      return VR.LO;
    }
    Optional<Entry> entry = entry(tag);
    if (entry.isEmpty()) {
      return VR.UN;
    }
    List<VR> vrs = entry.get().vrs();
    if (vrs.size() == 1) {
      return vrs.getFirst();
    }
    if (vrs.contains(VR.OW)) {
      return VR.OW;
    }
    return signed ? VR.SS : VR.US;
  }

  private static List<VR> vrs(String cell) {
    return cell.isEmpty() || cell.equals("NONE")
        ? List.of(VR.UN)
        : java.util.Arrays.stream(cell.split("/")).map(VR::valueOf).toList();
  }

  private static List<String> lines(String resource) {
    try (InputStream in = Dictionary.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing from the program.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
