package io.osler.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/**
 * The osler command as a test runs it: in this process, or in one of its own that may be killed.
 */
final class Shell {
  private Shell() {}

  /** What a command left behind. */
  record Result(int status, String out, String err) {
    /** One message, no stack trace, no fault of Osler's. */
    boolean isCleanRefusal() {
      return status == 1
          && out.isEmpty()
          && err.lines().filter(line -> line.startsWith("osler: ")).count() == 1
          && !err.contains("a fault in Osler")
          && !err.contains("\tat ");
    }
  }

  /** Runs in this process. */
  static Result run(Object... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    var outBytes = new ByteArrayOutputStream();
    var errBytes = new ByteArrayOutputStream();
    try (var outStream = new PrintStream(outBytes, true, StandardCharsets.UTF_8);
        var errStream = new PrintStream(errBytes, true, StandardCharsets.UTF_8)) {
      System.setOut(outStream);
      System.setErr(errStream);
      CommandLine line =
          Osler.commandLine()
              .setOut(new PrintWriter(outStream, true))
              .setErr(new PrintWriter(errStream, true));
      int status = line.execute(words(arguments));
      return new Result(
          status,
          outBytes.toString(StandardCharsets.UTF_8),
          errBytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private static String[] words(Object... arguments) {
    return Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
  }

  /** A process of its own, its stderr in {@code log}; {@code before} stands before java. */
  static Process start(Path log, List<String> before, Object... arguments) throws IOException {
    return start("512m", log, before, arguments);
  }

  /** With a Java heap of this size. */
  static Process start(String heap, Path log, List<String> before, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + heap,
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            "io.osler.cli.Osler"));
    command.addAll(List.of(words(arguments)));
    return new ProcessBuilder(command)
        .redirectError(log.toFile())
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.resolveSibling("out.txt").toFile()))
        .start();
  }
}
