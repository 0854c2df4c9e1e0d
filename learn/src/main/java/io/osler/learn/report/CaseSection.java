package io.osler.learn.report;

import java.util.List;

/** Images that the model found easy, hard, or was sure of and wrong about, with heat maps. */
final class CaseSection {
  private CaseSection() {}

  static void write(Html page, Report report) {
    if (report.pictures().isEmpty()) {
      return;
    }
    page.raw("<section id=\"cases\"><h2>Cases</h2><p class=\"soft\">");
    if (report.pictures().stream().anyMatch(p -> p.heatMap().isPresent())) {
      page.raw(
              report.pictures().stream().anyMatch(CasePicture::volume)
                  ? "Above three planes of the volume, below"
                  : "Left the image, right")
          .raw(" the same with the parts that spoke for the class or finding in warm colours.")
          .raw(" A heat map shows where the model looked, not why, and")
          .raw(" not whether it is right.");
    }
    page.raw("</p>");
    for (CasePicture.Kind kind : CasePicture.Kind.values()) {
      List<CasePicture> pictures =
          report.pictures().stream().filter(p -> p.kind() == kind).toList();
      if (!pictures.isEmpty()) {
        page.element("h3", kind.title).element("p class=\"soft\"", kind.meaning);
        page.raw("<div class=\"cases\">");
        pictures.forEach(picture -> one(page, picture));
        page.raw("</div>");
      }
    }
    page.raw("</section>");
  }

  private static void one(Html page, CasePicture picture) {
    boolean right = picture.truth().equals(picture.called());
    page.raw(picture.volume() ? "<figure class=\"case volume\">" : "<figure class=\"case\">")
        .raw("<div class=\"pair\">")
        .picture(picture.image(), "Image " + picture.id());
    picture.heatMap().ifPresent(map -> page.picture(map, "Heat map of image " + picture.id()));
    page.raw("</div><figcaption><span class=\"" + (right ? "right\">✓ " : "wrong\">✗ "))
        .text(picture.called() + ", " + Numbers.percent(picture.probability()))
        .raw("</span>")
        .element("span", (right ? "truly " : "but it is ") + picture.truth())
        .raw("<small><bdi>")
        .text(picture.id())
        .raw("</bdi>")
        .text(picture.caption().isBlank() ? "" : " · " + picture.caption())
        .raw("</small></figcaption></figure>");
  }
}
