package io.osler.dicom.read;

import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.Tag;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** By what images at one place may differ, in the order in which channels are sorted. */
enum Trait {
  KIND("ImageType"),
  ECHO("EchoTime"),
  INVERSION("InversionTime"),
  FLIP("FlipAngle"),
  VOLTAGE("KVP"),
  GRADIENT("DiffusionBValue"),
  MOMENT("TemporalPositionIndex"),
  REFERENCE("FrameReferenceTime"),
  CYCLE("NominalPercentageOfCardiacPhase"),
  DELAY("TriggerTime"),
  DIMENSIONS("DimensionIndexValues"),
  ACQUISITION("AcquisitionNumber"),
  /** Compared within one place only: slices of one volume are acquired one after the other. */
  CLOCK("AcquisitionDateTime");

  final String keyword;

  Trait(String keyword) {
    this.keyword = keyword;
  }

  /** Numbers before texts, in their order. */
  record Value(double number, String text) implements Comparable<Value> {
    static Value of(double number) {
      return new Value(number, number == Math.rint(number) ? "" + (long) number : "" + number);
    }

    static Value of(String text) {
      return new Value(0, text);
    }

    @Override
    public int compareTo(Value other) {
      int order = Double.compare(number, other.number);
      return order != 0 ? order : text.compareTo(other.text);
    }
  }

  private static final Tag ECHO_TIME = Tag.parse("EchoTime");
  private static final Tag EFFECTIVE_ECHO = Tag.parse("EffectiveEchoTime");
  private static final Tag INVERSION_TIME = Tag.parse("InversionTime");
  private static final Tag INVERSION_TIMES = Tag.parse("InversionTimes");
  private static final Tag FLIP_ANGLE = Tag.parse("FlipAngle");
  private static final Tag KVP = Tag.parse("KVP");
  private static final Tag TEMPORAL = Tag.parse("TemporalPositionIdentifier");
  private static final Tag TEMPORAL_INDEX = Tag.parse("TemporalPositionIndex");
  private static final Tag FRAME_REFERENCE = Tag.parse("FrameReferenceTime");
  private static final Tag PERCENTAGE = Tag.parse("NominalPercentageOfCardiacPhase");
  private static final Tag TRIGGER = Tag.parse("TriggerTime");
  private static final Tag TRIGGER_DELAY = Tag.parse("NominalCardiacTriggerDelayTime");
  private static final Tag ACQUISITION_NUMBER = Tag.parse("AcquisitionNumber");
  private static final Tag ACQUIRED = Tag.parse("AcquisitionDateTime");
  private static final Tag FRAME_ACQUIRED = Tag.parse("FrameAcquisitionDateTime");
  private static final Tag ACQUISITION_DATE = Tag.parse("AcquisitionDate");
  private static final Tag ACQUISITION_TIME = Tag.parse("AcquisitionTime");
  private static final Tag COMPONENT = Tag.parse("ComplexImageComponent");
  private static final Tag FRAME_TYPE = Tag.parse("FrameType");
  private static final Tag INDEX_VALUES = Tag.parse("DimensionIndexValues");

  /** Functional groups in which the attributes of a frame lie (PS3.3 C.7.6.16, C.8). */
  private static final List<Tag> GROUPS =
      List.of(
          Tag.parse("FrameContentSequence"),
          Tag.parse("MREchoSequence"),
          Tag.parse("MRModifierSequence"),
          Tag.parse("MRTimingAndRelatedParametersSequence"),
          Tag.parse("MRImageFrameTypeSequence"),
          Tag.parse("CTImageFrameTypeSequence"),
          Tag.parse("PETFrameTypeSequence"),
          Tag.parse("CTXRayDetailsSequence"),
          Tag.parse("CardiacSynchronizationSequence"),
          Tag.parse("TemporalPositionSequence"));

  /** Of an image with one frame. */
  static Map<Trait, Value> of(DataSet image) {
    return read(List.of(image));
  }

  /**
   * Of a frame of an enhanced object.
   *
   * @param position which of its dimension indices count slices
   */
  static Map<Trait, Value> of(DataSet own, DataSet shared, boolean[] position) {
    List<DataSet> groups = new ArrayList<>();
    for (DataSet from : List.of(own, shared)) {
      for (Tag group : GROUPS) {
        from.item(group).ifPresent(groups::add);
      }
    }
    Map<Trait, Value> traits = read(groups);
    own.item(GROUPS.getFirst())
        .ifPresent(
            content -> {
              StringBuilder text = new StringBuilder();
              double[] values = content.numbers(INDEX_VALUES);
              for (int d = 0; d < values.length; d++) {
                if (d >= position.length || !position[d]) {
                  text.append(text.isEmpty() ? "" : "\\");
                  text.append(String.format(Locale.ROOT, "%06d", (long) values[d]));
                }
              }
              if (!text.isEmpty()) {
                traits.put(DIMENSIONS, Value.of(text.toString()));
              }
            });
    return traits;
  }

  private static Map<Trait, Value> read(List<DataSet> groups) {
    Map<Trait, Value> traits = new EnumMap<>(Trait.class);
    String kind =
        String.join(" ", rest(groups, Tag.IMAGE_TYPE)) + String.join(" ", rest(groups, FRAME_TYPE));
    String component = text(groups, COMPONENT).orElse("");
    if (!kind.isBlank() || !component.isBlank()) {
      traits.put(KIND, Value.of((kind + " " + component).strip()));
    }
    put(traits, ECHO, groups, ECHO_TIME, EFFECTIVE_ECHO);
    put(traits, INVERSION, groups, INVERSION_TIME, INVERSION_TIMES);
    put(traits, FLIP, groups, FLIP_ANGLE);
    put(traits, VOLTAGE, groups, KVP);
    put(traits, MOMENT, groups, TEMPORAL, TEMPORAL_INDEX);
    put(traits, REFERENCE, groups, FRAME_REFERENCE);
    put(traits, CYCLE, groups, PERCENTAGE);
    put(traits, DELAY, groups, TRIGGER, TRIGGER_DELAY);
    put(traits, ACQUISITION, groups, ACQUISITION_NUMBER);
    text(groups, ACQUIRED)
        .or(() -> text(groups, FRAME_ACQUIRED))
        .or(
            () ->
                text(groups, ACQUISITION_TIME)
                    .map(time -> text(groups, ACQUISITION_DATE).orElse("") + time))
        .ifPresent(time -> traits.put(CLOCK, Value.of(time)));
    return traits;
  }

  /** Values three and on: the first two are the same for a whole series. */
  private static List<String> rest(List<DataSet> groups, Tag tag) {
    for (DataSet group : groups) {
      List<String> all = group.texts(tag);
      if (!all.isEmpty()) {
        return all.subList(Math.min(2, all.size()), all.size());
      }
    }
    return List.of();
  }

  private static Optional<String> text(List<DataSet> groups, Tag tag) {
    return groups.stream().flatMap(group -> group.text(tag).stream()).findFirst();
  }

  private static void put(
      Map<Trait, Value> traits, Trait trait, List<DataSet> groups, Tag... tags) {
    for (DataSet group : groups) {
      for (Tag tag : tags) {
        OptionalDouble number = group.number(tag);
        if (number.isPresent() && Double.isFinite(number.getAsDouble())) {
          traits.putIfAbsent(trait, Value.of(number.getAsDouble()));
        }
      }
    }
  }
}
