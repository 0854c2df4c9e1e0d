package io.osler.dicom.dataset;

import io.osler.core.config.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * preamble, meta header, data set: a file of PS3.10 section 7, and files that lack parts of it.
 *
 * <p>Reading tolerates what can be understood and says so in {@link #notes()}; writing what was
 * read and not changed gives the same bytes.
 *
 * @param name how messages call it: a file name, never what is in it
 * @param preamble 128 bytes and {@code DICM}; empty when absent
 * @param meta group 2; empty when absent
 * @param syntax how the data set is laid out, as found, which a wrong header may deny
 * @param rest bytes after the last element
 * @param deflated the compressed data set as it stood; empty unless deflated
 */
public record DicomFile(
    String name,
    MemorySegment preamble,
    DataSet meta,
    TransferSyntax syntax,
    DataSet dataSet,
    List<Note> notes,
    MemorySegment rest,
    Optional<MemorySegment> deflated) {
  /** Files above this are mapped instead of read, so that a slide does not fill the heap. */
  private static final long MAPPED = 64L << 20;

  private static final int WINDOW = 16 << 10;

  public DicomFile {
    notes = List.copyOf(notes);
  }

  public static DicomFile read(Path file) {
    return read(file, Limits.DEFAULT);
  }

  public static DicomFile read(Path file, Limits limits) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      MemorySegment bytes =
          size > MAPPED
              ? channel.map(FileChannel.MapMode.READ_ONLY, 0, size, Arena.ofAuto())
              : MemorySegment.ofArray(head(channel, (int) size));
      return parse(name(file), bytes, limits);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Everything before the pixels and their offset tables; the pixels are not even fetched. */
  public static DicomFile readHeader(Path file, Limits limits) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      for (long window = Math.min(size, WINDOW); ; window = Math.min(size, window * 8)) {
        if (window > MAPPED) {
          MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, Arena.ofAuto());
          return FileParser.parse(name(file), all, limits, DicomFile::isPixels).file();
        }
        channel.position(0);
        MemorySegment bytes = MemorySegment.ofArray(head(channel, (int) window));
        Optional<DicomFile> found = header(name(file), bytes, window == size, limits);
        if (found.isPresent()) {
          return found.get();
        }
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static boolean isPixels(Tag tag) {
    return tag.compareTo(Tag.EXTENDED_OFFSETS) >= 0;
  }

  /** Empty when the window may be what cut the header off. */
  private static Optional<DicomFile> header(
      String name, MemorySegment bytes, boolean whole, Limits limits) {
    try {
      FileParser.Parsed parsed = FileParser.parse(name, bytes, limits, DicomFile::isPixels);
      return whole || parsed.stopped() ? Optional.of(parsed.file()) : Optional.empty();
    } catch (InputException e) {
      if (whole) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** The array is taken over. */
  public static DicomFile parse(String name, byte[] bytes) {
    return parse(name, MemorySegment.ofArray(bytes), Limits.DEFAULT);
  }

  public static DicomFile parse(String name, MemorySegment bytes, Limits limits) {
    return FileParser.parse(name, bytes, limits, tag -> false).file();
  }

  /** A file to be written: the meta header is made from the data set (PS3.10 table 7.1-1). */
  public static DicomFile of(DataSet dataSet, TransferSyntax syntax) {
    byte[] preamble = new byte[132];
    System.arraycopy(new byte[] {'D', 'I', 'C', 'M'}, 0, preamble, 128, 4);
    DataSet meta =
        DataSet.EMPTY
            .edit()
            .put(Tag.META_VERSION, VR.OB, new byte[] {0, 1})
            .put(Tag.MEDIA_SOP_CLASS, required(dataSet, Tag.SOP_CLASS))
            .put(Tag.MEDIA_SOP_INSTANCE, required(dataSet, Tag.SOP_INSTANCE))
            .put(Tag.TRANSFER_SYNTAX, syntax.uid())
            .put(Tag.IMPLEMENTATION_CLASS, "2.25.302031146236580374518283049718424601327")
            .build();
    return new DicomFile(
        "new file",
        MemorySegment.ofArray(preamble),
        meta,
        syntax,
        dataSet,
        List.of(),
        MemorySegment.ofArray(new byte[0]),
        Optional.empty());
  }

  /**
   * As {@link #of(DataSet, TransferSyntax)}, keeping who sent and who owns it (PS3.10 table 7.1-1).
   */
  public static DicomFile of(DataSet dataSet, TransferSyntax syntax, DataSet formerMeta) {
    DicomFile made = of(dataSet, syntax);
    DataSetBuilder meta = made.meta.edit();
    for (Element element : formerMeta.elements()) {
      if (element.tag().group() == 2 && element.tag().element() >= 0x0016) {
        meta.set(element);
      }
    }
    return new DicomFile(
        made.name,
        made.preamble,
        meta.build(),
        syntax,
        dataSet,
        List.of(),
        made.rest,
        Optional.empty());
  }

  private static String required(DataSet dataSet, Tag tag) {
    return dataSet
        .text(tag)
        .orElseThrow(
            () ->
                new InputException(
                    "The data set has no " + tag + ".",
                    "every DICOM file names its SOP class and instance.",
                    "put both before writing."));
  }

  /** The same file with another data set in the same transfer syntax. */
  public DicomFile with(DataSet other) {
    return new DicomFile(name, preamble, meta, syntax, other, notes, empty(), Optional.empty());
  }

  private static MemorySegment empty() {
    return MemorySegment.ofArray(new byte[0]);
  }

  /** What a writer puts on disk. */
  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      FileWriter.write(this, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Under a temporary name first: a reader never sees half a file. */
  public void write(Path file) throws IOException {
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("."));
    Path temporary = Files.createTempFile(folder, ".osler", ".part");
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        OutputStream out =
            new java.io.BufferedOutputStream(
                java.nio.channels.Channels.newOutputStream(channel), 1 << 16);
        FileWriter.write(this, out);
        out.flush();
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static byte[] head(FileChannel channel, int size) throws IOException {
    java.nio.ByteBuffer buffer = java.nio.ByteBuffer.allocate(size);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
    return buffer.hasRemaining()
        ? java.util.Arrays.copyOf(buffer.array(), buffer.position())
        : buffer.array();
  }

  private static String name(Path file) {
    return Optional.ofNullable(file.getFileName()).map(Path::toString).orElse(file.toString());
  }

  private static InputException unreadable(Path file, IOException e) {
    return new InputException(
        name(file) + " cannot be read: " + e.getClass().getSimpleName() + ".",
        "it is missing, a folder, or not yours to read.",
        "check the path and its permissions.",
        e);
  }

  /** Names no values: they may be patient data. */
  @Override
  public String toString() {
    return "DicomFile[" + name + ", " + syntax.name() + ", " + dataSet.size() + " elements]";
  }
}
