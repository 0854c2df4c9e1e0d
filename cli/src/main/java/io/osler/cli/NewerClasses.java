package io.osler.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies of those jars of a class path whose classes are in the format of Java 5, in today's: the
 * start-up cache takes no classes that old, and the command line's parser is written in them.
 */
final class NewerClasses {
  /** The first format with the tables by which a class is checked quickly. */
  private static final int CACHED = ClassFile.JAVA_6_VERSION;

  private NewerClasses() {}

  /**
   * @param args the folder for the copies and the class path; prints the class path to use
   */
  public static void main(String[] args) throws IOException {
    List<String> path = new ArrayList<>();
    for (String entry : args[1].split(File.pathSeparator, -1)) {
      Path jar = Path.of(entry);
      path.add(old(jar) ? copy(jar, Path.of(args[0])).toString() : entry);
    }
    System.out.println(String.join(File.pathSeparator, path));
  }

  /** Whether the jar's first class is in a format that the cache refuses. */
  static boolean old(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Optional<? extends ZipEntry> first =
          zip.stream().filter(NewerClasses::plainClass).findFirst();
      return first.isPresent() && major(bytes(zip, first.get())) < CACHED;
    }
  }

  static Path copy(Path jar, Path folder) throws IOException {
    Path copy = folder.resolve(String.valueOf(jar.getFileName()));
    try (ZipFile zip = new ZipFile(jar.toFile());
        URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        OutputStream file = Files.newOutputStream(copy);
        ZipOutputStream out = new ZipOutputStream(file)) {
      ClassFile format =
          ClassFile.of(
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(loader)
                      .orElse(ClassHierarchyResolver.defaultResolver())),
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
      for (ZipEntry entry : Collections.list(zip.entries())) {
        byte[] bytes = bytes(zip, entry);
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(plainClass(entry) && major(bytes) < CACHED ? newer(format, bytes) : bytes);
        out.closeEntry();
      }
    }
    return copy;
  }

  private static byte[] newer(ClassFile format, byte[] bytes) {
    ClassTransform version =
        (builder, element) ->
            builder.with(
                element instanceof ClassFileVersion
                    ? ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0)
                    : element);
    // Bodies are written anew, for the tables that the old format has not.
    ClassTransform bodies = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
    return format.transformClass(format.parse(bytes), version.andThen(bodies));
  }

  private static boolean plainClass(ZipEntry entry) {
    return entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/");
  }

  /** The version of the format: bytes 6 and 7 of a class file. */
  private static int major(byte[] bytes) {
    return bytes.length < 8 ? Integer.MAX_VALUE : (bytes[6] & 0xff) << 8 | bytes[7] & 0xff;
  }

  private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }
}
