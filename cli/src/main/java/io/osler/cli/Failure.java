package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.core.io.Atomic;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Turns what went wrong into the one message a user reads, and exit status 1. */
final class Failure {
  private static final int REFUSED_OR_FAILED = 1;

  private Failure() {}

  static int report(Throwable failure, PrintWriter err, boolean stacktrace) {
    err.println("osler: " + message(failure));
    if (stacktrace) {
      failure.printStackTrace(err);
    }
    err.flush();
    return REFUSED_OR_FAILED;
  }

  private static String message(Throwable failure) {
    return switch (failure) {
      case InputException refused -> String.valueOf(refused.getMessage());
      case NoSuchFileException missing ->
          missing.getFile() + " does not exist. Fix: check the path.";
      case FileAlreadyExistsException there ->
          there.getFile() + " exists already. Fix: name another output, or move it away.";
      case AccessDeniedException denied ->
          denied.getFile() + " may not be read or written. Fix: check its permissions.";
      case FileSystemException system -> unwritten(Path.of(system.getFile()), system);
      case IOException io -> unwritten(Path.of("a file"), io);
      case UncheckedIOException io -> message(Objects.requireNonNull(io.getCause()));
      case OutOfMemoryError memory ->
          "the memory did not suffice"
              + Optional.ofNullable(memory.getMessage()).map(" (%s)"::formatted).orElse("")
              + ". Fix: give smaller images or batches, or a larger heap with"
              + " JDK_JAVA_OPTIONS=-Xmx8g.";
      case RuntimeException torch when isAllocation(torch) ->
          "the memory beside Java's heap did not suffice for the network. Fix: give a plan with"
              + " smaller patches or batches, or a smaller heap with JDK_JAVA_OPTIONS=-Xmx1g.";
      default -> unexpected(failure);
    };
  }

  /** What libtorch says where the system refuses it memory. */
  private static boolean isAllocation(RuntimeException failure) {
    String text = String.valueOf(failure.getMessage());
    return text.contains("DefaultCPUAllocator") || text.contains("CUDA out of memory");
  }

  private static String unwritten(Path file, IOException failure) {
    return String.valueOf(Atomic.refused(file, failure).getMessage());
  }

  private static String unexpected(Throwable failure) {
    return "this is a fault in Osler, not in your input: "
        + failure
        + ". Fix: run again with --stacktrace and report what it prints.";
  }
}
