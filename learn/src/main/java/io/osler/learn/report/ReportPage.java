package io.osler.learn.report;

import io.osler.core.io.Atomic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The report as one self-contained HTML page: style, drawings and pictures inside, no script,
 * nothing fetched. Whatever text the report holds is shown as text.
 *
 * <p>The same report gives the same characters.
 */
public final class ReportPage {
  private ReportPage() {}

  /** The whole page. */
  public static String html(Report report) {
    Html page = opened(report.title());
    Opening.write(page, report);
    page.raw("<main>");
    ResultSections.write(page, report);
    CaseSection.write(page, report);
    ResultSections.writeSubgroups(page, report);
    DataSections.write(page, report);
    return closed(page.raw("</main>"));
  }

  /** A page up to the beginning of its body. */
  static Html opened(String title) {
    // Should a text ever slip through unescaped, the policy still lets no script run or load.
    return new Html()
        .raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
        .raw("img-src data:; style-src 'unsafe-inline'\">")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .element("title", title + " – report")
        .raw("<style>" + style() + "</style></head><body>");
  }

  /** The whole page, with its footer. */
  static String closed(Html page) {
    return page.raw("<footer>Made by Osler. Research use only; not a medical device.</footer>")
        .raw("</body></html>\n")
        .toString();
  }

  /** Writes the page whole or not at all; an earlier one is replaced. */
  public static void write(Report report, Path file) {
    Atomic.replace(file, html(report).getBytes(StandardCharsets.UTF_8));
  }

  private static String style() {
    try (InputStream css = ReportPage.class.getResourceAsStream("report.css")) {
      if (css == null) {
        throw new IllegalStateException("report.css is not beside ReportPage");
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
