package io.osler.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every rule refuses a class that was written to break it, and no class that obeys it. */
class RulesBiteTest {
  private static final String ROOT = "io.osler.architecture.fixture";
  private static final JavaClasses BAD = new ClassFileImporter().importPackages(ROOT);

  /** Rule to the bad class that it must name. */
  private static final Map<String, String> CULPRITS =
      Map.of(
          "cycles", "core.metric",
          "native code in learn only", "NativeOutsideLearn",
          "chance comes from a seed", "UnseededChance",
          "only the command line ends the process", "EndsTheProcess",
          "only the command line prints", "Prints",
          "nothing is unpickled", "Unpickles",
          "packages are null-marked", "fixture.dicom.unmarked",
          "names say what a thing is", "VolumeUtils",
          "Optional is for returns", "TakesOptional");

  @Test
  void everyRuleNamesItsCulprit() {
    Map<String, ArchRule> rules = Rules.of(ROOT);
    assertThat(CULPRITS.keySet()).containsExactlyInAnyOrderElementsOf(rules.keySet());
    rules.forEach(
        (name, rule) -> {
          String report = rule.evaluate(BAD).getFailureReport().toString();
          assertThat(report).as(name).contains(CULPRITS.get(name));
          assertThat(report).as(name).doesNotContain("Innocent");
        });
  }

  @Test
  void eachWayOfDrawingUnseededChanceIsRefused() {
    ArchRule rule = Objects.requireNonNull(Rules.of(ROOT).get("chance comes from a seed"));
    assertThat(rule.evaluate(BAD).getFailureReport().toString())
        .contains("java.util.Random", "ThreadLocalRandom", "Math.random()", "shuffle");
  }

  @Test
  void anArrowThatIsNotDrawnIsRefused() throws IOException {
    Arrows arrows = Arrows.read(Sources.resource("arrows.txt"));
    List<String> found = arrows.violations(BAD, ROOT);
    assertThat(found).anyMatch(line -> line.startsWith("core.volume -> core.metric"));
    assertThat(found).contains("package dicom.unmarked is not drawn in arrows.txt");
    assertThat(found).noneMatch(line -> line.startsWith("core.metric -> core.volume"));
  }

  @Test
  void twoRowsForOnePackageAreRefused(@TempDir Path folder) throws IOException {
    Path table = Files.writeString(folder.resolve("arrows.txt"), "a -\na b\n");
    assertThat(catchThrowable(() -> Arrows.read(table))).hasMessageContaining("two rows for a");
  }
}
