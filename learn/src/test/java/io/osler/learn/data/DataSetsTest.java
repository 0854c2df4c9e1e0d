package io.osler.learn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import io.osler.core.volume.Truth;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSetsTest {
  static final Path BREAST =
      Path.of(System.getProperty("osler.root", ".."), "examples/data/breastmnist.npz");

  @TempDir Path folder;

  private void png(String name, int grey) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(folder.resolve(name.substring(0, name.lastIndexOf('/'))));
    BufferedImage image = new BufferedImage(5, 4, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(1, 2, 0, grey);
    ImageIO.write(image, "png", file.toFile());
  }

  private DataSet open(String name) {
    return DataSets.open(folder.resolve(name));
  }

  @Test
  void breastMnistIsReadWithItsSidecar() {
    DataSet data = DataSets.open(BREAST);
    List<String> names = List.of("malignant", "normal or benign");
    assertThat(data.labels()).isEqualTo(new Labels(Labels.Kind.SINGLE_LABEL, names, 0));
    assertThat(data.notes()).isEmpty();
    assertThat(data.only(Split.TRAIN).size()).isEqualTo(546);
    assertThat(data.only(Split.VAL).size()).isEqualTo(78);
    DataSet test = data.only(Split.TEST);
    assertThat(test.only(e -> e.truth().equals(new Truth.Category(0))).size()).isEqualTo(42);
    assertThat(test.size()).isEqualTo(156);
    assertThat(test.entries().getFirst().load().image().size()).hasToString("28×28");
    assertThat(data.hash()).isEqualTo(DataSets.open(BREAST).hash()).hasSize(64);
    assertThat(data.hash()).isNotEqualTo(test.hash());
  }

  @Test
  void labelsAndPositiveAreOptionsToo() {
    Options options = Options.defaults().withClasses(List.of("bad", "good")).withPositive("good");
    assertThat(DataSets.open(BREAST, options).labels().positive()).isEqualTo(1);
    assertThatThrownBy(() -> DataSets.open(BREAST, Options.defaults().withPositive("malignent")))
        .hasMessageContaining("did you mean 'malignant'");
    assertThatThrownBy(() -> DataSets.open(BREAST, Options.defaults().withClasses(List.of("a"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("out of range");
  }

  @Test
  void foldersPerClass() throws IOException {
    png("d/b/2.png", 2);
    png("d/a/1.png", 1);
    png("d/a/deep/0.png", 3);
    DataSet data = open("d");
    assertThat(data.labels().classes()).containsExactly("a", "b");
    assertThat(data.entries())
        .extracting(Entry::id)
        .containsExactly("a/1.png", "a/deep/0.png", "b/2.png");
    assertThat(data.entries().get(2).truth()).isEqualTo(new Truth.Category(1));
    assertThat(data.entries().get(2).load().image().at(0, 1, 2, 0)).isEqualTo(2);
    assertThat(data.notes()).anyMatch(note -> note.contains("positive: 'b'"));
    Options turned = Options.defaults().withClasses(List.of("b", "a"));
    assertThat(DataSets.open(folder.resolve("d"), turned).entries().get(2).truth())
        .isEqualTo(new Truth.Category(0));
    Options wrong = Options.defaults().withClasses(List.of("a", "c"));
    assertThatThrownBy(() -> DataSets.open(folder.resolve("d"), wrong))
        .hasMessageContaining("class 'b'");
  }

  @Test
  void aNameThatSaysNothingIsFoundIsNotWhatIsLookedFor() {
    var notes = new ArrayList<String>();
    var file = new LabelFile(List.of(), Optional.empty(), Optional.empty());
    Labels labels = file.labels(Labels.Kind.SINGLE_LABEL, List.of("melanoma", "Other"), notes);
    assertThat(labels.positive()).isZero();
    assertThat(notes).anyMatch(note -> note.contains("positive: 'melanoma'"));
  }

  private List<String> classesOf(String data, String... names) {
    DataSet set =
        DataSets.open(folder.resolve(data), Options.defaults().withClasses(List.of(names)));
    return set.entries().stream().map(one -> set.labels().name(one.truth())).toList();
  }

  /** Folders and manifests alike, however their numbers are written and wherever they begin. */
  @Test
  void classesThatAreNumbersAreOrderedByValue() throws IOException {
    StringBuilder manifest = new StringBuilder("path,label\n");
    for (int grade : new int[] {1, 2, 10}) {
      png("n/" + grade + "/x.png", grade);
      manifest.append("n/%d/x.png,%02d\n".formatted(grade, grade));
    }
    Files.writeString(folder.resolve("n.csv"), manifest);
    for (String data : List.of("n", "n.csv")) {
      assertThat(open(data).labels().classes()).containsExactly("1", "2", "10");
      List<String> three = classesOf(data, "one", "two", "ten");
      assertThat(three).containsExactlyInAnyOrder("one", "two", "ten");
      assertThat(three.getLast()).isEqualTo(data.equals("n") ? "two" : "ten");
      String[] eleven = "a b c d e f g h i j k".split(" ");
      assertThat(classesOf(data, eleven)).containsExactlyInAnyOrder("b", "c", "k");
      // The names of a model that was trained on such numbers, of which some are missing here.
      assertThat(classesOf(data, "1", "2", "3", "10")).containsExactlyInAnyOrder("1", "2", "10");
    }
  }

  @Test
  void splitFoldersAboveClasses() throws IOException {
    png("s/training/x/1.png", 1);
    png("s/val/x/2.png", 1);
    png("s/test/y/3.png", 1);
    assertThat(open("s").entries())
        .extracting(Entry::split)
        .containsExactly(Split.TEST, Split.TRAIN, Split.VAL);
    assertThat(open("s").labels().classes()).containsExactly("x", "y");
    assertThat(open("s").notes()).noneMatch(note -> note.contains("Passed over"));
    png("s/holdout/y/4.png", 1);
    assertThat(open("s").entries()).hasSize(3);
    assertThat(open("s").notes()).anyMatch(note -> note.startsWith("Passed over: [holdout]"));
  }

  @Test
  void imagesAloneAreUnlabelled() throws IOException {
    png("u/1.png", 1);
    png("u/2.png", 2);
    assertThat(open("u").labels()).isEqualTo(Labels.none());
    DataSet one = open("u/2.png");
    assertThat(one.entries().getFirst().id()).isEqualTo("2.png");
    assertThat(one.entries().getFirst().load().image().at(0, 1, 2, 0)).isEqualTo(2);
  }

  private DataSet manifest(String text) throws IOException {
    png("m/a.png", 1);
    png("m/b c.png", 2);
    Files.writeString(folder.resolve("m/manifest.csv"), text);
    return open("m");
  }

  @Test
  void manifestsGiveLabelsPatientsSplitsAndAttributes() throws IOException {
    DataSet data =
        manifest(
            "path,label,patient,split,age,sex\r\n"
                + "a.png,yes,p1,train,55,\r\n"
                + "\"b c.png\",no,p2,test,30,m\r\n");
    assertThat(data.name()).isEqualTo("m");
    Entry first = data.entries().getFirst();
    assertThat(data.labels().classes()).containsExactly("no", "yes");
    assertThat(first.truth()).isEqualTo(new Truth.Category(1));
    assertThat(first.patient()).isEqualTo("p1");
    assertThat(first.split()).isEqualTo(Split.TRAIN);
    assertThat(first.attributes()).containsOnlyKeys("age").containsEntry("age", "55");
    assertThat(data.entries().get(1).load().image().at(0, 1, 2, 0)).isEqualTo(2);
  }

  @Test
  void patientsAreKnownByTheUsualNamesOfTheirColumn() throws IOException {
    for (String column : List.of("PatientID", "patient id", "Patient_Id", "subject-id")) {
      DataSet data = manifest("path,label," + column + "\na.png,yes,7\nb c.png,no,7\n");
      assertThat(data.entries()).as(column).extracting(Entry::patient).containsOnly("7");
      assertThat(data.entries().getFirst().attributes()).isEmpty();
    }
  }

  @Test
  void manifestsGiveSeveralLabels() throws IOException {
    DataSet list = manifest("path,label\na.png,edema;mass\nb c.png,mass\n");
    assertThat(list.labels().kind()).isEqualTo(Labels.Kind.MULTI_LABEL);
    assertThat(list.entries().get(1).truth()).isEqualTo(new Truth.Findings(List.of(0.0, 1.0)));
    assertThat(list.labels().name(list.entries().getFirst().truth())).isEqualTo("edema; mass");
    DataSet columns = manifest("path,label:mass,label:edema\na.png,1,\nb c.png,0,1\n");
    assertThat(columns.labels().classes()).containsExactly("mass", "edema");
    assertThat(columns.entries().getFirst().truth())
        .isEqualTo(new Truth.Findings(List.of(1.0, Double.NaN)));
  }

  @Test
  void findingsFollowTheOrderOfTheirNamesNotOfTheColumns() throws IOException {
    manifest("path,label:mass,label:edema\na.png,1,\nb c.png,0,1\n");
    Options options = Options.defaults().withClasses(List.of("edema", "fracture", "mass"));
    DataSet data = DataSets.open(folder.resolve("m"), options);
    assertThat(data.labels().classes()).containsExactly("edema", "fracture", "mass");
    assertThat(data.entries())
        .extracting(Entry::truth)
        .containsExactly(
            new Truth.Findings(List.of(Double.NaN, Double.NaN, 1.0)),
            new Truth.Findings(List.of(1.0, Double.NaN, 0.0)));
  }

  @Test
  void anImageOfWhichNoFindingWasReadIsUnlabelled() throws IOException {
    DataSet data = manifest("path,label:mass,label:edema\na.png,,\nb c.png,0,1\n");
    assertThat(data.entries()).extracting(Entry::isLabelled).containsExactly(false, true);
  }

  @Test
  void noneIsNoFinding() throws IOException {
    manifest("path,label\na.png,mass\nb c.png,none\n");
    DataSet data =
        DataSets.open(folder.resolve("m"), Options.defaults().withKind(Labels.Kind.MULTI_LABEL));
    assertThat(data.labels().classes()).containsExactly("mass");
    assertThat(data.entries().get(1).truth()).isEqualTo(new Truth.Findings(List.of(0.0)));
  }

  @Test
  void classesAreMetByNameOrByNumber() throws IOException {
    DataSet data = manifest("path,label\na.png,well\nb c.png,sick\n");
    Labels wanted = new Labels(Labels.Kind.SINGLE_LABEL, List.of("well", "sick"), 1);
    DataSet met = data.in(wanted).orElseThrow();
    assertThat(data.labels().classes()).containsExactly("sick", "well");
    assertThat(data.in(data.labels()).orElseThrow().hash()).isEqualTo(data.hash());
    assertThat(met.labels()).isEqualTo(wanted);
    assertThat(met.entries())
        .extracting(Entry::truth)
        .containsExactly(new Truth.Category(0), new Truth.Category(1));
    DataSet numbers = manifest("path,label\na.png,1\nb c.png,0\n");
    assertThat(numbers.in(wanted).orElseThrow().entries().getFirst().truth())
        .isEqualTo(new Truth.Category(1));
    assertThat(manifest("path,label\na.png,ill\nb c.png,sick\n").in(wanted)).isEmpty();
    assertThat(manifest("path,label\na.png,well;sick\nb c.png,sick\n").in(wanted)).isEmpty();
  }

  @Test
  void foldersOfClassesMayBeLinks() throws IOException {
    png("elsewhere/yes/a.png", 1);
    png("linked/no/b.png", 2);
    Files.createSymbolicLink(folder.resolve("linked/yes"), folder.resolve("elsewhere/yes"));
    DataSet data = open("linked");
    assertThat(data.labels().classes()).containsExactly("no", "yes");
    assertThat(data.entries()).extracting(Entry::id).containsExactly("no/b.png", "yes/a.png");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "path,label\\na.png | line 2: it has 1 cells",
        "path,label\\n\"a.png,1 | never closed",
        "pth,label\\na.png,1 | did you mean 'pth'",
        "path,label\\nmissing.png,1 | 1 file(s) that do not exist",
        "path,split\\na.png,trian | line 2: the split is 'trian'",
        "path,path\\na.png,a.png | repeat",
        "path,label\\na.png,x\\na.png,y | 'a.png' twice",
        "path,label,label:x\\na.png,y,1 | keep the one or the others",
        "path,label:x\\na.png,maybe | 'label:x' is 'maybe'",
        "path,label | lists no image",
        "path,label\\n,x | the path is empty",
      })
  void brokenManifestsAreRefused(String text, String reason) {
    assertThatThrownBy(() -> manifest(text.replace("\\n", "\n")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void emptyAndForeignPathsAreRefused() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path text = Files.writeString(folder.resolve("notes.txt"), "x");
    Path csv = Files.write(folder.resolve("bad.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    for (Path path : List.of(empty, text, csv, folder.resolve("none"))) {
      assertThatThrownBy(() -> DataSets.open(path)).isInstanceOf(InputException.class);
    }
    Files.write(empty.resolve("cut.npz"), Arrays.copyOf(Files.readAllBytes(BREAST), 99));
    assertThatThrownBy(() -> DataSets.open(empty)).hasMessageContaining("cut.npz");
  }

  @Test
  void theCacheKeepsToItsBudget() throws IOException {
    VolumeCache cache = new VolumeCache(45);
    for (int round = 0; round < 2; round++) {
      for (int i = 1; i <= 3; i++) {
        png("u/" + i + ".png", i);
        Source source = new FileSource(folder.resolve("u/" + i + ".png"), cache, Foreign.none());
        assertThat(source.read().at(0, 1, 2, 0)).isEqualTo(i);
        assertThat(source.read().at(0, 1, 2, 0)).isEqualTo(i);
        assertThat(cache.used()).isBetween(20L, 45L);
      }
    }
  }
}
