package io.osler.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every example runs to its end on the committed images, and stays short. */
class ExamplesTest {
  private static final int MOST_LINES = 80;
  private static final Path MODULE =
      Path.of(Objects.requireNonNull(System.getProperty("osler.root"))).resolve("examples");
  private static final Path PROGRAMS = MODULE.resolve("src/main/java/io/osler/examples");
  private static final Path DATA = MODULE.resolve("data/breastmnist.npz");

  @TestFactory
  Stream<DynamicTest> everyExampleRuns(@TempDir Path out) throws IOException {
    return programs().stream()
        .map(
            file -> {
              String name = name(file);
              return DynamicTest.dynamicTest(name, () -> run(name, out.resolve(name)));
            });
  }

  @Test
  void everyExampleIsShort() throws IOException {
    assertThat(programs()).isNotEmpty();
    for (Path file : programs()) {
      assertThat(Files.readAllLines(file)).as(name(file)).hasSizeLessThanOrEqualTo(MOST_LINES);
    }
  }

  /** An example takes a data set, then a folder of its own that it may fill. */
  private static void run(String name, Path out) throws Exception {
    Class<?> program = MethodHandles.lookup().findClass("io.osler.examples." + name);
    Method main = program.getMethod("main", String[].class);
    main.invoke(null, (Object) new String[] {DATA.toString(), out.toString()});
  }

  private static List<Path> programs() throws IOException {
    try (Stream<Path> files = Files.list(PROGRAMS)) {
      return files.filter(file -> file.toString().endsWith("Example.java")).sorted().toList();
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName()).replace(".java", "");
  }
}
