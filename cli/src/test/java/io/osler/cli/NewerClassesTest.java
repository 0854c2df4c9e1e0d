package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class NewerClassesTest {
  @TempDir private static @Nullable Path folder;

  private static Path jarOf(Class<?> one) throws Exception {
    return Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @Test
  void theCopyOfAnOldJarIsNewAndStillWorks() throws Exception {
    Path jar = jarOf(CommandLine.class);
    assertThat(NewerClasses.old(jar)).isTrue();
    Path copy = NewerClasses.copy(jar, Objects.requireNonNull(folder));
    assertThat(NewerClasses.old(copy)).isFalse();
    try (var loader =
        new URLClassLoader(
            new URL[] {copy.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      Class<?> line = loader.loadClass(CommandLine.class.getName()); // checked by its new tables
      Class<?> help = loader.loadClass(CommandLine.class.getName() + "$Help$Ansi");
      assertThat(line.getClassLoader()).isSameAs(loader);
      assertThat(Class.forName(help.getName(), true, loader).getEnumConstants()).isNotEmpty();
      Object spec =
          loader
              .loadClass(CommandLine.class.getName() + "$Model$CommandSpec")
              .getMethod("create")
              .invoke(null);
      assertThat(line.getConstructor(Object.class).newInstance(spec)).isNotNull();
    }
  }

  @Test
  void newJarsStay() throws Exception {
    assertThat(NewerClasses.old(jarOf(Test.class))).isFalse();
  }
}
