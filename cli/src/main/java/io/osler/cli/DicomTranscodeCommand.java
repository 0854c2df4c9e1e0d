package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.core.config.Names;
import io.osler.dicom.codec.Transcoder;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.TransferSyntax;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code osler dicom transcode}. */
@Command(
    name = "transcode",
    description = {
      "Write the same objects in another transfer syntax. Every compressed frame is decoded again",
      "and compared before anything is written. The SOP Instance UID stays, unless --near loses",
      "something: then the object becomes a derived one that names its source.",
      "",
      "Syntaxes: implicit-little-endian, explicit-little-endian, explicit-big-endian, deflated,",
      "rle, jpeg-lossless, jpeg-lossless-14, jpeg-ls-lossless, jpeg-ls-near."
    },
    footer = {
      "",
      "Examples: osler dicom transcode in.dcm --to jpeg-ls-lossless --out out.dcm",
      "          osler dicom transcode study/ --to explicit-little-endian --out plain/"
    })
final class DicomTranscodeCommand implements Callable<Integer> {
  private static final Map<String, TransferSyntax> SYNTAXES = new LinkedHashMap<>();

  static {
    SYNTAXES.put("implicit-little-endian", TransferSyntax.IMPLICIT_LITTLE);
    SYNTAXES.put("explicit-little-endian", TransferSyntax.EXPLICIT_LITTLE);
    SYNTAXES.put("explicit-big-endian", TransferSyntax.EXPLICIT_BIG);
    SYNTAXES.put("deflated", TransferSyntax.DEFLATED);
    SYNTAXES.put("rle", TransferSyntax.RLE);
    SYNTAXES.put("jpeg-lossless", TransferSyntax.JPEG_LOSSLESS_FIRST);
    SYNTAXES.put("jpeg-lossless-14", TransferSyntax.JPEG_LOSSLESS);
    SYNTAXES.put("jpeg-ls-lossless", TransferSyntax.JPEG_LS_LOSSLESS);
    SYNTAXES.put("jpeg-ls-near", TransferSyntax.JPEG_LS_NEAR);
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "IN", description = "A DICOM file, or a folder with some.")
  private Path in = Path.of(".");

  @Option(
      names = "--to",
      required = true,
      paramLabel = "SYNTAX",
      description = "A name from the list above, or a transfer syntax UID.")
  private String to = "";

  @Option(
      names = "--near",
      paramLabel = "N",
      defaultValue = "2",
      description = "jpeg-ls-near: how far a sample may be off (default: ${DEFAULT-VALUE}).")
  private int near = 2;

  @Option(
      names = "--offsets",
      paramLabel = "TABLE",
      defaultValue = "AUTO",
      description = "Offset table: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Transcoder.Offsets offsets = Transcoder.Offsets.AUTO;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "OUT",
      description = "A file, or for a folder a folder; files that exist are not overwritten.")
  private Path out = Path.of("out");

  @Override
  public Integer call() throws IOException {
    TransferSyntax syntax = syntax();
    boolean lossy = syntax.equals(TransferSyntax.JPEG_LS_NEAR);
    Transcoder transcoder = new Transcoder(syntax, lossy ? near : 0, offsets);
    if (!Files.isDirectory(in)) {
      Path target = Files.isDirectory(out) ? out.resolve(in.getFileName()) : out;
      write(transcoder, in, target);
      spec.commandLine().getOut().println(target + ": " + syntax.name());
      return 0;
    }
    if (Files.isRegularFile(out)) {
      throw new InputException(
          out + " is a file.", "a folder is written as a folder.", "name another --out.");
    }
    return folder(transcoder);
  }

  private int folder(Transcoder transcoder) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    DicomPaths files = DicomPaths.of(in);
    int written = 0;
    for (Path file : files.found()) {
      Path target = out.resolve(in.relativize(file).toString());
      try {
        Files.createDirectories(Optional.ofNullable(target.getParent()).orElse(out));
        write(transcoder, file, target);
        written++;
      } catch (InputException | FileAlreadyExistsException e) {
        err.println("refused: " + file + ": " + e.getMessage());
      }
    }
    files.tell(err);
    spec.commandLine()
        .getOut()
        .println(written + " of " + files.found().size() + " file(s) written to " + out);
    return written == files.found().size() ? 0 : 1;
  }

  private static void write(Transcoder transcoder, Path from, Path target) throws IOException {
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    transcoder.apply(DicomFile.read(from)).write(target);
  }

  private TransferSyntax syntax() {
    Optional<TransferSyntax> named =
        Optional.ofNullable(SYNTAXES.get(to))
            .or(() -> Transcoder.written().stream().filter(s -> s.uid().equals(to)).findFirst());
    return named.orElseThrow(
        () ->
            new InputException(
                "'" + to + "' is no transfer syntax that Osler writes.",
                "written are " + String.join(", ", SYNTAXES.keySet()) + ".",
                Names.advice(to, List.copyOf(SYNTAXES.keySet()))));
  }
}
