package io.osler.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.annotation.Testable;

/**
 * Every test that was written was run: no test class is overlooked because of its name, and no
 * module's tests stayed away without a word.
 */
class TestsRunTest {
  private static final Pattern COUNT = Pattern.compile("<testsuite [^>]*\\btests=\"(\\d+)\"");

  @Test
  void everyTestClassHasANameThatIsPickedUp() throws IOException {
    for (Path folder : Sources.folders("target/test-classes")) {
      assertThat(overlooked(folder)).as(Sources.module(folder)).isEmpty();
    }
  }

  @Test
  void everyTestClassOfEveryModuleWasRun() throws IOException {
    if (System.getProperty("osler.test.filter", "").matches("[^$].*")) {
      return; // the caller asked for some tests by name
    }
    for (Path folder : Sources.folders("target/test-classes")) {
      if (!Sources.module(folder).equals("architecture")) { // it is running now
        Path reports = folder.resolveSibling("surefire-reports");
        assertThat(notRun(folder, reports)).as(Sources.module(folder)).isEmpty();
      }
    }
  }

  @Test
  void aTestClassOfAnotherNameIsNoticed() throws IOException {
    Path own = Sources.root().resolve("architecture/target/test-classes");
    assertThat(new ClassFileImporter().importPath(own))
        .anyMatch(one -> hasTests(one) && one.getSimpleName().equals("TestsRunTest"));
    assertThat(isPickedUp("GeometryProperties", true)).isFalse();
    assertThat(isPickedUp("Nested", false)).isFalse();
    assertThat(isPickedUp("GeometryTest", true)).isTrue();
  }

  @Test
  void aModuleThatRanNothingIsNoticed(@TempDir Path reports) throws IOException {
    Path own = Sources.root().resolve("architecture/target/test-classes");
    assertThat(notRun(own, reports)).contains(TestsRunTest.class.getName());
    Path report = reports.resolve("TEST-" + TestsRunTest.class.getName() + ".xml");
    Files.writeString(report, "<testsuite name=\"x\" tests=\"0\">");
    assertThat(notRun(own, reports)).contains(TestsRunTest.class.getName());
    Files.writeString(report, "<testsuite name=\"x\" tests=\"5\">");
    assertThat(notRun(own, reports)).doesNotContain(TestsRunTest.class.getName());
  }

  private static List<String> overlooked(Path testClasses) {
    List<String> found = new ArrayList<>();
    for (JavaClass one : new ClassFileImporter().importPath(testClasses)) {
      boolean kit = one.getModifiers().contains(JavaModifier.ABSTRACT); // its subclasses are run
      if (hasTests(one) && !kit && !isPickedUp(one.getSimpleName(), one.isTopLevelClass())) {
        found.add(one.getName());
      }
    }
    return found;
  }

  /** Surefire's default pattern, as far as we use it. */
  private static boolean isPickedUp(String simpleName, boolean topLevel) {
    return topLevel && simpleName.endsWith("Test");
  }

  /** Classes with a test for the ordinary build but without a report of this build. */
  private static List<String> notRun(Path testClasses, Path reports) throws IOException {
    List<String> found = new ArrayList<>();
    for (JavaClass one : new ClassFileImporter().importPath(testClasses)) {
      boolean kit = one.getModifiers().contains(JavaModifier.ABSTRACT);
      if (hasTests(one) && !kit && !needsRealData(one)) {
        Path classFile = testClasses.resolve(one.getName().replace('.', '/') + ".class");
        if (!ran(reports.resolve("TEST-" + one.getName() + ".xml"), classFile)) {
          found.add(one.getName());
        }
      }
    }
    return found;
  }

  private static boolean ran(Path report, Path classFile) throws IOException {
    if (!Files.exists(report)
        || Files.getLastModifiedTime(report).compareTo(Files.getLastModifiedTime(classFile)) < 0) {
      return false;
    }
    Matcher count = COUNT.matcher(Files.readString(report));
    return count.find() && Integer.parseInt(count.group(1)) > 0;
  }

  private static boolean hasTests(JavaClass one) {
    return one.getMethods().stream().anyMatch(TestsRunTest::isTest);
  }

  private static boolean isTest(JavaMethod method) {
    return method.isMetaAnnotatedWith(Testable.class);
  }

  private static boolean needsRealData(JavaClass one) {
    return tagged(one)
        || one.getMethods().stream().filter(TestsRunTest::isTest).allMatch(TestsRunTest::tagged);
  }

  private static boolean tagged(CanBeAnnotated where) {
    return where.isAnnotatedWith(Tag.class);
  }
}
