package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scripts read is the same in every country, and in a shell without a locale. */
class LanguageTest {
  @TempDir Path folder;

  private String fingerprint(Path data, List<String> environment) throws Exception {
    Path log = Files.createTempDirectory(folder, "run").resolve("err.txt");
    Process process = Shell.start(log, environment, "fingerprint", data);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    return Files.readString(log.resolveSibling("out.txt"));
  }

  @Test
  void numbersIdsAndHashesDoNotDependOnTheLocale() throws Exception {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    Made.put(arrays, "train", 8, 2, 1);
    Path data = Made.npz(folder.resolve("made.npz"), arrays);
    Files.writeString(folder.resolve("labels.yaml"), "classes: [nævus, melanom]\n");
    String plain = fingerprint(data, List.of());
    String arabic =
        fingerprint(data, List.of("env", "JDK_JAVA_OPTIONS=-Duser.language=ar -Duser.country=EG"));
    assertThat(arabic).isEqualTo(plain).contains("sha-256", "0.5 %");
    String without = fingerprint(data, List.of("env", "LC_ALL=C"));
    assertThat(without).isEqualTo(plain).contains("nævus", "12 × 12");
  }
}
