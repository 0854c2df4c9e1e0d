package io.osler.dicom.read;

import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which side and from where: laterality and view of an X-ray or mammogram (PS3.3 C.8.11.7, C.8.3.1;
 * codes of CID 4014).
 *
 * @param laterality {@code L}, {@code R} or {@code B}; empty when unknown or contradictory
 * @param view {@code CC}, {@code MLO}, {@code ML}, {@code LM}, {@code AP}, {@code PA} … ; empty
 *     when unknown or contradictory
 */
public record Projection(Optional<String> laterality, Optional<String> view) {
  private static final Tag IMAGE_LATERALITY = Tag.parse("ImageLaterality");
  private static final Tag LATERALITY = Tag.parse("Laterality");
  private static final Tag FRAME_LATERALITY = Tag.parse("FrameLaterality");
  private static final Tag VIEW_POSITION = Tag.parse("ViewPosition");
  private static final Tag VIEW_CODES = Tag.parse("ViewCodeSequence");
  private static final Tag CODE = Tag.parse("CodeValue");
  private static final Tag ANATOMY = Tag.parse("FrameAnatomySequence");

  /** SNOMED CT and its older form. */
  private static final Map<String, String> VIEWS =
      Map.ofEntries(
          Map.entry("399162004", "CC"),
          Map.entry("R-10242", "CC"),
          Map.entry("399368009", "MLO"),
          Map.entry("R-10226", "MLO"),
          Map.entry("399260004", "ML"),
          Map.entry("R-10224", "ML"),
          Map.entry("399352003", "LM"),
          Map.entry("R-10228", "LM"),
          Map.entry("399099002", "LMO"),
          Map.entry("R-10230", "LMO"),
          Map.entry("399196006", "FB"),
          Map.entry("R-10244", "FB"),
          Map.entry("399188001", "SIO"),
          Map.entry("R-102D0", "SIO"),
          Map.entry("441555000", "ISO"),
          Map.entry("R-40AAA", "ISO"),
          Map.entry("399192008", "XCCL"),
          Map.entry("R-1024A", "XCCL"),
          Map.entry("399101009", "XCCM"),
          Map.entry("R-1024B", "XCCM"));

  public static Projection of(DataSet image) {
    Optional<String> own =
        image
            .text(IMAGE_LATERALITY)
            .or(
                () ->
                    image
                        .item(Tag.SHARED_GROUPS)
                        .flatMap(shared -> shared.item(ANATOMY))
                        .flatMap(anatomy -> anatomy.text(FRAME_LATERALITY)));
    Optional<String> series = image.text(LATERALITY);
    Optional<String> laterality = own.or(() -> series).filter(List.of("L", "R", "B")::contains);
    boolean contradicts =
        own.isPresent() && series.isPresent() && !own.equals(series) && !own.get().equals("B");
    Optional<String> coded =
        image.item(VIEW_CODES).flatMap(item -> item.text(CODE)).flatMap(Projection::name);
    Optional<String> written =
        image.text(VIEW_POSITION).map(text -> text.toUpperCase(java.util.Locale.ROOT));
    boolean twoViews = coded.isPresent() && written.isPresent() && !coded.equals(written);
    return new Projection(
        contradicts ? Optional.empty() : laterality,
        twoViews ? Optional.empty() : coded.or(() -> written));
  }

  private static Optional<String> name(String code) {
    return Optional.ofNullable(VIEWS.get(code));
  }
}
