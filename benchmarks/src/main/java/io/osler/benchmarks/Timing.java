package io.osler.benchmarks;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * What a piece of work took.
 *
 * @param wall seconds on the clock
 * @param cpu seconds of all cores together: does not mind what else the machine does
 */
record Timing(double wall, double cpu) {
  /** Times {@code work}, whose arithmetic is done by {@code process} and its children. */
  static Timing of(ProcessHandle process, Runnable work) {
    double cpu = cpu(process);
    long start = System.nanoTime();
    work.run();
    double wall = (System.nanoTime() - start) * 1e-9;
    return new Timing(wall, cpu(process) - cpu);
  }

  static double cpu(ProcessHandle process) {
    // Not the peers that this process started.
    Stream<ProcessHandle> tree =
        process.equals(ProcessHandle.current())
            ? Stream.of(process)
            : Stream.concat(Stream.of(process), process.descendants());
    return tree.mapToDouble(
            one -> one.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() * 1e-9)
        .sum();
  }

  Timing dividedBy(int times) {
    return new Timing(wall / times, cpu / times);
  }
}
