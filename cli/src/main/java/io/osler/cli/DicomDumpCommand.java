package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Dump;
import io.osler.dicom.dataset.JsonBulk;
import io.osler.dicom.dataset.JsonModel;
import io.osler.dicom.dataset.Tag;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code osler dicom dump}. */
@Command(
    name = "dump",
    description = {
      "Print what is in a DICOM file, or in every DICOM file of a folder.",
      "Shows patient data. What is odd about a file comes first, after '#'."
    },
    footer = {
      "",
      "Examples: osler dicom dump image.dcm",
      "          osler dicom dump study/ --tag PatientID --tag 0028,0010",
      "          osler dicom dump image.dcm --json --bulk bulk/ > image.json"
    })
final class DicomDumpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE|FOLDER", description = "A DICOM file, or a folder with some.")
  private Path path = Path.of(".");

  @Option(names = "--json", description = "Print the DICOM JSON model (PS3.18 annex F).")
  private boolean json;

  @Option(
      names = "--bulk",
      paramLabel = "FOLDER",
      description = {
        "With --json: values of more than 1 kB go into files of this folder,",
        "and the JSON refers to them (BulkDataURI)."
      })
  private Optional<Path> bulk = Optional.empty();

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "Only this element, wherever it is: a keyword or gggg,eeee. Repeatable.")
  private List<String> tags = List.of();

  @Option(names = "--full", description = "Print long values whole instead of their start.")
  private boolean full;

  @Override
  public Integer call() throws IOException {
    Set<Tag> wanted = tags.stream().map(Tag::parse).collect(Collectors.toSet());
    DicomPaths files = DicomPaths.of(path);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    int refused = 0;
    boolean array = json && Files.isDirectory(path);
    out.print(array ? "[" : "");
    String separator = "";
    for (Path file : files.found()) {
      try {
        DicomFile read = DicomFile.read(file);
        if (json) {
          String text = JsonModel.write(read.dataSet(), bulk(file));
          out.print(separator);
          out.print(text);
          separator = ",\n";
        } else {
          text(read, wanted, files.found().size() > 1, out);
        }
      } catch (InputException e) {
        if (!Files.isDirectory(path)) {
          throw e;
        }
        refused++;
        err.println("refused: " + file + ": " + e.getMessage());
      }
    }
    out.print(array ? "]\n" : json ? "\n" : "");
    out.flush();
    files.tell(err);
    return refused == 0 ? 0 : 1;
  }

  private JsonBulk bulk(Path file) throws IOException {
    if (bulk.isEmpty()) {
      return JsonBulk.inline();
    }
    Files.createDirectories(bulk.get());
    return JsonBulk.files(bulk.get(), String.valueOf(file.getFileName()));
  }

  private void text(DicomFile file, Set<Tag> wanted, boolean many, PrintWriter out) {
    Dump dump = full ? Dump.FULL : Dump.DEFAULT;
    StringBuilder lines = new StringBuilder();
    if (wanted.isEmpty()) {
      dump.write(file, line -> append(lines, line, out));
      lines.append(many ? "\n" : "");
    } else {
      if (many) {
        lines.append("# ").append(file.name()).append('\n');
      }
      dump.write(file.meta(), wanted::contains, line -> append(lines, line, out));
      dump.write(file.dataSet(), wanted::contains, line -> append(lines, line, out));
    }
    out.print(lines);
  }

  /** Handed on in pieces: a dump may be larger than memory likes. */
  private static void append(StringBuilder lines, String line, PrintWriter out) {
    lines.append(line).append('\n');
    if (lines.length() > 1 << 16) {
      out.print(lines);
      lines.setLength(0);
    }
  }
}
