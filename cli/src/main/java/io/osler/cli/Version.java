package io.osler.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code osler --version} prints: Osler's version, then the JDK's and the platform's. */
public final class Version implements IVersionProvider {
  /** This Osler's version, as written in model bundles and reports. */
  public static String osler() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      properties.load(Objects.requireNonNull(in, "version.properties is not in the jar"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Objects.requireNonNull(properties.getProperty("version"), "no version in the jar");
  }

  /** Version and hash of the code, as written in a model's origin. */
  static String code() {
    return "Osler %s, sha256 %s".formatted(osler(), CodeHash.sha256());
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "osler " + osler(),
      "JDK " + Runtime.version() + ", " + System.getProperty("java.vm.name"),
      System.getProperty("os.name") + ", " + System.getProperty("os.arch")
    };
  }
}
