package io.osler.learn.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTest {
  @Test
  void namesWithMarksStayNames() {
    String row =
        "| " + Markdown.plainText("a|b\n# c") + " | " + Markdown.plainText("*d* <e>") + " |";
    assertThat(row).isEqualTo("| a\\|b \\# c | \\*d\\* \\<e\\> |");
    assertThat(Markdown.html(row + "\n|---|---|\n", 2))
        .contains("<th>a|b # c</th><th>*d* &lt;e&gt;</th>");
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
