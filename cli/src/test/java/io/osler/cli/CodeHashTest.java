package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeHashTest {
  @TempDir private Path folder = Path.of(".");

  private Path classes(String name, String... files) throws IOException {
    Path root = folder.resolve(name);
    for (String file : files) {
      Path path = root.resolve(file);
      Files.createDirectories(path.resolve(".."));
      Files.writeString(path, "bytes of " + path.getFileName());
    }
    return root;
  }

  private static String of(Path... places) {
    return CodeHash.sha256(List.of(places));
  }

  @Test
  void isOneHashOfTheRunningCode() {
    assertThat(CodeHash.sha256()).matches("[0-9a-f]{64}").isEqualTo(CodeHash.sha256());
    assertThat(Version.code()).endsWith("sha256 " + CodeHash.sha256());
  }

  @Test
  void aJarAndAFolderOfTheSameClassesAreTheSame() throws IOException {
    Path plain = classes("plain", "io/osler/a/A.class", "io/osler/B.class");
    Path jar = folder.resolve("packed.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream out = new ZipOutputStream(file)) {
      // Another order than that of names, another time than that of the files.
      for (String name : List.of("io/osler/a/A.class", "io/osler/B.class", "META-INF/x")) {
        out.putNextEntry(new ZipEntry(name));
        Path from = plain.resolve(name);
        out.write(Files.exists(from) ? Files.readAllBytes(from) : new byte[3]);
        out.closeEntry();
      }
    }
    assertThat(of(jar)).isEqualTo(of(plain));
  }

  @Test
  void anotherByteNameOrModuleIsOtherCode() throws IOException {
    Path plain = classes("plain", "io/osler/A.class");
    String before = of(plain);
    assertThat(of(classes("renamed", "io/osler/B.class"))).isNotEqualTo(before);
    assertThat(of(plain, classes("more", "io/osler/C.class"))).isNotEqualTo(before);
    Files.writeString(plain.resolve("io/osler/A.class"), "other bytes");
    assertThat(of(plain)).isNotEqualTo(before);
  }
}
