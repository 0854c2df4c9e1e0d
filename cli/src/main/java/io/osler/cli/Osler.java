package io.osler.cli;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The osler command: all subcommands are listed here, and nowhere else. */
@Command(
    name = "osler",
    description = {
      "Deep learning on medical images: from labelled images to a model you can defend.",
      "Not a medical device: for research and teaching, not for decisions about patients."
    },
    subcommands = {
      DemoCommand.class,
      FingerprintCommand.class,
      TransformCommand.class,
      AugmentCommand.class,
      HarmoniseCommand.class,
      PlanCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      ExplainCommand.class,
      DescribeCommand.class,
      DicomCommand.class
    },
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nPromises to scripts:%n",
    footer = {
      "  Results go to stdout; progress and build messages go to stderr.",
      "  Exit status: 0 done, 1 refused or failed, 2 wrong usage.",
      "",
      "Start with: osler demo",
      "More about a command: osler COMMAND --help"
    })
public final class Osler implements Runnable {
  private static final int WIDTH = 96;

  /** Injected by picocli before any option is read. */
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "After a failure also print where in the program it happened.")
  private boolean stacktrace;

  public static void main(String[] args) {
    Stdout results = speakPlainly();
    CommandLine line = commandLine();
    System.exit(
        Interruption.guarded(() -> results.status(execute(line, args), line.getErr()), System.err));
  }

  /**
   * Numbers look alike in every country, since scripts read them: 0.5, not 0,5. Outside a terminal
   * text is UTF-8, whatever the locale: what is redirected is YAML, JSON or CSV.
   */
  private static Stdout speakPlainly() {
    Locale.setDefault(Locale.ROOT);
    Charset charset = System.out.charset();
    boolean utf8 = charset.equals(StandardCharsets.UTF_8);
    boolean terminal = !utf8 && System.console() != null && System.console().isTerminal();
    return Stdout.install(terminal ? charset : StandardCharsets.UTF_8);
  }

  /** picocli answers exceptions; errors, such as too little memory, are answered here. */
  static int execute(CommandLine line, String... args) {
    try {
      return line.execute(args);
    } catch (Error broken) {
      boolean stacktrace = Arrays.asList(args).contains("--stacktrace");
      return Failure.report(broken, line.getErr(), stacktrace);
    }
  }

  /** The whole command, as the tests and the shell use it. */
  static CommandLine commandLine() {
    Osler osler = new Osler();
    CommandLine line = new CommandLine(osler);
    everyCommand(line);
    return line.setExecutionExceptionHandler(
        (failure, command, parsed) -> Failure.report(failure, command.getErr(), osler.stacktrace));
  }

  /** {@code --help}, {@code --version} and plain behaviour for a command and all below it. */
  private static void everyCommand(CommandLine line) {
    line.getCommandSpec().mixinStandardHelpOptions(true);
    line.setUsageHelpWidth(WIDTH); // measuring the terminal starts a process, too slow for --help
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setAbbreviatedOptionsAllowed(false);
    line.getSubcommands().values().forEach(Osler::everyCommand);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing.");
  }
}
