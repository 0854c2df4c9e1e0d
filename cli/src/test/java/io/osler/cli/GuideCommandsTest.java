package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.osler.core.config.Config;
import io.osler.learn.explain.Method;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every command line in README, guide and --help is one that Osler takes. */
class GuideCommandsTest {
  private static final Path ROOT = Path.of(System.getProperty("osler.root", ".."));
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  /** Lines that begin with osler, continued ones joined; comments and what is redirected go. */
  private static List<String> commands(String text) {
    List<String> commands = new ArrayList<>();
    for (String line : text.replaceAll("\\\\\\R\\s*", "").lines().toList()) {
      String bare = line.strip().replaceFirst("^Examples?: ", "").replaceFirst("^\\./", "");
      boolean whole = !bare.contains("…") && !bare.contains("COMMAND");
      if (bare.startsWith("osler ") && whole) {
        commands.add(bare.replaceFirst("\\s+#.*", "").replaceFirst("\\s+>.*", ""));
      }
    }
    return commands;
  }

  private static void taken(String where, String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command.substring("osler ".length()));
    while (matcher.find()) {
      for (int group = 1; group <= 3; group++) {
        if (matcher.group(group) instanceof String word) {
          words.add(word);
        }
      }
    }
    assertThatCode(() -> Osler.commandLine().parseArgs(words.toArray(String[]::new)))
        .as("%s: %s", where, command)
        .doesNotThrowAnyException();
    int method = words.indexOf("--method");
    if (words.getFirst().equals("explain") && method > 0) {
      assertThat(Config.read(Method.class, words.get(method + 1))).as(command).isNotNull();
    }
  }

  @Test
  void commandsInReadmeAndGuideAreTaken() throws IOException {
    int found = 0;
    List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> guide = Files.list(ROOT.resolve("docs/guide"))) {
      guide.filter(path -> path.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    for (Path page : pages) {
      boolean code = false;
      StringBuilder text = new StringBuilder();
      for (String line : Files.readAllLines(page)) {
        code ^= line.startsWith("```");
        text.append(code ? line : "").append('\n');
      }
      for (String command : commands(text.toString())) {
        taken(page.getFileName().toString(), command);
        found++;
      }
    }
    assertThat(found).isGreaterThan(30);
  }

  @Test
  void examplesInTheHelpAreTaken() {
    List<CommandLine> all = new ArrayList<>(List.of(Osler.commandLine()));
    int found = 0;
    for (int n = 0; n < all.size(); n++) {
      CommandLine line = all.get(n);
      all.addAll(line.getSubcommands().values());
      String footer = String.join("\n", line.getCommandSpec().usageMessage().footer());
      for (String command : commands(footer)) {
        taken("help of " + line.getCommandName(), command);
        found++;
      }
    }
    assertThat(found).isGreaterThan(12);
  }
}
