package io.osler.dicom.read;

import io.osler.core.config.InputException;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Element;
import io.osler.dicom.dataset.VR;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Files that are wrong where it hurts: lengths, representations, tags, values and structure of
 * elements, at every depth, and plain bytes in between. A mutant is made by its number alone.
 */
final class Mutants {
  private static final String[] TEXTS = {
    "",
    "NaN",
    "-1",
    "0",
    "1e308",
    "-0.0",
    "99999999999",
    "\\\\\\\\",
    "1\\2\\3\\4\\5\\6\\7",
    "\33$B!!",
    "../../etc/passwd",
    "ISO 2022 IR 87",
    "1.2.840.10008.1.2.4.50",
    "\0\0\0",
    "2147483648",
    "1A"
  };
  private static final int[] LENGTHS = {
    0, 1, 2, 3, 7, 0x7FFF, 0xFFFE, 0xFFFF, 0x10000, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF
  };
  private static final int[] TAGS = {
    0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD, 0x7FE00010, 0x7FE00008, 0x7FE00001, 0x00280010, 0x00280011,
    0x00280008, 0x00280002, 0x00280100, 0x00280101, 0x00280103, 0x00080005, 0x52009230, 0x52009229,
    0x00020010, 0x00000000, 0x00280030, 0x00200037, 0x0040A730, 0x00620002, 0x00281052
  };
  private static final String[] SYNTAXES = {
    "1.2.840.10008.1.2",
    "1.2.840.10008.1.2.1",
    "1.2.840.10008.1.2.2",
    "1.2.840.10008.1.2.1.99",
    "1.2.840.10008.1.2.5",
    "1.2.840.10008.1.2.4.50",
    "1.2.840.10008.1.2.4.57",
    "1.2.840.10008.1.2.4.80",
    "1.2.840.10008.1.2.4.90",
    "1.2.840.10008.1.2.8.1"
  };

  /** A file and where its elements begin, those in items included. */
  private record Seed(byte[] bytes, int[] starts, boolean big) {}

  private final List<Seed> seeds = new ArrayList<>();

  Mutants(List<byte[]> files) {
    for (byte[] bytes : files) {
      List<Integer> starts = new ArrayList<>();
      boolean big = false;
      try {
        DicomFile file = DicomFile.parse("seed", bytes.clone());
        walk(file.meta(), starts);
        if (file.deflated().isEmpty()) {
          walk(file.dataSet(), starts);
        }
        big = file.syntax().bigEndian();
      } catch (InputException e) {
        starts.clear();
      }
      starts.add(0);
      seeds.add(new Seed(bytes, starts.stream().mapToInt(Integer::intValue).toArray(), big));
    }
  }

  private static void walk(DataSet set, List<Integer> starts) {
    for (Element element : set.elements()) {
      element.raw().map(MemorySegment::address).ifPresent(at -> starts.add((int) (long) at));
      if (element instanceof Element.Items items) {
        items.items().forEach(item -> walk(item, starts));
      }
    }
  }

  byte[] mutant(long number) {
    SplittableRandom random = new SplittableRandom(number);
    Seed seed = seeds.get(random.nextInt(seeds.size()));
    byte[] bytes = seed.bytes.clone();
    for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
      bytes = hit(bytes, seed, random);
    }
    return bytes;
  }

  private byte[] hit(byte[] bytes, Seed seed, SplittableRandom random) {
    int at = seed.starts[random.nextInt(seed.starts.length)];
    if (at + 12 >= bytes.length) {
      return bytes;
    }
    switch (random.nextInt(13)) {
      case 0 -> length(bytes, at, seed.big, random);
      case 1 -> {
        VR vr = VR.values()[random.nextInt(VR.values().length)];
        bytes[at + 4] = (byte) vr.name().charAt(0);
        bytes[at + 5] = (byte) vr.name().charAt(1);
      }
      case 2 -> tag(bytes, at, seed.big, TAGS[random.nextInt(TAGS.length)]);
      case 3 -> {
        String text = TEXTS[random.nextInt(TEXTS.length)];
        byte[] value = text.getBytes(StandardCharsets.ISO_8859_1);
        int from = at + (random.nextBoolean() ? 8 : 12);
        System.arraycopy(
            value, 0, bytes, from, Math.max(0, Math.min(value.length, bytes.length - from)));
      }
      case 4 -> {
        int value = LENGTHS[random.nextInt(LENGTHS.length)];
        bytes[at + 8] = (byte) value;
        bytes[at + 9] = (byte) (value >> 8);
      }
      case 5 -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      case 6 -> {
        return moved(bytes, at, seed.starts[random.nextInt(seed.starts.length)], random);
      }
      case 7 -> {
        return spliced(bytes, at, random);
      }
      case 8 -> {
        return nested(bytes, at, random);
      }
      case 9 -> {
        return renamed(bytes, random);
      }
      default -> {
        int tail = bytes.length - 1 - random.nextInt(Math.min(bytes.length, 4000));
        for (int i = 0; i < 1 + random.nextInt(6); i++) {
          int where = random.nextBoolean() ? tail : random.nextInt(bytes.length);
          bytes[where] ^= (byte) (1 << random.nextInt(8));
          tail = Math.max(0, tail - random.nextInt(20));
        }
      }
    }
    return bytes;
  }

  private static void length(byte[] bytes, int at, boolean big, SplittableRandom random) {
    int value =
        random.nextBoolean()
            ? LENGTHS[random.nextInt(LENGTHS.length)]
            : bytes.length - at + random.nextInt(-16, 17);
    boolean brief = random.nextBoolean();
    int from = at + (random.nextInt(3) == 0 ? 8 : brief ? 6 : 4);
    int size = brief ? 2 : 4;
    for (int i = 0; i < size; i++) {
      bytes[from + i] = (byte) (value >> 8 * (big ? size - 1 - i : i));
    }
  }

  private static void tag(byte[] bytes, int at, boolean big, int tag) {
    int[] shifts = big ? new int[] {24, 16, 8, 0} : new int[] {16, 24, 0, 8};
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (tag >> shifts[i]);
    }
  }

  /** Bytes cut out, or put in a second time somewhere else. */
  private static byte[] moved(byte[] bytes, int from, int to, SplittableRandom random) {
    int length = Math.min(random.nextInt(1, 200), bytes.length - from);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (random.nextBoolean() || to >= bytes.length) {
      out.write(bytes, 0, from);
      out.write(bytes, from + length, bytes.length - from - length);
    } else {
      out.write(bytes, 0, to);
      out.write(bytes, from, length);
      out.write(bytes, to, bytes.length - to);
    }
    return out.toByteArray();
  }

  /** The head of one file and the tail of another, both cut between elements. */
  private byte[] spliced(byte[] bytes, int at, SplittableRandom random) {
    Seed other = seeds.get(random.nextInt(seeds.size()));
    int from = other.starts[random.nextInt(other.starts.length)];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    out.write(other.bytes, from, other.bytes.length - from);
    return out.toByteArray();
  }

  /** Sequences of undefined length around nothing, up to a thousand deep. */
  private static byte[] nested(byte[] bytes, int at, SplittableRandom random) {
    int depth = random.nextInt(1, 1000);
    byte[] opening = {8, 0, 0x40, 0x11, 'S', 'Q', 0, 0, -1, -1, -1, -1};
    byte[] item = {-2, -1, 0, -32, -1, -1, -1, -1};
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    for (int d = 0; d < depth; d++) {
      out.writeBytes(opening);
      out.writeBytes(item);
    }
    out.write(bytes, at, bytes.length - at);
    return out.toByteArray();
  }

  /** Another transfer syntax over the same bytes. */
  private static byte[] renamed(byte[] bytes, SplittableRandom random) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = text.indexOf("1.2.840.10008.1.2", 132);
    if (at < 8) {
      return bytes;
    }
    String syntax = SYNTAXES[random.nextInt(SYNTAXES.length)];
    int old = bytes[at - 2] & 0xFF | (bytes[at - 1] & 0xFF) << 8;
    if (at + old > bytes.length) {
      return bytes;
    }
    byte[] value =
        (syntax + (syntax.length() % 2 == 1 ? "\0" : "")).getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at - 2);
    out.write(value.length);
    out.write(0);
    out.writeBytes(value);
    out.write(bytes, at + old, bytes.length - at - old);
    return out.toByteArray();
  }
}
