package io.osler.dicom.read;

import io.osler.core.config.InputException;
import io.osler.dicom.dataset.DicomFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the mutants that are read without a single note, for {@code golden/dicom_mutants.py} to
 * read them with another program: {@code MutantSample FOLDER COUNT}.
 */
final class MutantSample {
  private MutantSample() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    Mutants mutants = new Mutants(FuzzTest.seeds(""));
    for (long n = 0; n < Long.parseLong(args[1]); n++) {
      write(folder, n, mutants.mutant(n));
    }
  }

  private static void write(Path folder, long n, byte[] mutant) throws IOException {
    try {
      if (DicomFile.parse("mutant", mutant.clone()).notes().isEmpty()) {
        Files.write(folder.resolve(n + ".dcm"), mutant);
      }
    } catch (InputException e) {
      Files.deleteIfExists(folder.resolve(n + ".dcm"));
    }
  }
}
