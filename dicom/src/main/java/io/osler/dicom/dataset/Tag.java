package io.osler.dicom.dataset;

import io.osler.core.config.InputException;
import java.util.Locale;

/**
 * (group, element): the name of an attribute, ordered as unsigned numbers (PS3.5 section 7.1).
 *
 * @param value group in the upper sixteen bits, element in the lower
 */
public record Tag(int value) implements Comparable<Tag> {
  public static final Tag META_LENGTH = new Tag(0x00020000);
  public static final Tag META_VERSION = new Tag(0x00020001);
  public static final Tag MEDIA_SOP_CLASS = new Tag(0x00020002);
  public static final Tag MEDIA_SOP_INSTANCE = new Tag(0x00020003);
  public static final Tag TRANSFER_SYNTAX = new Tag(0x00020010);
  public static final Tag IMPLEMENTATION_CLASS = new Tag(0x00020012);
  public static final Tag CHARACTER_SET = new Tag(0x00080005);
  public static final Tag IMAGE_TYPE = new Tag(0x00080008);
  public static final Tag SOP_CLASS = new Tag(0x00080016);
  public static final Tag SOP_INSTANCE = new Tag(0x00080018);
  public static final Tag MODALITY = new Tag(0x00080060);
  public static final Tag SERIES_DESCRIPTION = new Tag(0x0008103E);
  public static final Tag PATIENT_NAME = new Tag(0x00100010);
  public static final Tag PATIENT_ID = new Tag(0x00100020);
  public static final Tag STUDY = new Tag(0x0020000D);
  public static final Tag SERIES = new Tag(0x0020000E);
  public static final Tag SERIES_NUMBER = new Tag(0x00200011);
  public static final Tag INSTANCE_NUMBER = new Tag(0x00200013);
  public static final Tag POSITION = new Tag(0x00200032);
  public static final Tag ORIENTATION = new Tag(0x00200037);
  public static final Tag FRAME_OF_REFERENCE = new Tag(0x00200052);
  public static final Tag SAMPLES = new Tag(0x00280002);
  public static final Tag PHOTOMETRIC = new Tag(0x00280004);
  public static final Tag PLANAR = new Tag(0x00280006);
  public static final Tag FRAMES = new Tag(0x00280008);
  public static final Tag ROWS = new Tag(0x00280010);
  public static final Tag COLUMNS = new Tag(0x00280011);
  public static final Tag PIXEL_SPACING = new Tag(0x00280030);
  public static final Tag BITS_ALLOCATED = new Tag(0x00280100);
  public static final Tag BITS_STORED = new Tag(0x00280101);
  public static final Tag HIGH_BIT = new Tag(0x00280102);
  public static final Tag SIGNED = new Tag(0x00280103);
  public static final Tag RESCALE_INTERCEPT = new Tag(0x00281052);
  public static final Tag RESCALE_SLOPE = new Tag(0x00281053);
  public static final Tag SHARED_GROUPS = new Tag(0x52009229);
  public static final Tag FRAME_GROUPS = new Tag(0x52009230);
  public static final Tag EXTENDED_OFFSETS = new Tag(0x7FE00001);
  public static final Tag EXTENDED_LENGTHS = new Tag(0x7FE00002);
  public static final Tag FLOAT_PIXELS = new Tag(0x7FE00008);
  public static final Tag DOUBLE_PIXELS = new Tag(0x7FE00009);
  public static final Tag PIXELS = new Tag(0x7FE00010);

  static final int ITEM = 0xFFFEE000;
  static final int ITEM_END = 0xFFFEE00D;
  static final int SEQUENCE_END = 0xFFFEE0DD;

  public static Tag of(int group, int element) {
    return new Tag(group << 16 | element & 0xFFFF);
  }

  /** From {@code (0028,0010)}, {@code 00280010} or a keyword such as {@code Rows}. */
  public static Tag parse(String text) {
    String digits = text.replaceAll("[(), ]", "");
    if (digits.matches("[0-9A-Fa-f]{8}")) {
      return new Tag(Integer.parseUnsignedInt(digits, 16));
    }
    return Dictionary.tag(text)
        .orElseThrow(
            () ->
                new InputException(
                    "'" + text + "' names no DICOM attribute.",
                    "a misspelt keyword.",
                    "write a keyword of PS3.6, such as PatientID, or (gggg,eeee)."));
  }

  public int group() {
    return value >>> 16;
  }

  public int element() {
    return value & 0xFFFF;
  }

  /** Odd groups belong to vendors (PS3.5 section 7.8). */
  public boolean isPrivate() {
    return (value & 0x10000) != 0;
  }

  /** (gggg,0010) to (gggg,00FF) of an odd group: names the owner of a block. */
  public boolean isPrivateCreator() {
    return isPrivate() && element() >= 0x10 && element() <= 0xFF;
  }

  /** (gggg,0000): the byte count of a group, retired outside group 2. */
  boolean isGroupLength() {
    return element() == 0;
  }

  @Override
  public int compareTo(Tag other) {
    return Integer.compareUnsigned(value, other.value);
  }

  /** Eight hexadecimal digits, as the JSON model writes them. */
  public String hex() {
    return "%08X".formatted(value);
  }

  @Override
  public String toString() {
    return "(%04x,%04x)".formatted(group(), element()).toLowerCase(Locale.ROOT);
  }
}
