package io.osler.dicom.validate;

import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Dictionary;
import io.osler.dicom.dataset.Element;
import io.osler.dicom.dataset.Note;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.dataset.VR;
import io.osler.dicom.dataset.ValueRules;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Holds an object against the standard: the file (PS3.10), the values (PS3.5, PS3.6), the mandatory
 * modules of its IOD (PS3.3), conditional attributes and functional groups where other attributes
 * decide about them, and the image against its own header. Conditional modules and conditions that
 * only a reader of prose can judge are left out.
 */
public final class Validator {
  /** More of one file would not be read by anybody. */
  private static final int MOST = 1000;

  private final DicomFile file;
  private final Set<Problem> problems = new LinkedHashSet<>();

  private Validator(DicomFile file) {
    this.file = file;
  }

  public static List<Problem> check(DicomFile file) {
    Validator validator = new Validator(file);
    validator.structure();
    validator.values(file.meta(), "");
    validator.values(file.dataSet(), "");
    validator.required();
    Conditionals.check(file.dataSet(), iod(file).orElse(""), validator.problems, MOST);
    ImageRules.check(file, validator.problems);
    List<Problem> all = new ArrayList<>(validator.problems);
    all.sort(java.util.Comparator.comparing(Problem::severity));
    return List.copyOf(all.subList(0, Math.min(MOST, all.size())));
  }

  /** The IOD that the object is held against, for example {@code ct-image}. */
  public static Optional<String> iod(DicomFile file) {
    return file.dataSet().text(Tag.SOP_CLASS).flatMap(Iod::of).map(Iod::name);
  }

  private void structure() {
    for (Note note : file.notes()) {
      String place = place(note.tag()) + " at byte " + note.offset();
      problems.add(Problem.error(place, note.text()));
    }
    DataSet meta = file.meta();
    if (meta.size() > 0) {
      for (Tag tag :
          List.of(
              Tag.META_LENGTH,
              Tag.META_VERSION,
              Tag.MEDIA_SOP_CLASS,
              Tag.MEDIA_SOP_INSTANCE,
              Tag.TRANSFER_SYNTAX,
              Tag.IMPLEMENTATION_CLASS)) {
        if (!meta.has(tag)) {
          problems.add(
              Problem.error(place(tag), "is missing; the file meta information requires it"));
        }
      }
      same(Tag.MEDIA_SOP_CLASS, Tag.SOP_CLASS);
      same(Tag.MEDIA_SOP_INSTANCE, Tag.SOP_INSTANCE);
    }
    if (file.syntax().uid().equals("1.2.840.10008.1.2.2")) {
      problems.add(Problem.warning(place(Tag.TRANSFER_SYNTAX), "names a retired syntax"));
    }
    if (file.rest().byteSize() > 0) {
      problems.add(
          Problem.error("the end", file.rest().byteSize() + " byte(s) follow the last element"));
    }
  }

  private void same(Tag meta, Tag inside) {
    Optional<String> outer = file.meta().text(meta);
    Optional<String> inner = file.dataSet().text(inside);
    if (outer.isPresent() && inner.isPresent() && !outer.equals(inner)) {
      problems.add(Problem.error(place(meta), "differs from " + place(inside)));
    }
  }

  private void values(DataSet dataSet, String way) {
    for (Element element : dataSet.elements()) {
      if (problems.size() > MOST) {
        return;
      }
      Tag tag = element.tag();
      String place = way + place(tag);
      ValueRules.representationFault(element)
          .ifPresent(text -> problems.add(Problem.error(place, text)));
      owner(dataSet, element, place);
      switch (element) {
        case Element.Plain plain -> {
          ValueRules.fault(plain).ifPresent(text -> problems.add(Problem.error(place, text)));
          ValueRules.multiplicityFault(plain)
              .ifPresent(text -> problems.add(Problem.error(place, text)));
        }
        case Element.Items sequence -> {
          for (int i = 0; i < sequence.items().size(); i++) {
            values(sequence.items().get(i), way + tag + "[" + (i + 1) + "].");
          }
        }
        case Element.Fragments _ -> {}
      }
    }
  }

  private void owner(DataSet dataSet, Element element, String place) {
    Tag tag = element.tag();
    Optional<Dictionary.Entry> entry = Dictionary.entry(tag);
    if (tag.isPrivate()) {
      if (tag.element() > 0xFF && dataSet.creator(tag).isEmpty()) {
        problems.add(Problem.error(place, "is private and no creator reserves its block"));
      }
    } else if (entry.isEmpty() && tag.element() != 0) {
      problems.add(Problem.error(place, "is not in the dictionary of PS3.6"));
    } else if (entry.isPresent() && element.vr() == VR.UN) {
      problems.add(Problem.warning(place, "is known, yet written with representation UN"));
    }
  }

  private void required() {
    Optional<String> sopClass = file.dataSet().text(Tag.SOP_CLASS);
    if (sopClass.isEmpty()) {
      boolean directory = file.dataSet().has(Tag.of(0x0004, 0x1220));
      if (!directory) {
        problems.add(Problem.error(place(Tag.SOP_CLASS), "is missing: nobody knows what this is"));
      }
      return;
    }
    Optional<Iod> iod = Iod.of(sopClass.get());
    if (iod.isEmpty()) {
      problems.add(
          Problem.warning(
              place(Tag.SOP_CLASS), "names a class without a table here: modules not checked"));
      return;
    }
    for (Iod.Module module : iod.get().modules()) {
      for (Iod.Rule rule : module.rules()) {
        required(file.dataSet(), rule, 0, "", module.title());
      }
    }
  }

  /** Below a sequence that is absent or empty nothing is required. */
  private void required(DataSet dataSet, Iod.Rule rule, int depth, String way, String module) {
    Tag tag = rule.path().get(depth);
    if (depth < rule.path().size() - 1) {
      List<DataSet> items = dataSet.items(tag);
      for (int i = 0; i < items.size() && problems.size() <= MOST; i++) {
        String inner = way + tag + "[" + (i + 1) + "].";
        required(items.get(i), rule, depth + 1, inner, module);
      }
      return;
    }
    Optional<Element> element = dataSet.get(tag);
    String asked = "required by module " + module + " (type " + (rule.valued() ? 1 : 2) + ")";
    if (element.isEmpty()) {
      problems.add(Problem.error(way + place(tag), "is missing, " + asked));
    } else if (rule.valued() && isEmpty(element.get())) {
      problems.add(Problem.error(way + place(tag), "is empty, " + asked));
    }
  }

  private static boolean isEmpty(Element element) {
    return switch (element) {
      case Element.Plain plain -> plain.length() == 0;
      case Element.Items sequence -> sequence.items().isEmpty();
      case Element.Fragments pixels -> pixels.fragments().isEmpty();
    };
  }

  static String place(Tag tag) {
    String keyword = Dictionary.entry(tag).map(Dictionary.Entry::keyword).orElse("");
    return keyword.isEmpty() ? tag.toString() : tag + " " + keyword;
  }
}
