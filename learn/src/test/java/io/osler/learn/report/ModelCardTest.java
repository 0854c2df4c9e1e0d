package io.osler.learn.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModelCardTest {
  @Test
  void hasTheSectionsOfAModelCardInOrder() {
    String card = SampleReport.card(List.of("malignant", "benign")).markdown();
    assertThat(card.lines().filter(l -> l.startsWith("## ")))
        .containsExactly(
            "## Intended use",
            "## Not intended",
            "## Data",
            "## Training",
            "## Results",
            "## Subgroups",
            "## Limits",
            "## Origin");
    assertThat(card)
        .contains("| auc | 0.902 | 0.845 – 0.949 |")
        .contains("| age: 50 and over | 99 | auc | 0.810 | 0.710 – 0.900 |")
        .contains("**Warning:** AUC is 0.12 lower");
  }

  @Test
  void namesWithMarksStayNames() {
    String card = SampleReport.card(List.of("a|b\n# c", "*bold* <b>")).markdown();
    assertThat(card).contains("| split | a\\|b \\# c | \\*bold\\* \\<b\\> | patients |");
    assertThat(Markdown.html(card, 2))
        .contains("<th>a|b # c</th><th>*bold* &lt;b&gt;</th>")
        .doesNotContain("<em>bold");
  }

  @Test
  void readsWhatACardIsWrittenIn() {
    String html =
        Markdown.html(
            "# T\nA *b* **c** `d *e*`\nmore\n\n- x\n  y\n- z\n\n| h |\n|---|\n| 1 |\n", 1);
    assertThat(html)
        .isEqualTo(
            "<h2>T</h2><p>A <em>b</em> <strong>c</strong> <code>d *e*</code> more</p>"
                + "<ul><li>x y</li><li>z</li></ul>"
                + "<table><tr><th>h</th></tr><tr><td>1</td></tr></table>");
  }

  @Test
  void cannotBeTalkedIntoMarkup() {
    assertThat(
            Markdown.html("<img src=x onerror=alert(1)> [a](javascript:b) \uE03Cscript\uE03E", 2))
        .doesNotContain("<img")
        .doesNotContain("<a")
        .doesNotContain("<script");
  }
}
