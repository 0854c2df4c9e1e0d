package io.osler.learn.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportPageTest {
  private static final String HOSTILE = "<script>alert('x')</script>\"&\u202e\u0000";

  @Test
  void saysInPlainWordsHowWellItDoes() throws Exception {
    String page = ReportPage.html(SampleReport.binary());
    assertThat(page)
        .contains(
            "Finds malignant lesions in breast ultrasound: of 100 malignant images it flags 81, and"
                + " of 100 benign ones it flags 11 by mistake.")
        .contains("not a medical device")
        .contains("Wrong and sure")
        .contains("AUC is 0.12 lower")
        .contains("scanner: new<small>too few to say anything</small>");
    // Kept beside the test results for looking at in a browser.
    Files.writeString(Path.of("target", "sample-report.html"), page);
    Files.writeString(
        Path.of("target", "sample-report-7.html"),
        ReportPage.html(
            SampleReport.of(List.of("MEL", "NV", "BCC", "AKIEC", "BKL", "DF", "VASC"))));
  }

  @Test
  void fetchesNothingAndRunsNothing() {
    String page = ReportPage.html(SampleReport.binary());
    assertThat(page).doesNotContain("<script").doesNotContain("<link").doesNotContain("url(");
    Matcher source = Pattern.compile("(?:src|href)=\"([^\"]{0,22})").matcher(page);
    int found = 0;
    while (source.find()) {
      assertThat(source.group(1)).matches("#.*|data:image/png;base64,");
      found++;
    }
    assertThat(found).isGreaterThan(20);
  }

  @Test
  void hostileNamesStayText() {
    Report report = SampleReport.of(List.of(HOSTILE, "benign"));
    String page = ReportPage.html(report);
    assertThat(page)
        .contains("&lt;script&gt;")
        .doesNotContain("<script>")
        .doesNotContain("\u202e")
        .doesNotContain("\u0000");
  }

  @Test
  void drawingsAreWellFormedAlsoWithHostileNames() throws Exception {
    for (Report report :
        List.of(
            SampleReport.binary(),
            SampleReport.of(List.of(HOSTILE, "b", "c")),
            SampleReport.of(List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j")))) {
      for (String svg :
          List.of(
              RocChart.roc(report),
              RocChart.precisionRecall(report),
              ReliabilityChart.svg(report),
              ConfusionChart.svg(report),
              new LearningCurve(report.metric(), report.curves().getFirst()).svg())) {
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
        assertThat(svg).doesNotContain("NaN").doesNotContain("Infinity");
      }
    }
  }

  @Test
  void saysWhichImagesWereScoredAndWhetherTheModelKnewThem() {
    assertThat(ReportPage.html(SampleReport.binary()))
        .contains("that it had not seen while learning", "Results on the test split");
    Report known = SampleReport.known(90, "90 of these images were there. <b>");
    assertThat(ReportPage.html(known))
        .contains("learnt from 90", "90 of these images were there. &lt;b&gt;")
        .contains("Results on all labelled cases")
        .doesNotContain("that it had not seen while learning", "kept aside");
  }

  /** Of four images mass was read in three: 0.9 against 0.2 and 0.4. The fourth would halve it. */
  @Test
  void findingsThatWereNotReadAreInNoCurve() {
    List<Prediction> predictions =
        List.of(
            new Prediction("a", "a", List.of(0), List.of(1), List.of(0.9, 0.5)),
            new Prediction("b", "b", List.of(), List.of(1), List.of(0.2, 0.5)),
            new Prediction("c", "c", List.of(), List.of(1), List.of(0.4, 0.5)),
            new Prediction("d", "d", List.of(), List.of(0, 1), List.of(0.95, 0.5)));
    Report report = SampleReport.findings(List.of("mass", "edema"), predictions);
    assertThat(RocChart.roc(report)).contains("mass: area 1.000").doesNotContain("edema");
    assertThat(RocChart.precisionRecall(report)).contains("mass: area 1.000");
    assertThat(predictions.get(1).called()).isZero();
    // 0.1, 0.2 and 0.4 off the truth; nothing is known of the fourth image.
    assertThat(ReliabilityChart.svg(report)).contains("calibration error 0.233");
  }

  @Test
  void findingsAreNoClassesAlsoWhereEachImageHasOneOrThereIsOne() {
    List<Prediction> predictions =
        List.of(
            new Prediction("a", "a", List.of(0), List.of(), List.of(0.9, 0.5)),
            new Prediction("b", "b", List.of(1), List.of(), List.of(0.2, 0.5)));
    assertThat(ReportPage.html(SampleReport.findings(List.of("mass", "edema"), predictions)))
        .doesNotContain("names the right one", "Confusion:");
    List<Prediction> single =
        List.of(
            new Prediction("a", "a", List.of(0), List.of(), List.of(0.9)),
            new Prediction("b", "b", List.of(), List.of(), List.of(0.2)));
    assertThat(ReportPage.html(SampleReport.findings(List.of("mass"), single)))
        .contains("Tells apart mass");
  }

  @Test
  void isTheSameEveryTime() {
    assertThat(ReportPage.html(SampleReport.binary()))
        .isEqualTo(ReportPage.html(SampleReport.binary()));
  }

  @Test
  void refusesPicturesThatAreNoPng() {
    assertThatThrownBy(
            () ->
                new CasePicture(
                    CasePicture.Kind.BEST,
                    "a.png",
                    "",
                    false,
                    "<svg/>".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    Optional.empty(),
                    "benign",
                    "benign",
                    0.5))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a.png");
  }

  @Test
  void neverCallsSomeNoneOrAll() {
    assertThat(Numbers.ofHundred(0.999)).isEqualTo("more than 99");
    assertThat(Numbers.ofHundred(0.001)).isEqualTo("fewer than 1");
    assertThat(Numbers.ofHundred(1)).isEqualTo("100");
    assertThat(Numbers.ofHundred(0)).isEqualTo("0");
  }

  @Test
  void ticksAreRoundAndHoldTheValues() {
    Axis axis = Axis.around("loss", new double[] {0.13, 0.91, Double.NaN}, 5);
    assertThat(axis.low()).isLessThanOrEqualTo(0.13);
    assertThat(axis.high()).isGreaterThanOrEqualTo(0.91);
    assertThat(axis.ticks().stream().map(Numbers::tick))
        .containsExactly("0", "0.2", "0.4", "0.6", "0.8", "1");
    assertThat(Numbers.tick(2e-5)).isEqualTo("2·10⁻⁵");
    assertThat(Numbers.tick(1e-4)).isEqualTo("10⁻⁴");
  }
}
