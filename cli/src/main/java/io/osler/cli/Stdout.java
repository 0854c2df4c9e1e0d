package io.osler.cli;

import io.osler.core.io.Atomic;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Standard output that remembers what went wrong: a {@link PrintStream} keeps silent about a full
 * disk, and half a table would pass for a whole one.
 */
final class Stdout extends OutputStream {
  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private Optional<IOException> failure = Optional.empty();

  /** Takes the place of {@link System#out}. */
  static Stdout install(Charset charset) {
    Stdout stdout = new Stdout();
    System.setOut(new PrintStream(stdout, true, charset));
    return stdout;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    try {
      out.write(bytes, from, count);
    } catch (IOException e) {
      failure = Optional.of(e);
      throw e;
    }
  }

  /**
   * The command's status, or that of a failure where its results could not be written. A reader
   * that has seen enough and left, as {@code head} does, is none.
   */
  int status(int status, PrintWriter err) {
    System.out.flush();
    boolean lost =
        failure.filter(one -> !String.valueOf(one.getMessage()).contains("pipe")).isPresent();
    return status == 0 && lost
        ? Failure.report(Atomic.refused(Path.of("stdout"), failure.orElseThrow()), err, false)
        : status;
  }
}
