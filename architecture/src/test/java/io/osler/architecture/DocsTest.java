package io.osler.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.architecture.Snippets.Snippet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the pages show is what the build runs. */
class DocsTest {
  private static final Pattern TEST_COMMAND =
      Pattern.compile("<!-- test command -->\\s*```sh\\n(.+?)\\n```");
  private static final Pattern LINK =
      Pattern.compile("\\]\\((?!https?:|#|mailto:)([^)#]+)[^)]*\\)");

  @Test
  void javaInThePagesIsJavaThatRuns() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path page : pages()) {
      for (Snippet snippet : Snippets.of(Files.readString(page)).all()) {
        problem(snippet).ifPresent(why -> wrong.add(Sources.relative(page) + ": " + why));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void theCheckBeforeLandingRunsTheReadmesTestCommand() throws IOException {
    Matcher readme = TEST_COMMAND.matcher(Files.readString(Sources.root().resolve("README.md")));
    assertThat(readme.find()).isTrue();
    assertThat(Files.readString(Sources.root().resolve(".ci/run")))
        .contains("test_command=\"" + readme.group(1) + "\"")
        .contains("\n$test_command");
  }

  @Test
  void linksBetweenPagesLeadSomewhere() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Path page : markdown()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        Path target = Sources.root().resolve(page).resolveSibling(link.group(1));
        if (!Files.exists(target)) {
          dead.add(Sources.relative(page) + " -> " + link.group(1));
        }
      }
    }
    assertThat(dead).isEmpty();
  }

  @Test
  void codeThatDiffersOrComesFromNowhereIsNoticed() {
    String java = "class X {\n    // tag::a\n    int x = 1;\n    // end::a\n  // tag::open\n}";
    assertThat(Snippets.region(java, "a")).contains("int x = 1;");
    assertThat(Snippets.region(java, "open")).isEmpty();
    assertThat(Snippets.region(java, "none")).isEmpty();

    String page = "<!-- example: X#a -->\n```java\nint x = 1;\n```\n\n```java\nint y;\n```\n";
    List<Snippet> all = Snippets.of(page).all();
    assertThat(all)
        .containsExactly(new Snippet("X", "a", "int x = 1;"), new Snippet("", "", "int y;"));
    assertThat(compare(all.getFirst(), Optional.of(java))).isEmpty();
    assertThat(compare(new Snippet("X", "a", "int x = 2;"), Optional.of(java))).isPresent();
    assertThat(compare(new Snippet("X", "gone", "int x = 1;"), Optional.of(java))).isPresent();
    assertThat(compare(all.getFirst(), Optional.empty())).isPresent();
    assertThat(compare(all.getLast(), Optional.empty())).isPresent();
  }

  private static Optional<String> problem(Snippet snippet) throws IOException {
    for (Path file : Sources.java()) {
      if (Sources.module(file).equals("examples") && file.endsWith(snippet.source() + ".java")) {
        return compare(snippet, Optional.of(Files.readString(file)));
      }
    }
    return compare(snippet, Optional.empty());
  }

  private static Optional<String> compare(Snippet snippet, Optional<String> java) {
    if (snippet.source().isEmpty()) {
      return Optional.of("Java without <!-- example: File#tag --> above it: " + snippet.code());
    }
    if (java.isEmpty()) {
      return Optional.of("no example is called " + snippet.source());
    }
    Optional<String> region = Snippets.region(java.get(), snippet.tag());
    if (region.isEmpty()) {
      return Optional.of(snippet.source() + " has no closed region " + snippet.tag());
    }
    return region.get().equals(snippet.code())
        ? Optional.empty()
        : Optional.of(snippet.source() + "#" + snippet.tag() + " differs:\n" + region.get());
  }

  /** The pages whose code must run. */
  private static List<Path> pages() throws IOException {
    Path guide = Sources.root().resolve("docs/guide");
    return markdown().stream()
        .filter(page -> page.startsWith(guide) || page.endsWith("README.md"))
        .toList();
  }

  private static List<Path> markdown() throws IOException {
    return Sources.files().stream().filter(file -> file.toString().endsWith(".md")).toList();
  }
}
