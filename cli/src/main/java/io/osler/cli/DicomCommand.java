package io.osler.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code osler dicom}: its subcommands are listed here. */
@Command(
    name = "dicom",
    description = {
      "Look into DICOM files, check them, convert them to volumes and pictures.",
      "Messages name files, tags and bytes; only 'dump' and '--patient' show patient data."
    },
    subcommands = {
      DicomDumpCommand.class,
      DicomListCommand.class,
      DicomConvertCommand.class,
      DicomTranscodeCommand.class,
      DicomValidateCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example: osler dicom list study/"})
final class DicomCommand implements Runnable {
  /** Injected by picocli before any option is read. */
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing.");
  }
}
