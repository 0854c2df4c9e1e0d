package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.io.ImageFile;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * From a table of pairs to scores without a further option: CT alone, one of them a DICOM series;
 * MR alone; the spinal cord in three contrasts. So few cases prove nothing, and the reports say so.
 */
@Tag("real-data")
class PairsRealDataTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "ct-mr-totalsegmentator, modality, CT, 2",
    "ct-mr-totalsegmentator, modality, MR, 1",
    "sct-testing, patient, 1, 3"
  })
  void trainsPredictsAndEvaluates(String set, String column, String value, int cases)
      throws IOException {
    String data = System.getProperty("osler.data", "");
    assertThat(data).as("-Dosler.data=FOLDER").isNotBlank();
    List<Path> images = new ArrayList<>();
    Path pairs = chosen(Path.of(data).resolve(set), column, value, images);
    assertThat(images).hasSize(cases);

    Path model = folder.resolve("model");
    var trained = Shell.run("train", pairs, "--budget", "20s", "--out", model);
    assertThat(trained.status()).as(trained.err()).isZero();
    assertThat(trained.out()).contains("case(s) are no proof of accuracy");
    assertThat(Files.readString(model.resolve("report.html"))).contains("are no proof of accuracy");

    Path out = folder.resolve("predictions");
    var predicted = Shell.run("predict", model, images.getFirst(), "--out", out);
    assertThat(predicted.status()).as(predicted.err()).isZero();
    Path file = out.resolve(images.getFirst().getFileName());
    LabelMap found = ImageFile.readLabels(file);
    Volume image = ImageFile.read(images.getFirst());
    assertThat(found.size()).isEqualTo(image.size());
    assertThat(found.geometry().matches(image.geometry(), 1e-3)).isTrue();

    Path evaluation = folder.resolve("evaluation");
    var evaluated = Shell.run("evaluate", model, pairs, "--out", evaluation);
    assertThat(evaluated.status()).as(evaluated.err()).isZero();
    String report = Files.readString(evaluation.resolve("report.html"));
    assertThat(report)
        .contains(cases + " case(s) are no proof of accuracy")
        .contains("%d of %d cases were trained on".formatted(cases, cases));
    JsonNode json =
        JsonMapper.shared().readTree(Files.readString(evaluation.resolve("evaluation.json")));
    assertThat(json.get("cases").size()).isEqualTo(cases);
    assertThat(json.get("structures").size()).isPositive();
    for (JsonNode structure : json.get("structures")) {
      assertThat(structure.get("dice").get("value").asDouble()).isBetween(0.0, 1.0);
    }
  }

  /** The rows of the set's own table that have a value, in a folder of their own. */
  private Path chosen(Path set, String column, String value, List<Path> images) throws IOException {
    List<String> lines = Files.readAllLines(set.resolve("pairs.csv"));
    List<String> head = List.of(lines.getFirst().split(","));
    List<String> kept = new ArrayList<>(List.of(lines.getFirst()));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      if (cells[head.indexOf(column)].equals(value)) {
        for (String file : List.of("image", "label")) {
          int at = head.indexOf(file);
          cells[at] = set.resolve(cells[at]).toAbsolutePath().toString();
        }
        images.add(Path.of(cells[head.indexOf("image")]));
        kept.add(String.join(",", cells));
      }
    }
    Path own = Files.createDirectories(folder.resolve("data"));
    Files.write(own.resolve("pairs.csv"), kept);
    return own;
  }
}
