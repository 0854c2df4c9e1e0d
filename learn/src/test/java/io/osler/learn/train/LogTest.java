package io.osler.learn.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTest {
  @TempDir Path folder;

  private static void steps(Log log, int from, int to) throws IOException {
    log.begins(from);
    for (int step = from + 1; step <= to; step++) {
      log.step(new Progress.Moment(step, 20, 0.1 / step, step, 4), 1.0 / step);
    }
    log.close();
  }

  /** The checkpoint is of step 7; lines up to 12 and half of the 13th were written after it. */
  @Test
  void aResumedRunsLogIsThatOfAnUninterruptedOne() throws IOException {
    Path whole = folder.resolve("whole.jsonl");
    steps(new Log(whole), 0, 20);
    Path broken = folder.resolve("broken.jsonl");
    steps(new Log(broken), 0, 12);
    Files.writeString(broken, "{\"step\":13,\"lo", StandardOpenOption.APPEND);
    steps(new Log(broken), 7, 20);
    assertThat(broken).hasSameBinaryContentAs(whole);
  }
}
