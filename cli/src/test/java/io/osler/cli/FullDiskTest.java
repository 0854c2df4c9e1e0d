package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.learn.bundle.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where results cannot be written: real limits of the kernel, on real processes. */
class FullDiskTest {
  @TempDir static Path shared;
  private static Path data = Path.of(".");
  private static Path plan = Path.of(".");
  private static Path model = Path.of(".");

  @TempDir Path folder;

  @BeforeAll
  static void train() throws IOException {
    data = Made.set(shared);
    plan = Made.plan(shared.resolve("plan.yaml"), 4, 1);
    model = shared.resolve("model");
    assertThat(Shell.run("train", data, "--plan", plan, "--out", model).status()).isZero();
  }

  private String refused(List<String> before, Object... arguments) throws Exception {
    Path log = folder.resolve("err.txt");
    Process process = Shell.start(log, before, arguments);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String err = Files.readString(log);
    assertThat(process.exitValue()).as(err).isEqualTo(1);
    assertThat(err.lines().filter(line -> line.startsWith("osler: "))).as(err).hasSize(1);
    assertThat(err).doesNotContain("a fault in Osler", "\tat ");
    assertThat(Files.size(log.resolveSibling("out.txt"))).isZero();
    assertThat(Bundle.open(model).model().networks()).isEqualTo(1);
    return err;
  }

  private static long partials(Path under) throws IOException {
    try (Stream<Path> all = Files.walk(under)) {
      return all.filter(file -> file.toString().endsWith(".partial")).count();
    }
  }

  /** The kernel lets no file grow past 64 KiB: checkpoints are larger. */
  @Test
  void aFileThatMayNotGrow() throws Exception {
    List<String> limited = List.of("bash", "-c", "ulimit -f 64; exec \"$@\"", "limited");
    Path out = folder.resolve("never");
    String err = refused(limited, "train", data, "--plan", plan, "--out", out);
    assertThat(err).contains("could not be written", "Fix: free some space");
    assertThat(out).doesNotExist();
    assertThat(partials(folder)).isZero();
    // With room again the run goes on to the end.
    var resumed = Shell.run("train", data, "--plan", plan, "--out", out, "--resume");
    assertThat(resumed.status()).as(resumed.err()).isZero();
  }

  /** /dev/full answers every write as a full disk does. */
  @Test
  void aFullDisk() throws Exception {
    Path log = folder.resolve("never.run/network-0/log.jsonl");
    Files.createDirectories(log.resolveSibling(""));
    Files.createSymbolicLink(log, Path.of("/dev/full"));
    Path out = folder.resolve("never");
    String err = refused(List.of(), "train", data, "--plan", plan, "--out", out, "--resume");
    assertThat(err).contains("log.jsonl could not be written: the disk is full");
    assertThat(out).doesNotExist();
  }

  /** Half a table must not pass for a whole one; a reader that left is no failure. */
  @Test
  void aFullDiskUnderStdout() throws Exception {
    List<String> full = List.of("bash", "-c", "exec \"$@\" > /dev/full", "full");
    String err = refused(full, "predict", model, data, "--format", "csv");
    assertThat(err).contains("stdout could not be written: the disk is full", "Fix: free some");
    Path log = folder.resolve("left.txt");
    List<String> left = List.of("bash", "-c", "\"$@\" | true; exit ${PIPESTATUS[0]}", "left");
    Process process = Shell.start(log, left, "describe", model);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(log).isEmptyFile();
  }

  @Test
  void aReadOnlyFolder() throws Exception {
    Path locked = Files.createDirectory(folder.resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      for (Object[] command :
          new Object[][] {
            {"train", data, "--plan", plan, "--out", locked.resolve("a/b")},
            {"evaluate", model, data, "--split", "test", "--out", locked.resolve("e")},
            {"explain", model, data, "--out", locked.resolve("why.png")},
            {"demo", "--out", locked.resolve("demo")}
          }) {
        assertThat(refused(lessPrivileged(), command)).contains("read-only", "Fix: choose another");
      }
      try (Stream<Path> inside = Files.list(locked)) {
        assertThat(inside).isEmpty();
      }
    } finally {
      Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Root may write anywhere, unless it gives that right up. */
  private static List<String> lessPrivileged() {
    if (!System.getProperty("user.name").equals("root")) {
      return List.of();
    }
    String without = "-dac_override,-dac_read_search";
    return new ArrayList<>(
        List.of("setpriv", "--bounding-set=" + without, "--inh-caps=" + without));
  }

  @Test
  void anOutputThatIsThereAlready() throws Exception {
    var again = Shell.run("train", data, "--plan", plan, "--out", model);
    assertThat(again.isCleanRefusal()).as(again.toString()).isTrue();
    assertThat(again.err()).contains("exists already", "choose another --out");
    Path file = Files.writeString(folder.resolve("file"), "mine");
    var inside = Shell.run("train", data, "--plan", plan, "--out", file.resolve("model"));
    assertThat(inside.isCleanRefusal()).as(inside.toString()).isTrue();
    assertThat(file).hasContent("mine");
  }
}
