package io.osler.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** File sizes, and words that must not be in the repository. */
class SourcesTest {
  private static final int MOST_LINES = 400;

  /**
   * Unfinished work, paths of one machine, addresses of package registries. Written with character
   * classes so that this file does not match itself.
   */
  private static final Pattern UNWANTED =
      Pattern.compile(
          "\\b[T]ODO\\b|\\b[F]IXME\\b|@[D]isabled\\b"
              + "|(?<![\\w.}~-])/(?:[w]ork|[r]oot|[m]nt|[t]mp|[h]ome/\\w+|[U]sers/\\w+)/\\w"
              + "|[A-Z]:\\\\\\\\?[U]sers"
              + "|\\b(?:repo1?|central|registry|files|test|index)\\.(?:[m]aven|[n]pmjs|[p]ypi"
              + "|[p]ythonhosted|[s]onatype)\\b|//[p]ypi\\.org|[p]ythonhosted\\.org"
              + "|[i]ndex-url");

  private record Sized(Path file, long lines) {}

  @Test
  void noJavaFileIsLongerThanTheCap() throws IOException {
    List<Sized> all = new ArrayList<>();
    for (Path file : Sources.java()) {
      all.add(new Sized(Sources.relative(file), Files.readAllLines(file).size()));
    }
    all.sort(Comparator.comparingLong(Sized::lines).reversed());
    printTable(all);
    assertThat(all).isNotEmpty().allMatch(one -> one.lines() <= MOST_LINES);
  }

  /** Longest first. */
  private static void printTable(List<Sized> all) {
    int n = all.size();
    long total = all.stream().mapToLong(Sized::lines).sum();
    System.out.printf(
        "Java files: %d, lines: %d, median %d, nine of ten under %d, longest %d%n",
        n, total, all.get(n / 2).lines(), all.get(n / 10).lines(), all.getFirst().lines());
    long[] edges = {50, 100, 200, 300, MOST_LINES};
    long below = 0;
    for (long edge : edges) {
      long upTo = all.stream().filter(one -> one.lines() <= edge).count();
      System.out.printf(
          "  %3d to %3d lines: %4d files%n", below + 1, edge, upTo - countTo(all, below));
      below = edge;
    }
    all.stream().limit(5).forEach(one -> System.out.printf("  %4d %s%n", one.lines(), one.file()));
  }

  private static long countTo(List<Sized> all, long edge) {
    return all.stream().filter(one -> one.lines() <= edge).count();
  }

  /** Each fixed step's Javadoc states its copies of the image: a new one cannot forget to. */
  @Test
  void everyStepStatesItsMemory() throws IOException {
    Pattern step = Pattern.compile("implements (ByChannel|Intensity|Spatial|Transform) \\{");
    List<String> silent = new ArrayList<>();
    int steps = 0;
    for (Path file : Sources.java()) {
      String text = Files.readString(file).replaceAll("\\s+(\\* )?", " ");
      if (file.toString().contains("/core/src/main/") && text.contains("@About(")) {
        boolean fixed = step.matcher(text).find();
        steps += fixed ? 1 : 0;
        if (fixed && !text.contains("Memory: ")) {
          silent.add("" + Sources.relative(file));
        }
      }
    }
    assertThat(steps).isGreaterThan(100);
    assertThat(silent).isEmpty();
  }

  @Test
  void nothingUnfinishedAndNoPlaceOfOneMachineIsNamed() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : Sources.files()) {
      byte[] bytes = Files.readAllBytes(file);
      if (isText(bytes)) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        UNWANTED
            .matcher(text)
            .results()
            .forEach(hit -> found.add(Sources.relative(file) + ": " + hit.group()));
      }
    }
    assertThat(found).isEmpty();
  }

  private static boolean isText(byte[] bytes) {
    for (int n = 0; n < Math.min(bytes.length, 8192); n++) {
      if (bytes[n] == 0) {
        return false;
      }
    }
    return true;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "// TO" + "DO later",
        "FIX" + "ME",
        "@Dis" + "abled",
        "see /wo" + "rk/main",
        "in /ho" + "me/jane/x",
        "\"/t" + "mp/x\"",
        "C:\\\\Us" + "ers",
        "https://repo1.mav" + "en.org/maven2",
        "https://py" + "pi.org/simple",
        "--ind" + "ex-url"
      })
  void unwantedWordsAreNoticed(String text) {
    assertThat(UNWANTED.matcher(text).find()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docs/work/plan",
        "http://maven.apache.org/POM/4.0.0",
        "../shared/data",
        "~/work/x",
        "method"
      })
  void ordinaryWordsAreNot(String text) {
    assertThat(UNWANTED.matcher(text).find()).isFalse();
  }

  @Test
  void sourceWalkSeesEveryKindOfFile() throws IOException {
    try (Stream<Path> seen = Sources.files().stream().map(Sources::relative)) {
      assertThat(seen).contains(Path.of("pom.xml"), Path.of("osler"), Path.of(".ci", "run"));
    }
  }
}
