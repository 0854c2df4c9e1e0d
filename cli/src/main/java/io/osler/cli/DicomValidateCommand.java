package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.validate.Problem;
import io.osler.dicom.validate.Validator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code osler dicom validate}. */
@Command(
    name = "validate",
    description = {
      "Hold a DICOM file, or all files of a folder, against the standard: structure, value",
      "representations, attributes that its IOD requires (types 1 and 2 of mandatory modules),",
      "and the image against its own header. Values are never printed.",
      "Exit status 1 when there are errors; warnings alone give 0."
    },
    footer = {"", "Example: osler dicom validate image.dcm"})
final class DicomValidateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE|FOLDER", description = "A DICOM file, or a folder with some.")
  private Path path = Path.of(".");

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    DicomPaths files = DicomPaths.of(path);
    boolean sound = true;
    for (Path file : files.found()) {
      try {
        DicomFile read = DicomFile.read(file);
        List<Problem> problems = Validator.check(read);
        long errors = problems.stream().filter(DicomValidateCommand::isError).count();
        out.printf(
            "%s: %s, %d error(s), %d warning(s)%n",
            file, Validator.iod(read).orElse("unknown kind"), errors, problems.size() - errors);
        problems.forEach(problem -> out.println("  " + problem));
        sound &= errors == 0;
      } catch (InputException e) {
        if (!Files.isDirectory(path)) {
          throw e;
        }
        out.println(file + ": not readable");
        out.println("  error\t" + e.getMessage());
        sound = false;
      }
    }
    out.flush();
    files.tell(spec.commandLine().getErr());
    return sound ? 0 : 1;
  }

  private static boolean isError(Problem problem) {
    return problem.severity() == Problem.Severity.ERROR;
  }
}
