package io.osler.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules hold for the program as it stands. */
class ArchitectureTest {
  private static final String ROOT = "io.osler";
  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void everyModuleWithSourcesIsSeen() throws IOException {
    Set<String> seen = new TreeSet<>();
    PROGRAM.forEach(one -> seen.add(one.getPackageName().split("\\.")[2]));
    for (Path main : Sources.folders("src/main/java")) {
      assertThat(seen).contains(Sources.module(main));
    }
  }

  @Test
  void everyArrowIsDrawn() throws IOException {
    Arrows arrows = Arrows.read(Sources.resource("arrows.txt"));
    assertThat(arrows.violations(PROGRAM, ROOT)).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> everyRuleHolds() {
    return Rules.of(ROOT).entrySet().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(PROGRAM)));
  }
}
