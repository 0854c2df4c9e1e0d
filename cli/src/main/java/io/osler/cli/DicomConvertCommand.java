package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.core.io.Picture;
import io.osler.dicom.codec.Display;
import io.osler.dicom.codec.PixelData;
import io.osler.dicom.codec.Window;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.read.ReadOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code osler dicom convert}. */
@Command(
    name = "convert",
    description = {
      "A folder: each series becomes a volume with a JSON sidecar of BIDS names (and .bval and",
      ".bvec for diffusion), or the reason why not; the rest goes on. A file into a .png: what a",
      "reader would see, after look-up tables, window and colour."
    },
    footer = {
      "",
      "Examples: osler dicom convert study/ --out nifti/",
      "          osler dicom convert image.dcm --out image.png --window 40,400",
      "          osler dicom convert cine.dcm --out frame7.png --frame 7"
    })
final class DicomConvertCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE|FOLDER", description = "A DICOM file, a DICOMDIR, or a folder.")
  private Path path = Path.of(".");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "OUT",
      description = "A .png for one file, otherwise a folder; nothing there is overwritten.")
  private Path out = Path.of("out");

  @Option(
      names = "--format",
      defaultValue = "NIFTI",
      description = "Volumes: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private SeriesExport.Format format = SeriesExport.Format.NIFTI;

  @Option(
      names = "--suv",
      description = "Volumes: PET as standardised uptake by body weight, g/ml.")
  private boolean suv;

  @Option(
      names = "--tilt",
      defaultValue = "RESAMPLE",
      description =
          "Volumes: a tilted gantry, ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private ReadOptions.Tilt tilt = ReadOptions.Tilt.RESAMPLE;

  @Option(
      names = "--frame",
      paramLabel = "N",
      defaultValue = "1",
      description = "Picture: which frame, from 1 (default: ${DEFAULT-VALUE}).")
  private int frame = 1;

  @Option(
      names = "--window",
      split = ",",
      paramLabel = "CENTRE,WIDTH",
      description = "Picture: this window instead of the one in the file.")
  private List<Double> window = List.of();

  @Option(
      names = "--function",
      defaultValue = "LINEAR",
      description =
          "Picture: shape of --window, ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Window.Shape function = Window.Shape.LINEAR;

  @Option(
      names = "--voi",
      paramLabel = "N",
      defaultValue = "1",
      description = "Picture: which window or table of the file (default: ${DEFAULT-VALUE}).")
  private int voi = 1;

  @Option(
      names = "--full-range",
      description = "Picture: from the least to the greatest value instead of a window.")
  private boolean fullRange;

  @Option(names = "--no-overlays", description = "Picture: without the drawings laid over it.")
  private boolean noOverlays;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    boolean picture = String.valueOf(out).toLowerCase(Locale.ROOT).endsWith(".png");
    if (picture && Files.isDirectory(path)) {
      throw new InputException(
          path + " is a folder, and one picture is wanted.",
          "",
          "name a file of it, or a folder as --out for volumes.");
    }
    if (picture) {
      return picture(err);
    }
    List<Path> files = DicomListCommand.files(path, err);
    SeriesExport.Outcome outcome =
        new SeriesExport(out, format, options()).write(files, spec.commandLine().getOut(), err);
    return outcome.refused() == 0 && outcome.written() > 0 ? 0 : 1;
  }

  private ReadOptions options() {
    ReadOptions options = ReadOptions.DEFAULT.with(tilt);
    return suv ? options.withUptake() : options;
  }

  private int picture(PrintWriter err) {
    DicomFile file = DicomFile.read(path);
    PixelData pixels = PixelData.of(file);
    int frames = pixels.layout().frames();
    boolean chosen = spec.commandLine().getParseResult().hasMatchedOption("--frame");
    if (frames > 1 && !chosen) {
      err.println("note: frame 1 of " + frames + "; choose another with --frame");
    }
    Display.Image image = new Display(choice(), !noOverlays).frame(file, pixels, frame - 1);
    byte[] rgb = new byte[Math.multiplyExact(3, image.width() * image.height())];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = image.samples()[image.channels() == 3 ? i : i / 3];
    }
    Optional.ofNullable(out.toAbsolutePath().getParent()).ifPresent(this::folder);
    new Picture(image.width(), image.height(), rgb).write(out);
    spec.commandLine()
        .getOut()
        .println(out + ": " + image.width() + " × " + image.height() + " pixels");
    return 0;
  }

  private void folder(Path parent) {
    if (!Files.isDirectory(parent)) {
      throw new InputException("The folder of " + out + " does not exist.", "", "make it first.");
    }
  }

  private Display.Voi choice() {
    if (!window.isEmpty()) {
      if (window.size() != 2) {
        throw new ParameterException(spec.commandLine(), "--window takes CENTRE,WIDTH.");
      }
      return new Display.Voi.Given(new Window(window.get(0), window.get(1), function));
    }
    if (voi < 1) {
      throw new ParameterException(spec.commandLine(), "--voi counts from 1.");
    }
    return fullRange ? new Display.Voi.FullRange() : new Display.Voi.Stored(voi - 1);
  }
}
