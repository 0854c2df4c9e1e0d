package io.osler.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that is started anew for every round, its standard output in a file.
 *
 * @param way what the table calls it
 */
record Command(String way, List<String> words, Path output) implements Side {
  Command {
    words = List.copyOf(words);
  }

  @Override
  public Timing run() {
    // bash knows the processor time of a child that has ended; the JVM does not.
    List<String> timed =
        new ArrayList<>(
            List.of("bash", "-c", "TIMEFORMAT='%R %U %S'; { time \"$@\" 2>&3; } 3>&2 2>\"$0\""));
    Path times = Path.of(output + ".times");
    timed.add(times.toString());
    timed.addAll(words);
    try {
      ProcessBuilder builder =
          new ProcessBuilder(timed)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().keySet().removeIf(name -> name.startsWith("MALLOC_"));
      int status = builder.start().waitFor();
      if (status != 0) {
        throw new IllegalStateException(way + " ended with status " + status);
      }
      List<String> lines = Files.readAllLines(times);
      String[] seconds = lines.getLast().split(" ", -1);
      return new Timing(
          Double.parseDouble(seconds[0]),
          Double.parseDouble(seconds[1]) + Double.parseDouble(seconds[2]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
