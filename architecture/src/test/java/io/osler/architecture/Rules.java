package io.osler.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvent;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.ObjectInputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;

/**
 * The rules of the house for everything below a root package, by name; a root, so that the same
 * rules can be tried on deliberately bad classes.
 */
final class Rules {
  private static final String FORBIDDEN_NAMES =
      "(Abstract|Base)[A-Z].*|.*(Utils?|Helpers?|Manager|Impl|Base)";
  private static final String FORBIDDEN_PACKAGES =
      ".*\\.(utils?|helpers?|common|misc|impl|shared)(\\..*)?";

  private Rules() {}

  static Map<String, ArchRule> of(String root) {
    Map<String, ArchRule> rules = new TreeMap<>();
    rules.put("cycles", slices().matching(root + ".(**)").should().beFreeOfCycles());
    rules.put(
        "native code in learn only",
        noClasses()
            .that()
            .resideOutsideOfPackage(root + ".learn..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bytedeco.."));
    rules.put(
        "chance comes from a seed",
        noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Random.class, ThreadLocalRandom.class)
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(Collections.class, "shuffle", List.class));
    rules.put(
        "only the command line ends the process",
        noClasses()
            .that()
            .resideOutsideOfPackage(root + ".cli..")
            .should()
            .callMethod(System.class, "exit", int.class));
    rules.put(
        "only the command line prints",
        noClasses()
            .that()
            .resideOutsideOfPackages(root + ".cli..", root + ".examples..", root + ".benchmarks..")
            .should(ACCESS_STANDARD_STREAMS));
    rules.put(
        "nothing is unpickled",
        noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class));
    rules.put("packages are null-marked", classes().should(liveInANullMarkedPackage()));
    rules.put(
        "names say what a thing is",
        classes()
            .should()
            .haveNameNotMatching(".*[.$](" + FORBIDDEN_NAMES + ")")
            .andShould()
            .haveNameNotMatching(FORBIDDEN_PACKAGES));
    rules.put(
        "Optional is for returns",
        methods().that().arePublic().should(takeNo(Optional.class)).allowEmptyShould(true));
    return rules;
  }

  private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
    return new ArchCondition<>("live in a package with a @NullMarked package-info") {
      @Override
      public void check(JavaClass one, ConditionEvents events) {
        boolean marked = one.getPackage().isAnnotatedWith(NullMarked.class);
        events.add(event(one, marked, one.getPackageName() + " lacks @NullMarked"));
      }
    };
  }

  private static ArchCondition<JavaMethod> takeNo(Class<?> type) {
    return new ArchCondition<>("take no " + type.getSimpleName()) {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean taken =
            method.getRawParameterTypes().stream().anyMatch(one -> one.isEquivalentTo(type))
                && !method.getName().startsWith("lambda$")
                && !method.getOwner().isRecord();
        events.add(event(method, !taken, method.getDescription() + " takes " + type.getName()));
      }
    };
  }

  private static ConditionEvent event(Object where, boolean holds, String message) {
    return new SimpleConditionEvent(where, holds, message);
  }
}
