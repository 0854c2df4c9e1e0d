package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.config.InputException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class OslerTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void versionNamesOslerAndTheJdk() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString())
        .containsPattern("osler \\d+\\.\\d+\\.\\d+")
        .contains("JDK " + Runtime.version());
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void helpTeachesThePromisesToScripts() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Exit status", "stdout", "Not a medical device");
  }

  @Test
  void wrongUsageExitsWithTwoAndSaysWhatIsWrongOnStderr() {
    assertThat(run("--no-such-option")).isEqualTo(2);
    assertThat(err.toString()).contains("--no-such-option");
    assertThat(run()).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void refusedInputIsOneMessageWithoutStackTrace() {
    Callable<Integer> refusing =
        () -> {
          throw new InputException("a.png is empty.", "", "give an image.");
        };
    assertThat(runWith(refusing, "probe")).isEqualTo(1);
    assertThat(err.toString().strip()).isEqualTo("osler: a.png is empty. Fix: give an image.");
  }

  /** A library that does not fit this machine, for example: picocli lets errors through. */
  @Test
  void errorsAreOneMessageToo() {
    CommandLine line = Osler.commandLine();
    line.addSubcommand(
        "probe",
        new Probe(
            () -> {
              throw new UnsatisfiedLinkError("no native part for this machine");
            }));
    assertThat(Osler.execute(captured(line), "probe")).isEqualTo(1);
    assertThat(err.toString()).startsWith("osler: ").contains("native part").hasLineCount(1);
  }

  @Test
  void stacktraceShowsWhereItHappened() {
    Callable<Integer> broken =
        () -> {
          throw new IllegalStateException("broken");
        };
    assertThat(runWith(broken, "probe", "--stacktrace")).isEqualTo(1);
    assertThat(err.toString()).contains("a fault in Osler", "OslerTest");
  }

  @Test
  void aMissingFileIsNamed() {
    Callable<Integer> missing =
        () -> {
          throw new NoSuchFileException("data/x.npz");
        };
    assertThat(runWith(missing, "probe")).isEqualTo(1);
    assertThat(err.toString()).contains("data/x.npz does not exist");
  }

  @Test
  void theListOfCommandsSaysOfEachInOneWholeSentenceWhatItDoes() {
    Osler.commandLine()
        .getSubcommands()
        .forEach(
            (name, command) ->
                assertThat(command.getCommandSpec().usageMessage().description()[0])
                    .as(name)
                    .endsWith("."));
  }

  @Test
  void everyCommandHasHelpAndADescription() {
    List<CommandLine> all = new ArrayList<>(List.of(Osler.commandLine()));
    for (int n = 0; n < all.size(); n++) {
      CommandLine line = all.get(n);
      all.addAll(line.getSubcommands().values());
      assertThat(line.getCommandSpec().findOption("--help")).as(line.getCommandName()).isNotNull();
      assertThat(line.getCommandSpec().usageMessage().description())
          .as(line.getCommandName())
          .isNotEmpty();
      line.getCommandSpec()
          .args()
          .forEach(arg -> assertThat(arg.description()).as(arg.toString()).isNotEmpty());
    }
  }

  private int run(String... args) {
    return captured(Osler.commandLine()).execute(args);
  }

  private int runWith(Callable<Integer> body, String... args) {
    CommandLine line = Osler.commandLine();
    line.addSubcommand("probe", new Probe(body));
    return captured(line).execute(args);
  }

  private CommandLine captured(CommandLine line) {
    return line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
  }

  @Command(description = "Does what the test wants.")
  private record Probe(Callable<Integer> body) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      return body.call();
    }
  }
}
