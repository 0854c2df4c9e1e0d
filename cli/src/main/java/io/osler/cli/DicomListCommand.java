package io.osler.cli;

import io.osler.core.config.InputException;
import io.osler.core.config.Json;
import io.osler.core.volume.Volume;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Limits;
import io.osler.dicom.media.DicomDir;
import io.osler.dicom.read.Inventory;
import io.osler.dicom.read.Placement;
import io.osler.dicom.read.Series;
import io.osler.dicom.read.SeriesImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code osler dicom list}. */
@Command(
    name = "list",
    description = {
      "Studies, their series, what each is, and what is wrong with it: whether it makes a volume,",
      "and if not, why. A DICOMDIR is followed; offsets in a circle are refused, and so are",
      "records that lead out of its folder.",
      "Shows no patient data unless --patient asks for it."
    },
    footer = {
      "",
      "Examples: osler dicom list study/",
      "          osler dicom list /media/cdrom/DICOMDIR --headers"
    })
final class DicomListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FOLDER|DICOMDIR", description = "A folder, a DICOMDIR, or one file.")
  private Path path = Path.of(".");

  @Option(
      names = "--headers",
      description = "Look at headers only: faster, and says nothing about volumes.")
  private boolean headers;

  @Option(names = "--patient", description = "Also print name, identifier and date of study.")
  private boolean patient;

  @Option(names = "--json", description = "Print JSON instead of lines.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    List<Path> files = files(path, err);
    Inventory inventory = Inventory.of(files, Limits.DEFAULT);
    inventory.refused().forEach(reason -> err.println("refused: " + reason));
    List<Map<String, Object>> studies = new ArrayList<>();
    for (Inventory.Study study : inventory.studies()) {
      List<Map<String, Object>> series = new ArrayList<>();
      out.print(json ? "" : "study " + safe(study.uid()) + "\n");
      for (Inventory.Entry entry : study.series()) {
        List<String> volumes = headers || !entry.isImage() ? List.of() : volumes(entry);
        series.add(object(entry, volumes));
        if (!json) {
          print(entry, volumes, out);
        }
      }
      studies.add(new LinkedHashMap<>(Map.of("study", study.uid(), "series", series)));
    }
    if (json) {
      out.print(Json.write(Map.of("studies", studies, "refused", inventory.refused())));
    } else if (studies.isEmpty()) {
      out.println("no DICOM objects");
    }
    out.flush();
    return inventory.refused().isEmpty() ? 0 : 1;
  }

  /** Of a folder with a DICOMDIR, the folder: a directory may be older than what lies beside it. */
  static List<Path> files(Path path, PrintWriter err) throws IOException {
    DicomPaths found = DicomPaths.of(path);
    found.tell(err);
    boolean directory =
        !Files.isDirectory(path)
            && DicomDir.is(DicomFile.readHeader(path, Limits.DEFAULT).dataSet());
    if (directory) {
      DicomDir dir = DicomDir.read(path);
      dir.refused().forEach(reason -> err.println("refused: " + reason));
      return dir.files();
    }
    for (Path one : found.found()) {
      if (String.valueOf(one.getFileName()).toUpperCase(Locale.ROOT).startsWith("DICOMDIR")) {
        check(one, err);
      }
    }
    return found.found();
  }

  private static void check(Path directory, PrintWriter err) {
    try {
      DicomDir.read(directory).refused().forEach(reason -> err.println("note: " + reason));
    } catch (InputException e) {
      err.println("refused: " + e.getMessage() + " The folder is listed without it.");
    }
  }

  private static List<String> volumes(Inventory.Entry entry) {
    List<String> lines = new ArrayList<>();
    Series.Found found = Series.of(entry.files(), Limits.DEFAULT);
    found.refused().forEach(reason -> lines.add("no volume: " + reason));
    for (Series series : found.series()) {
      try {
        SeriesImage image = SeriesImage.read(series);
        boolean placed = image.placement() == Placement.PATIENT;
        String kind = placed ? "volume " : "picture, " + placement(image.placement()) + ": ";
        lines.add(kind + words(image));
        image.warnings().forEach(warning -> lines.add("  note: " + warning));
      } catch (InputException e) {
        lines.add("no volume: " + e.getMessage());
      }
    }
    return lines;
  }

  private static String placement(Placement placement) {
    return switch (placement) {
      case PATIENT -> "placed in the patient";
      case CALIBRATED -> "distances calibrated";
      case DETECTOR -> "distances on the detector";
      case UNSTATED -> "distances of an unstated plane";
      case PIXELS -> "no distances";
    };
  }

  private static String words(SeriesImage image) {
    Volume volume = image.volume();
    int components = image.colour() ? 3 : 1;
    int channels = volume.channels() / components;
    var size = volume.size();
    var spacing = volume.geometry().spacing();
    return String.format(
        Locale.ROOT,
        "%d × %d × %d, %.4g × %.4g × %.4g mm%s",
        size.width(),
        size.height(),
        size.depth(),
        spacing.x(),
        spacing.y(),
        spacing.z(),
        (channels > 1 ? ", " + channels + " channels" : "") + (image.colour() ? ", colour" : ""));
  }

  private void print(Inventory.Entry entry, List<String> volumes, PrintWriter out) {
    String size = entry.isImage() ? ", " + String.join(" and ", entry.sizes()) : "";
    out.println("  series " + safe(entry.uid()));
    out.println(
        "    "
            + safe(String.join(", ", entry.kinds()))
            + " ("
            + safe(entry.modality())
            + (entry.number().isEmpty() ? "" : ", number " + safe(entry.number()))
            + (entry.description().isEmpty() ? "" : ", \"" + safe(entry.description()) + "\"")
            + "): "
            + entry.files().size()
            + " file(s)"
            + (entry.frames() > entry.files().size() ? ", " + entry.frames() + " frames" : "")
            + size);
    if (patient) {
      entry.patients().forEach(one -> out.println("    patient: " + safe(one)));
    }
    volumes.forEach(line -> out.println("    " + safe(line)));
    entry.troubles().forEach(trouble -> out.println("    odd: " + safe(trouble)));
  }

  private Map<String, Object> object(Inventory.Entry entry, List<String> volumes) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("series", entry.uid());
    object.put("number", entry.number());
    object.put("modality", entry.modality());
    object.put("description", entry.description());
    object.put("kinds", entry.kinds());
    object.put("sizes", entry.sizes());
    object.put("frames", entry.frames());
    object.put("files", entry.files().stream().map(Path::toString).toList());
    object.put("volumes", volumes);
    object.put("troubles", entry.troubles());
    if (patient) {
      object.put("patients", entry.patients());
    }
    return object;
  }

  /** Text of a file, on a terminal. */
  static String safe(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", ".");
  }
}
