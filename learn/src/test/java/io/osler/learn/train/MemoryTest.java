package io.osler.learn.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.learn.tensor.Compute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** Ten thousand steps leave native memory as it was: nothing waits for the garbage collector. */
class MemoryTest {
  private static final int STEPS = 10_000;

  /** Memory of this process outside the Java heap, in MiB, as the kernel counts it. */
  private static long nativeMebibytes() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      long resident =
          lines
              .filter(line -> line.startsWith("RssAnon:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
              .findFirst()
              .orElseThrow();
      return resident - Runtime.getRuntime().totalMemory() / (1 << 20);
    }
  }

  @Test
  void nativeMemoryIsFlatOverTenThousandSteps() throws IOException {
    Course course =
        new Course(
            STEPS,
            new Optimiser.AdamW(0.001, 0.9, 0.999, 0.05),
            new Schedule.Cosine(0.05),
            1.0,
            0.99,
            500,
            0);
    List<Long> counts = new ArrayList<>();
    List<Long> memory = new ArrayList<>();
    Toy toy = Toy.made(3);
    Progress watch =
        new Progress() {
          @Override
          public void step(Moment moment, double loss) {
            if (moment.step() % 1000 == 0) {
              counts.add(Pointer.totalCount());
              try {
                memory.add(nativeMebibytes());
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            }
          }

          @Override
          public void validated(Moment moment, Validation validation) {}
        };
    var compute = Compute.plain(1);
    try (var fit = toy.fit(course, compute, _ -> 1)) {
      fit.run(
          Toy.batches(), () -> new Progress.Validation(0, "none", 0), Checkpoints.none(), watch);
    }
    // The collector may free what earlier tests left behind, so the count may fall, never rise.
    for (int i = 1; i < counts.size(); i++) {
      assertThat(counts.get(i)).as("native objects, " + counts).isLessThanOrEqualTo(counts.get(0));
    }
    // One batch left behind per step would be 20 MiB more per thousand steps.
    assertThat(memory.getLast() - memory.get(1)).as("MiB, " + memory).isLessThan(24);
  }
}
