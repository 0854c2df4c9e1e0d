package io.osler.core.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Bytes on their way to a file: what fills a piece is written by a second thread, and sent on to
 * the disk now and then, while the caller makes the next. A file smaller than a piece never leaves
 * the caller's thread. Not for several threads.
 */
final class WriteBehind extends OutputStream {
  private static final int PIECE = 1 << 20;
  private static final int PIECES = 4;

  /** How much is written between two requests to the disk: it then works beside the caller. */
  private static final long FLUSHED = 32L << 20;

  private static final ByteBuffer END = ByteBuffer.allocate(0);

  private final FileChannel channel;
  private final BlockingQueue<ByteBuffer> full = new ArrayBlockingQueue<>(PIECES + 2);
  private final BlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(PIECES + 1);
  private final FutureTask<Boolean> writing = new FutureTask<>(this::drain);
  private ByteBuffer piece = ByteBuffer.allocateDirect(1 << 16);
  private boolean behind;

  WriteBehind(FileChannel channel) {
    this.channel = channel;
  }

  @Override
  public void write(int b) throws IOException {
    if (!piece.hasRemaining()) {
      next();
    }
    piece.put((byte) b);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    for (int at = from; at < from + count; ) {
      if (!piece.hasRemaining()) {
        next();
      }
      int n = Math.min(piece.remaining(), from + count - at);
      piece.put(bytes, at, n);
      at += n;
    }
  }

  private void next() throws IOException {
    try {
      if (!behind) {
        behind = true;
        for (int i = 0; i < PIECES; i++) {
          free.add(ByteBuffer.allocateDirect(PIECE));
        }
        Thread.ofPlatform().daemon().name("write-behind").start(writing);
      }
      full.put(piece.flip());
      piece = free.take();
    } catch (InterruptedException stopped) {
      throw interrupted();
    }
    if (piece.capacity() == 0) { // writing failed
      await();
    }
  }

  private boolean drain() throws IOException, InterruptedException {
    try {
      long unflushed = 0;
      for (ByteBuffer next = full.take(); next != END; next = full.take()) {
        unflushed += next.remaining();
        written(next);
        if (unflushed >= FLUSHED) {
          channel.force(false);
          unflushed = 0;
        }
        if (next.capacity() == PIECE) {
          free.add(next.clear());
        }
      }
      return true;
    } catch (IOException | RuntimeException failed) {
      free.add(END.duplicate()); // wakes a caller that waits for room
      throw failed;
    }
  }

  private void written(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Everything that was put in is in the file; nothing more may be put in. */
  void finish() throws IOException {
    if (behind) {
      try {
        full.put(END);
      } catch (InterruptedException stopped) {
        throw interrupted();
      }
      await();
    }
    written(piece.flip());
  }

  private void await() throws IOException {
    try {
      writing.get();
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case IOException io -> throw io;
        case RuntimeException bug -> throw bug;
        case null, default -> throw new IOException(failed);
      }
    } catch (InterruptedException | CancellationException stopped) {
      throw interrupted();
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("writing was interrupted");
  }

  /** Lets the second thread go; what is not finished is lost. */
  @Override
  public void close() {
    writing.cancel(true);
  }
}
