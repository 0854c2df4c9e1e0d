package io.osler.dicom.read;

import io.osler.core.config.InputException;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Dictionary;
import io.osler.dicom.dataset.Limits;
import io.osler.dicom.dataset.Note;
import io.osler.dicom.dataset.Tag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Studies → series → what each is and what is odd about it, from headers alone. Grouped by the UIDs
 * as they stand; where one is missing, by folder.
 *
 * @param refused a sentence for each file that cannot be read
 */
public record Inventory(List<Study> studies, List<String> refused) {
  private static final Tag STUDY_DATE = Tag.parse("StudyDate");

  public Inventory {
    studies = List.copyOf(studies);
    refused = List.copyOf(refused);
  }

  /** One Study Instance UID. */
  public record Study(String uid, List<Entry> series) {
    public Study {
      series = List.copyOf(series);
    }
  }

  /**
   * One Series Instance UID.
   *
   * @param kinds names of its SOP classes
   * @param sizes {@code 512 × 512}, each once; empty without images
   * @param patients patient data, for those who ask: name, identifier, date of the study
   * @param troubles what a reader should know; never patient data
   */
  public record Entry(
      String uid,
      String number,
      String modality,
      String description,
      List<String> kinds,
      List<String> sizes,
      long frames,
      List<Path> files,
      List<String> patients,
      List<String> troubles) {
    public Entry {
      kinds = List.copyOf(kinds);
      sizes = List.copyOf(sizes);
      files = List.copyOf(files);
      patients = List.copyOf(patients);
      troubles = List.copyOf(troubles);
    }

    /** Whether it holds pixels. */
    public boolean isImage() {
      return !sizes.isEmpty();
    }
  }

  public static Inventory of(List<Path> files, Limits limits) {
    Map<String, Map<String, Group>> studies = new LinkedHashMap<>();
    List<String> refused = new ArrayList<>();
    for (Path path : files) {
      try {
        DicomFile file = DicomFile.readHeader(path, limits);
        DataSet header = file.dataSet();
        if (header.has(Tag.of(0x0004, 0x1220))) {
          continue;
        }
        String folder =
            Optional.ofNullable(path.toAbsolutePath().getParent())
                .map(parent -> String.valueOf(parent.getFileName()))
                .orElse("/");
        String study = header.text(Tag.STUDY).orElse("folder " + folder);
        String series = header.text(Tag.SERIES).orElse("folder " + folder);
        studies
            .computeIfAbsent(study, uid -> new LinkedHashMap<>())
            .computeIfAbsent(series, uid -> new Group())
            .add(path, file);
      } catch (InputException e) {
        refused.add(String.valueOf(e.getMessage()));
      }
    }
    List<Study> all = new ArrayList<>();
    studies.forEach(
        (uid, groups) -> {
          List<Entry> entries = new ArrayList<>();
          groups.forEach((series, group) -> entries.add(group.entry(series)));
          all.add(new Study(uid, entries));
        });
    return new Inventory(all, refused);
  }

  /** What is gathered about a series while its files pass by. */
  private static final class Group {
    private final List<Path> files = new ArrayList<>();
    private final Set<String> numbers = new TreeSet<>();
    private final Set<String> modalities = new TreeSet<>();
    private final Set<String> descriptions = new TreeSet<>();
    private final Set<String> kinds = new TreeSet<>();
    private final Set<String> sizes = new TreeSet<>();
    private final Set<String> patients = new TreeSet<>();
    private final Set<String> people = new TreeSet<>();
    private final Set<String> instances = new TreeSet<>();
    private final Set<String> orientations = new TreeSet<>();
    private final Set<String> troubles = new java.util.LinkedHashSet<>();
    private long frames;
    private int repeated;
    private int localisers;

    void add(Path path, DicomFile file) {
      DataSet header = file.dataSet();
      files.add(path);
      header.text(Tag.SERIES_NUMBER).ifPresent(numbers::add);
      modalities.add(header.text(Tag.MODALITY).orElse("?"));
      header.text(Tag.SERIES_DESCRIPTION).ifPresent(descriptions::add);
      kinds.add(kind(header));
      people.add(header.text(Tag.PATIENT_ID).orElse(""));
      patients.add(
          header.text(Tag.PATIENT_NAME).orElse("no name")
              + ", "
              + header.text(Tag.PATIENT_ID).orElse("no identifier")
              + ", "
              + header.text(STUDY_DATE).orElse("no date"));
      Optional<String> instance = header.text(Tag.SOP_INSTANCE);
      if (instance.isPresent() && !instances.add(instance.get())) {
        repeated++;
      }
      if (header.has(Tag.ROWS)) {
        sizes.add(header.text(Tag.COLUMNS).orElse("?") + " × " + header.text(Tag.ROWS).orElse("?"));
        frames += Math.max(1, header.integer(Tag.FRAMES).orElse(1));
        orientations.add(String.join("\\", header.texts(Tag.ORIENTATION)));
      }
      if (header.texts(Tag.IMAGE_TYPE).contains("LOCALIZER")) {
        localisers++;
      }
      missing(header);
      for (Note note : file.notes()) {
        if (troubles.size() < 12) {
          troubles.add(file.name() + ": " + note);
        }
      }
    }

    private void missing(DataSet header) {
      if (header.text(Tag.STUDY).isEmpty()) {
        troubles.add("no Study Instance UID " + Tag.STUDY + ": grouped by folder");
      }
      if (header.text(Tag.SERIES).isEmpty()) {
        troubles.add("no Series Instance UID " + Tag.SERIES + ": grouped by folder");
      }
      if (header.text(Tag.SOP_INSTANCE).isEmpty()) {
        troubles.add("no SOP Instance UID " + Tag.SOP_INSTANCE);
      }
    }

    private static String kind(DataSet header) {
      return header
          .text(Tag.SOP_CLASS)
          .map(
              uid ->
                  Dictionary.uid(uid)
                      .map(one -> one.name().replace(" Storage", ""))
                      .orElse("class " + uid))
          .orElse("no SOP class");
    }

    Entry entry(String uid) {
      if (people.size() > 1) {
        troubles.add(people.size() + " patients share this series UID");
      }
      if (sizes.size() > 1) {
        troubles.add("images of different sizes");
      }
      if (orientations.size() > 1) {
        troubles.add(orientations.size() + " orientations");
      }
      if (repeated > 0) {
        troubles.add(repeated + " file(s) repeat a SOP Instance UID " + Tag.SOP_INSTANCE);
      }
      if (localisers > 0 && localisers < files.size()) {
        troubles.add(localisers + " localiser(s) among the images");
      }
      return new Entry(
          uid,
          numbers.stream().findFirst().orElse(""),
          modalities.stream().collect(Collectors.joining("/")),
          descriptions.stream().findFirst().orElse(""),
          List.copyOf(kinds),
          List.copyOf(sizes),
          frames,
          files,
          List.copyOf(patients),
          List.copyOf(troubles));
    }
  }
}
