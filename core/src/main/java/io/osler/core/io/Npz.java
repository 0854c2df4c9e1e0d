package io.osler.core.io;

import io.osler.core.config.InputException;
import io.osler.core.config.Names;
import java.io.DataInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * An .npz file: a zip of NumPy arrays, as MedMNIST keeps its images and labels.
 *
 * <p>Arrays are unpacked when first asked for: small ones into memory, large ones into a temporary
 * file that is mapped, so that a file larger than memory can be read row by row. Pickled objects
 * are refused, never read. What a header claims is compared with the size of its entry before
 * anything is allocated, and unpacking stops at that size.
 */
public final class Npz implements AutoCloseable {
  private static final int MOST_ENTRIES = 10_000;
  private static final long MOST_BYTES = 256L << 30;
  private static final long IN_MEMORY = 256L << 20;

  /**
   * Deflate reaches 1,032 : 1 on constant data; above this only where the array is small anyway.
   */
  private static final long SUSPICIOUS_RATIO = 250;

  private final Path file;
  private final ZipFile zip;
  private final Map<String, ZipEntry> entries;
  private final Map<String, NpyArray> loaded = new LinkedHashMap<>();
  private final Arena arena = Arena.ofAuto();
  private final long inMemory;
  private final long suspicious;

  private Npz(
      Path file, ZipFile zip, Map<String, ZipEntry> entries, long inMemory, long suspicious) {
    this.file = file;
    this.zip = zip;
    this.entries = entries;
    this.inMemory = inMemory;
    this.suspicious = suspicious;
  }

  public static Npz open(Path file) {
    // Several arrays, and what is made of their rows, share the heap.
    return open(file, Math.min(IN_MEMORY, Runtime.getRuntime().maxMemory() / 16), IN_MEMORY);
  }

  /** {@code inMemory}: arrays of more bytes than this are unpacked to a temporary file. */
  static Npz open(Path file, long inMemory) {
    return open(file, inMemory, inMemory);
  }

  private static Npz open(Path file, long inMemory, long suspicious) {
    check(file);
    try {
      ZipFile zip = new ZipFile(file.toFile());
      try {
        return new Npz(file, zip, entries(file, zip), inMemory, suspicious);
      } catch (RuntimeException e) {
        zip.close();
        throw e;
      }
    } catch (ZipException e) {
      throw refused(
          file + " is not a whole .npz file (" + e.getMessage() + ").", "a truncated download.", e);
    } catch (IOException e) {
      throw refused(file + " cannot be read.", "it may lack read permission.", e);
    }
  }

  private static void check(Path file) {
    if (!Files.isRegularFile(file)) {
      String what =
          Files.isDirectory(file) ? " is a folder, not an .npz file." : " does not exist.";
      throw new InputException(file + what, "a mistyped path.", "check the path.");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(4);
      if (head.length == 0) {
        throw new InputException(
            file + " is empty (0 bytes).", "an interrupted download.", "fetch it again.");
      }
      if (head.length < 4 || head[0] != 'P' || head[1] != 'K') {
        throw new InputException(
            file + " is not an .npz file.",
            "it looks like " + looksLike(head) + "; the name alone does not make it one.",
            "give the file its right name, or save arrays with numpy.savez.");
      }
    } catch (IOException e) {
      throw refused(file + " cannot be read.", "it may lack read permission.", e);
    }
  }

  private static String looksLike(byte[] head) {
    int first = head[0] & 0xff;
    return switch (first) {
      case 0x89 -> "a PNG image";
      case 0xff -> "a JPEG image";
      case 0x1f -> "a gzip file";
      case 0x93 -> "a single .npy array";
      case 'I', 'M' -> "a TIFF image";
      default -> "another kind of file";
    };
  }

  private static Map<String, ZipEntry> entries(Path file, ZipFile zip) {
    if (zip.size() > MOST_ENTRIES) {
      throw refused(file + " has " + zip.size() + " entries.", "no image set has so many arrays.");
    }
    Map<String, ZipEntry> entries = new LinkedHashMap<>();
    for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().<ZipEntry>map(e -> e)::iterator) {
      String name = entry.getName();
      if (name.endsWith(".npy")) {
        name = name.substring(0, name.length() - 4);
        if (entries.put(name, entry) != null) {
          throw refused(file + " holds the array '" + name + "' twice.", "a damaged file.");
        }
      }
    }
    return entries;
  }

  /** The names of the arrays, in the file's order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  public Optional<NpyArray> find(String name) {
    return entries.containsKey(name) ? Optional.of(array(name)) : Optional.empty();
  }

  /** The array of this name; unpacked on the first call. */
  public synchronized NpyArray array(String name) {
    NpyArray known = loaded.get(name);
    if (known != null) {
      return known;
    }
    ZipEntry entry = entries.get(name);
    if (entry == null) {
      throw new InputException(
          file + " has no array '" + name + "'.", "", Names.advice(name, entries.keySet()));
    }
    NpyArray array = load(name, entry);
    loaded.put(name, array);
    return array;
  }

  private NpyArray load(String name, ZipEntry entry) {
    String where = file + ", array '" + name + "',";
    try (DataInputStream in = new DataInputStream(zip.getInputStream(entry))) {
      Counted start = new Counted(in);
      NpyHeader header = NpyHeader.read(new DataInputStream(start), where);
      long wanted = header.elements(where) * header.type().bytes();
      long held = entry.getSize() - start.count;
      if (wanted != held) {
        throw refused(
            "%s claims the shape %s of %s, %d bytes, but holds %d."
                .formatted(where, header.shape(), header.type(), wanted, held),
            "a damaged or truncated file.");
      }
      boolean bomb =
          wanted > suspicious && wanted / Math.max(1, entry.getCompressedSize()) > SUSPICIOUS_RATIO;
      if (wanted > MOST_BYTES || bomb) {
        throw refused(
            "%s would unpack from %d to %d bytes."
                .formatted(where, entry.getCompressedSize(), wanted),
            "a zip bomb: images do not shrink that much.");
      }
      MemorySegment data = unpack(start, wanted, where);
      if (start.sum.getValue() != entry.getCrc()) {
        throw refused(where + " has the wrong checksum.", "a bit flipped in storage or transfer.");
      }
      return new NpyArray(name, header, data);
    } catch (IOException e) {
      throw refused(where + " cannot be unpacked (" + e.getMessage() + ").", "a damaged file.", e);
    }
  }

  private MemorySegment unpack(InputStream in, long wanted, String where) throws IOException {
    if (wanted <= inMemory) {
      byte[] bytes = in.readNBytes((int) wanted);
      whole(bytes.length, wanted, in, where);
      return MemorySegment.ofArray(bytes);
    }
    Path spool = Files.createTempFile("osler-", ".npy");
    try {
      long room = Files.getFileStore(spool).getUsableSpace();
      if (room < wanted) {
        throw new InputException(
            where + " needs " + wanted + " bytes of temporary space, " + room + " are free.",
            "it is unpacked there because it is larger than is kept in memory.",
            "free some space, or point java.io.tmpdir elsewhere.");
      }
      long copied = 0;
      try (OutputStream out = Files.newOutputStream(spool)) {
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n > 0 && copied <= wanted; n = in.read(buffer)) {
          out.write(buffer, 0, n);
          copied += n;
        }
      }
      whole(copied, wanted, in, where);
      try (FileChannel channel = FileChannel.open(spool, StandardOpenOption.READ)) {
        return channel.map(FileChannel.MapMode.READ_ONLY, 0, wanted, arena);
      }
    } finally {
      // The mapping keeps the bytes alive where the system allows it; elsewhere the exit deletes.
      try {
        Files.deleteIfExists(spool);
      } catch (IOException e) {
        spool.toFile().deleteOnExit();
      }
    }
  }

  private static void whole(long got, long wanted, InputStream rest, String where)
      throws IOException {
    if (got != wanted || rest.read() >= 0) {
      throw refused(
          where + " does not hold the " + wanted + " bytes it claims.", "a damaged file.");
    }
  }

  /** Arrays already asked for stay readable; no further ones can be. */
  @Override
  public synchronized void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw refused(file + " cannot be closed.", "the disk may have gone.", e);
    }
  }

  private static InputException refused(String what, String why) {
    return new InputException(what, why, "fetch or write the file again.");
  }

  private static InputException refused(String what, String why, IOException cause) {
    return new InputException(what, why, "fetch or write the file again.", cause);
  }

  /** Counts and sums what has been read: where the header ended, and whether a bit was flipped. */
  private static final class Counted extends FilterInputStream {
    private final CRC32 sum = new CRC32();
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      if (value >= 0) {
        sum.update(value);
        count++;
      }
      return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int n = super.read(into, offset, length);
      if (n > 0) {
        sum.update(into, offset, n);
        count += n;
      }
      return n;
    }
  }
}
