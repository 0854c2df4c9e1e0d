package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, really killed. */
class InterruptionTest {
  private static final int STEPS = 60;

  @TempDir Path folder;

  private Process train(Path data, Path plan, String out, String... more) throws IOException {
    List<Object> arguments =
        new java.util.ArrayList<>(List.of("train", data, "--plan", plan, "--checkpoint", "0s"));
    arguments.addAll(List.of("--out", folder.resolve(out)));
    arguments.addAll(List.of(more));
    // A parent in the background ignores SIGINT, and its children inherit that.
    boolean linux = System.getProperty("os.name").equals("Linux");
    List<String> before = linux ? List.of("env", "--default-signal=INT") : List.of();
    return Shell.start(folder.resolve(out + ".err"), before, arguments.toArray());
  }

  private void finish(Process process, String out) throws IOException, InterruptedException {
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve(out + ".err"))).isZero();
  }

  /** Waits until the run has logged so many lines more than it had, or ended. */
  private void logged(Process process, Path log, int lines) throws Exception {
    for (int i = 0; i < 6000 && process.isAlive(); i++) {
      if (Files.exists(log) && Files.readAllLines(log).size() >= lines) {
        return;
      }
      Thread.sleep(10);
    }
  }

  @Test
  void killedAtAnyMomentAndResumedGivesTheSameBytes() throws Exception {
    Path data = Made.set(folder);
    Path plan = Made.plan(folder.resolve("plan.yaml"), STEPS, 2);
    finish(train(data, plan, "whole"), "whole");
    SplittableRandom random = new SplittableRandom(20_260_101);
    Path log = folder.resolve("broken.run/network-0/log.jsonl");
    Path second = folder.resolve("broken.run/network-1/log.jsonl");
    int kills = 0;
    for (int wanted : new int[] {1, 25, 2}) {
      Process victim = train(data, plan, "broken", "--resume");
      logged(victim, kills == 2 ? second : log, wanted);
      Thread.sleep(random.nextInt(40));
      assertThat(victim.isAlive()).as("killed before it was done").isTrue();
      victim.destroyForcibly().waitFor();
      kills++;
      assertThat(folder.resolve("broken")).doesNotExist();
    }
    finish(train(data, plan, "broken", "--resume"), "broken");
    for (String file :
        List.of("weights.safetensors", "model.yaml", "evaluation.json", "learning-curves.jsonl")) {
      assertThat(folder.resolve("broken/" + file))
          .as(file)
          .hasSameBinaryContentAs(folder.resolve("whole/" + file));
    }
    for (String file : List.of("network-0/log.jsonl", "network-1/log.jsonl")) {
      assertThat(folder.resolve("broken.run/" + file))
          .hasSameBinaryContentAs(folder.resolve("whole.run/" + file));
    }
  }

  @Test
  void ctrlCEndsInOneMessageAndLeavesEarlierResults() throws Exception {
    Path data = Made.set(folder);
    Path plan = Made.plan(folder.resolve("plan.yaml"), 100_000, 1);
    Path earlier = Files.createDirectories(folder.resolve("earlier"));
    Files.writeString(earlier.resolve("model.yaml"), "earlier");
    Process process = train(data, plan, "model");
    logged(process, folder.resolve("model.run/network-0/log.jsonl"), 2);
    assertThat(process.isAlive()).isTrue();
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    String err = Files.readString(folder.resolve("model.err"));
    assertThat(err)
        .contains("osler: interrupted; earlier results are untouched.", "--resume")
        .doesNotContain("\tat ", "SIGSEGV", "terminate called");
    assertThat(folder.resolve("model")).doesNotExist();
    assertThat(earlier.resolve("model.yaml")).hasContent("earlier");
    // Without --resume the unfinished run is not overwritten.
    var refused = Shell.run("train", data, "--plan", plan, "--out", folder.resolve("model"));
    assertThat(refused.isCleanRefusal()).as(refused.toString()).isTrue();
    assertThat(refused.err()).contains("an earlier run", "--resume");
    var other = Made.plan(folder.resolve("other.yaml"), 99_999, 1);
    var foreign =
        Shell.run("train", data, "--plan", other, "--out", folder.resolve("model"), "--resume");
    assertThat(foreign.status()).isEqualTo(1);
    assertThat(foreign.err()).contains("belongs to another run");
    // The refused plan did not take the place of the run's own.
    assertThat(folder.resolve("model.run/plan.yaml")).hasSameTextualContentAs(plan);
  }
}
