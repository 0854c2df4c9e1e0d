package io.osler.dicom.read;

import io.osler.core.config.InputException;
import io.osler.dicom.codec.PixelData;
import io.osler.dicom.codec.PixelLayout;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.dataset.TransferSyntax.Compression;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Uncompressed frames of sixteen-bit grey, read from where they lie in a file without the rest of
 * it: what most CT and MR series are made of.
 */
final class NativeFrames implements AutoCloseable {
  /**
   * @param start offset of the frame's first byte in its file
   */
  record Block(long start, PixelLayout layout, boolean big) {
    int bytes() {
      return 2 * layout.frameSamples();
    }
  }

  /** Room for the bytes of one frame, for one thread, over many files. */
  static final class Room {
    private ByteBuffer bytes = ByteBuffer.allocateDirect(0);

    private ByteBuffer of(int size) {
      bytes = bytes.capacity() >= size ? bytes : ByteBuffer.allocateDirect(size);
      return bytes.clear().limit(size);
    }
  }

  private final Path path;
  private final FileChannel channel;
  private final Room room;

  private NativeFrames(Path path, FileChannel channel, Room room) {
    this.path = path;
    this.channel = channel;
    this.room = room;
  }

  /** Of a header that was read up to its pixels; empty when the frame has to be decoded. */
  static Optional<Block> block(DicomFile header, PixelLayout layout, int frame) {
    MemorySegment rest = header.rest();
    boolean plain =
        header.syntax().compression() == Compression.NATIVE
            && !header.syntax().deflated()
            && layout.samples() == 1
            && layout.bitsAllocated() == 16
            && layout.photometric().startsWith("MONOCHROME")
            && !rest.isNative()
            && rest.byteSize() >= 12;
    if (!plain) {
      return Optional.empty();
    }
    boolean big = header.syntax().bigEndian();
    ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    var half = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
    var word = ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
    Tag tag = Tag.of(rest.get(half, 0) & 0xFFFF, rest.get(half, 2) & 0xFFFF);
    boolean explicit = header.syntax().explicit();
    boolean words =
        !explicit
            || rest.get(ValueLayout.JAVA_BYTE, 4) == 'O'
                && rest.get(ValueLayout.JAVA_BYTE, 5) == 'W';
    long length = rest.get(word, explicit ? 8 : 4) & 0xFFFFFFFFL;
    long end = 2L * layout.frameSamples() * (frame + 1L);
    if (!tag.equals(Tag.PIXELS) || !words || length == 0xFFFFFFFFL || length < end) {
      return Optional.empty();
    }
    // The header was read from the first byte on, so that places in it are places in the file.
    long start = rest.address() + (explicit ? 12 : 8) + 2L * layout.frameSamples() * frame;
    return Optional.of(new Block(start, layout, big));
  }

  static NativeFrames open(Path path, Room room) {
    try {
      return new NativeFrames(path, FileChannel.open(path, StandardOpenOption.READ), room);
    } catch (IOException e) {
      throw cut(path);
    }
  }

  /** Scaled into {@code voxels}, from {@code start} on. */
  void read(Frame frame, Block block, float[] voxels, int start) {
    try {
      long at = block.start();
      if (channel.size() < at + block.bytes()) {
        throw cut(path);
      }
      ByteBuffer bytes = room.of(block.bytes());
      while (bytes.hasRemaining()) {
        int count = channel.read(bytes, at);
        if (count < 0) {
          throw cut(path);
        }
        at += count;
      }
      PixelData.scaledWords(
          MemorySegment.ofBuffer(bytes.flip()),
          block.layout(),
          block.big(),
          frame.slope(),
          frame.intercept(),
          voxels,
          start);
    } catch (IOException e) {
      throw cut(path);
    }
  }

  private static InputException cut(Path path) {
    return new InputException(
        path.getFileName() + " ends before its pixel data " + Tag.PIXELS + " does.",
        "a truncated file, or one that changed while it was read.",
        "obtain the file again from its source.");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw cut(path);
    }
  }
}
