package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
  @TempDir Path folder;

  /** A demo without its training: what it writes says which one it was. */
  private void demo(Path out, String which) throws IOException {
    DemoFolder demo = new DemoFolder(out);
    Path draft = demo.begin();
    assertThat(demo.images()).isNotEmptyFile();
    Files.writeString(Files.createDirectory(draft.resolve("model")).resolve("card.md"), which);
    Files.createDirectories(draft.resolve("model.run/network-0"));
    Files.writeString(draft.resolve("evaluation.json"), which);
    Files.writeString(draft.resolve("report.html"), which);
    demo.publish();
  }

  private static List<String> inside(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void anEarlierDemoIsReplacedWholeAndOtherFilesStay() throws IOException {
    Path out = folder.resolve("demo");
    demo(out, "first");
    Files.writeString(out.resolve("model/left-over.txt"), "of the first");
    Files.writeString(out.resolve("notes.txt"), "mine");
    demo(out, "second");
    assertThat(inside(out))
        .containsExactly(
            "breastmnist.labels.yaml",
            "breastmnist.npz",
            "evaluation.json",
            "model",
            "model.run",
            "notes.txt",
            "report.html");
    assertThat(out.resolve("report.html")).hasContent("second");
    assertThat(inside(out.resolve("model"))).containsExactly("card.md");
    assertThat(out.resolve("model/card.md")).hasContent("second");
    assertThat(out.resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void anInterruptedDemoLeavesTheEarlierOneAndTheNextBeginsAnew() throws IOException {
    Path out = folder.resolve("demo");
    demo(out, "first");
    Path draft = new DemoFolder(out).begin();
    Files.writeString(draft.resolve("report.html"), "half");
    Files.createDirectory(draft.resolve("model"));
    assertThat(out.resolve("report.html")).hasContent("first");
    assertThat(out.resolve("model/card.md")).hasContent("first");
    demo(out, "third");
    assertThat(out.resolve("report.html")).hasContent("third");
    assertThat(inside(out)).doesNotContain(".unfinished", ".earlier");
  }

  @Test
  void resultsThatNoDemoMadeAreNotReplaced() throws IOException {
    Path model = Files.createDirectories(folder.resolve("study/model"));
    Files.writeString(model.resolve("card.md"), "years of work");
    assertThatThrownBy(() -> new DemoFolder(folder.resolve("study")).begin())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'model', which no demo made");
    assertThat(model.resolve("card.md")).hasContent("years of work");
    assertThat(inside(folder.resolve("study"))).containsExactly("model");
  }
}
