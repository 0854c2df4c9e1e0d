package io.osler.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * docs/licences.md names exactly what the osler command runs with, under licences that allow it.
 */
class LicencesTest {
  private static final Pattern ROW = Pattern.compile("\\| ([\\w-]+) \\| ([^|]+) \\| [^|]+ \\|");
  private static final Pattern JAR = Pattern.compile("(.+?)-\\d.*\\.jar");
  private static final Pattern ALLOWED =
      Pattern.compile(
          "(Apache-2\\.0|MIT|BSD-[23]-Clause|JJ2000|GPL-[23]\\.0 with (runtime|Classpath)"
              + " exception).*");

  @Test
  void everyLibraryHasARowAndEveryRowALibrary() throws IOException {
    Path classPath = Sources.root().resolve("cli/target/class-path");
    assertThat(libraries(Files.readString(classPath))).isEqualTo(rows().keySet());
  }

  @Test
  void everyLicenceIsAllowed() throws IOException {
    assertThat(rows()).isNotEmpty();
    rows().forEach((library, licence) -> assertThat(refused(licence)).as(library).isEmpty());
  }

  @Test
  void aLicenceThatIsNotAllowedIsNoticed() {
    assertThat(refused("GPL-3.0")).containsExactly("GPL-3.0");
    assertThat(refused("Apache-2.0 (binding), AGPL-3.0 (core)")).containsExactly("AGPL-3.0 (core)");
    assertThat(refused("BSD-3-Clause with a nuclear disclaimer")).isEmpty();
  }

  @Test
  void jarNamesGiveLibraries() {
    String path =
        String.join(
            File.pathSeparator, "m/pytorch-2.10.0-1.5.13-linux-x86_64.jar", "core/target/classes");
    assertThat(libraries(path)).containsExactly("pytorch");
  }

  private static List<String> refused(String licences) {
    List<String> refused = new ArrayList<>();
    for (String licence : licences.split(", | and ", -1)) {
      if (!ALLOWED.matcher(licence).matches()) {
        refused.add(licence);
      }
    }
    return refused;
  }

  private static Map<String, String> rows() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    for (String line : Files.readAllLines(Sources.root().resolve("docs/licences.md"))) {
      Matcher row = ROW.matcher(line);
      if (line.startsWith("## ")) {
        break; // the tables below are about images
      }
      if (row.matches() && !row.group(1).equals("library") && !row.group(1).startsWith("---")) {
        rows.put(row.group(1), row.group(2).strip());
      }
    }
    return rows;
  }

  private static Set<String> libraries(String classPath) {
    Set<String> libraries = new TreeSet<>();
    for (String entry : classPath.strip().split(File.pathSeparator, -1)) {
      Matcher jar = JAR.matcher(String.valueOf(Path.of(entry).getFileName()));
      if (jar.matches() && !jar.group(1).startsWith("osler-")) {
        libraries.add(jar.group(1));
      }
    }
    return libraries;
  }
}
