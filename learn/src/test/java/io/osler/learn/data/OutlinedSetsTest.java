package io.osler.learn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import io.osler.core.io.LabelOut;
import io.osler.core.io.Nifti;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutlinedSetsTest {
  private static final Size SIZE = new Size(6, 5, 4);
  private static final Geometry GRID = Geometry.spaced(1, 2, 3);

  @TempDir private Path folder;

  private void image(String name) throws IOException {
    image(name, GRID, 1);
  }

  private void image(String name, Geometry grid, int channels) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    float[] voxels = new float[channels * SIZE.voxels()];
    for (int v = 0; v < voxels.length; v++) {
      voxels[v] = v;
    }
    Nifti.write(file, new Volume(SIZE, channels, grid, voxels), Nifti.Store.FLOAT32);
  }

  private void labels(String name, int... values) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    int[] labels = new int[SIZE.voxels()];
    for (int v = 0; v < values.length; v++) {
      labels[v] = values[v];
    }
    LabelOut.replace(file, new LabelMap(SIZE, GRID, labels));
  }

  private void json(String text) throws IOException {
    Files.writeString(folder.resolve("dataset.json"), text.replace('\'', '"'));
  }

  private static int[] coded(Entry entry, Outlines outlines) {
    LabelMap map = ((Truth.Mask) entry.load().truth()).map();
    return new OutlineCodec(outlines).encode(map).labels();
  }

  @Test
  void readsTheDecathlonLayout() throws IOException {
    image("imagesTr/a.nii.gz");
    labels("labelsTr/a.nii.gz", 0, 1, 2);
    json(
        "{'modality': {'0': 'MRI'}, 'labels': {'0': 'background', '1': 'front', '2': 'back'},"
            + " 'training': [{'image': './imagesTr/a.nii.gz', 'label': './labelsTr/a.nii.gz'}]}");
    DataSet set = DataSets.open(folder);
    Outlines outlines = set.outlines().orElseThrow();
    assertThat(outlines.names()).containsExactly("front", "back");
    assertThat(outlines.channels()).containsExactly("MRI");
    assertThat(set.labels().classes()).containsExactly("background", "front", "back");
    assertThat(set.entries()).extracting(Entry::id).containsExactly("a");
    assertThat(coded(set.entries().getFirst(), outlines)).startsWith(0, 1, 2).endsWith(0);
  }

  @Test
  void readsTheLayoutOfNnunetWithChannelsRegionsAndIgnore() throws IOException {
    for (String id : List.of("a", "b")) {
      image("imagesTr/" + id + "_0000.nii.gz");
      image("imagesTr/" + id + "_0001.nii.gz");
      labels("labelsTr/" + id + ".nii.gz", 1, 2, 3, 0);
    }
    json(
        "{'channel_names': {'0': 'T1', '1': 'CT'}, 'file_ending': '.nii.gz', 'numTraining': 2,"
            + " 'labels': {'background': 0, 'whole': [1, 2], 'core': 2, 'ignore': 3},"
            + " 'regions_class_order': [1, 2]}");
    Files.writeString(
        folder.resolve("splits_final.json"),
        "[{\"train\": [\"a\"], \"val\": [\"b\"]}, {\"train\": [\"b\"], \"val\": [\"a\"]}]");
    DataSet set = DataSets.open(folder);
    Outlines outlines = set.outlines().orElseThrow();
    assertThat(outlines.regions()).isTrue();
    assertThat(outlines.ignore()).contains(3);
    assertThat(set.entries().getFirst().load().image().channels()).isEqualTo(2);
    int[] coded = coded(set.entries().getFirst(), outlines);
    assertThat(coded).startsWith(1, 3, OutlineCodec.UNKNOWN, 0);
    assertThat(new OutlineCodec(outlines).decode(coded)).startsWith(1, 2, 0, 0);
    assertThat(set.entries()).extracting(Entry::split).containsExactly(Split.TRAIN, Split.VAL);
    assertThat(set.entries().getFirst().attributes()).containsEntry("fold", "1");
  }

  @Test
  void refusesAMissingChannelAndMissingFiles() throws IOException {
    image("imagesTr/a_0000.nii.gz");
    image("imagesTr/a_0001.nii.gz");
    image("imagesTr/b_0000.nii.gz");
    labels("labelsTr/a.nii.gz", 1);
    String head = "{'channel_names': {'0': 'T1', '1': 'T2', '2': 'X'}, 'labels': {'x': 1}}";
    json(head);
    assertThatThrownBy(() -> DataSets.open(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'a'")
        .hasMessageContaining("dataset.json lists 3");
    Files.delete(folder.resolve("imagesTr/a_0001.nii.gz"));
    json("{'channel_names': {'0': 'T1'}, 'labels': {'x': 1}}");
    assertThatThrownBy(() -> DataSets.open(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("b.nii.gz");
  }

  private void refused(String... words) {
    assertThatThrownBy(() -> DataSets.open(folder))
        .isInstanceOf(InputException.class)
        .satisfies(e -> List.of(words).forEach(word -> assertThat(e).hasMessageContaining(word)))
        .hasMessageContaining("Fix:");
  }

  /** Files that do not fit would be left out of training without a word. */
  @Test
  void refusesFilesThatBelongToNoCase() throws IOException {
    image("imagesTr/a_0000.nii.gz");
    labels("labelsTr/a.nii.gz", 1);
    labels("labelsTr/b.nii.gz", 1);
    String one = "{'channel_names': {'0': 'T1'}, 'labels': {'background': 0, 'x': 1}}";
    json(one);
    refused("labelsTr/b.nii.gz", "no image");
    image("imagesTr/b.nii.gz");
    refused("imagesTr/b.nii.gz", "_0000.nii.gz");
    Files.delete(folder.resolve("imagesTr/b.nii.gz"));
    Files.delete(folder.resolve("labelsTr/b.nii.gz"));
    json(one.replace("'labels'", "'file_ending': '.nrrd', 'labels'"));
    refused("a_0000.nii.gz", "file_ending");
    image("imagesTr/a_0002.nii.gz");
    json(one.replace("'T1'}", "'T1', '1': 'T2'}"));
    refused("[0, 2]", "lists 2");
    json("{'labels': {'x': 1");
    refused("dataset.json", "not JSON");
    json("{'channel_names': {'0': 'T1'}, 'labels': {'background': 0, 'x': 1, 'y': 1}}");
    refused("dataset.json", "'y'", "label value 1");
  }

  /** A volume of one channel is no grey picture: its other channels are missing. */
  @Test
  void refusesOneChannelOfThree() throws IOException {
    image("imagesTr/a_0000.nii.gz");
    labels("labelsTr/a.nii.gz", 1);
    json(
        "{'channel_names': {'0': 'T1', '1': 'T2', '2': 'PD'},"
            + " 'labels': {'background': 0, 'x': 1}}");
    assertThatThrownBy(DataSets.open(folder).entries().getFirst()::load)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a_0000.nii.gz has 1 channel(s), 3 are expected");
  }

  @Test
  void foldsNameTheCasesThatAreThereAndKeepOthersAside() throws IOException {
    for (String id : List.of("a", "b", "c")) {
      image("imagesTr/" + id + "_0000.nii.gz");
      labels("labelsTr/" + id + ".nii.gz", 1);
    }
    json("{'channel_names': {'0': 'T1'}, 'labels': {'background': 0, 'x': 1}}");
    Path folds = folder.resolve("splits_final.json");
    Files.writeString(folds, "[{\"train\": [\"a\"], \"val\": [\"b\"]}]");
    DataSet set = DataSets.open(folder);
    assertThat(set.entries())
        .extracting(Entry::split)
        .containsExactly(Split.TRAIN, Split.VAL, Split.TEST);
    assertThat(set.notes()).anyMatch(note -> note.contains("1 case(s) stand in no fold"));
    Files.writeString(folds, "[{\"train\": [\"a\", \"lost\"], \"val\": [\"b\"]}]");
    refused("splits_final.json", "'lost'");
    for (String text : List.of("{\"a\": 3}", "[]", "[{\"train\": [\"a\"]}]")) {
      Files.writeString(folds, text);
      refused("splits_final.json", "{train, val}");
    }
  }

  @Test
  void refusesLabelsThatAreNotListedAndOtherGrids() throws IOException {
    image("imagesTr/a_0000.nii.gz");
    labels("labelsTr/a.nii.gz", 1, 7);
    json("{'channel_names': {'0': 'T1'}, 'labels': {'background': 0, 'x': 1}}");
    Entry strange = DataSets.open(folder).entries().getFirst();
    assertThatThrownBy(strange::load)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a.nii.gz")
        .hasMessageContaining("[7]")
        .hasMessageContaining("dataset.json");
    Files.delete(folder.resolve("imagesTr/a_0000.nii.gz"));
    image("imagesTr/a_0000.nii.gz", Geometry.spaced(1, 2, 2.5), 1);
    Entry shifted = DataSets.open(folder).entries().getFirst();
    assertThatThrownBy(shifted::load)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("another grid");
  }

  @Test
  void refusesFourDimensionsWhereThreeAreExpected() throws IOException {
    image("imagesTr/a_0000.nii.gz", GRID, 2);
    labels("labelsTr/a.nii.gz", 1);
    json("{'channel_names': {'0': 'T1'}, 'labels': {'background': 0, 'x': 1}}");
    assertThatThrownBy(DataSets.open(folder).entries().getFirst()::load)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("2 channel(s), 1 are expected")
        .hasMessageContaining("4-D");
  }

  @Test
  void pairsImagesAndLabelsByStem() throws IOException {
    image("images/a.nii.gz");
    labels("labels/a.nii", 0, 4, 9);
    DataSet set = DataSets.open(folder);
    assertThat(set.outlines().orElseThrow().names()).containsExactly("label-4", "label-9");
    assertThat(set.labels().kind()).isEqualTo(Labels.Kind.STRUCTURES);
    image("images/alone.nii.gz");
    assertThatThrownBy(() -> DataSets.open(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("alone.nii.gz");
  }

  @Test
  void recognisesObjectsByTheirNumbers() throws IOException {
    for (int n = 2; n < 8; n++) {
      image("images/" + n + ".nii.gz");
      int[] values = new int[SIZE.voxels()];
      for (int o = 0; o < n; o++) {
        values[SIZE.offset(2 * (o % 3), 2 * (o / 3 % 2), 2 * (o / 6))] = o + 1;
      }
      labels("labels/" + n + ".nii.gz", values);
    }
    DataSet set = DataSets.open(folder);
    assertThat(set.outlines().orElseThrow().instances()).isTrue();
    assertThat(set.notes()).anyMatch(note -> note.startsWith("Taken as instances"));
    assertThat(set.labels().classes()).containsExactly("background", "inside", "rim");
  }

  @Test
  void twoMapsAreOfObjectsOnlyBeyondDoubt() {
    assertThat(Numbering.ofObjects(List.of(upTo(9, 9), upTo(12, 12)))).isTrue();
    assertThat(Numbering.ofObjects(List.of(upTo(9, 9), upTo(12, 12), upTo(20, 20)))).isTrue();
    assertThat(Numbering.ofObjects(List.of(upTo(30, 30)))).isFalse(); // an atlas?
    assertThat(Numbering.ofObjects(List.of(upTo(9, 9), upTo(9, 9)))).isFalse();
    assertThat(Numbering.ofObjects(List.of(upTo(3, 3), upTo(12, 12)))).isFalse();
    assertThat(Numbering.ofObjects(List.of(upTo(9, 5), upTo(12, 12)))).isFalse();
  }

  private static Numbering upTo(int n, int connected) {
    return new Numbering(
        IntStream.rangeClosed(1, n).boxed().collect(Collectors.toSet()), connected);
  }

  @Test
  void readsATableOfPairs() throws IOException {
    image("ct/one.nii.gz");
    image("mr/one.nii.gz");
    labels("ct/seg.nii.gz", 1);
    labels("mr/seg.nii.gz", 2);
    Files.writeString(
        folder.resolve("pairs.csv"),
        "image,label,modality\nct/one.nii.gz,ct/seg.nii.gz,CT\nmr/one.nii.gz,mr/seg.nii.gz,MR\n");
    DataSet set = DataSets.open(folder);
    assertThat(set.entries()).extracting(Entry::id).containsExactly("ct-one", "mr-one");
    assertThat(set.entries().getLast().attributes()).containsEntry("modality", "MR");
    assertThat(set.outlines().orElseThrow().channels()).containsExactly("image");
    Path alike = folder.resolve("ct.csv");
    Files.writeString(alike, "image,label,Modality\nct/one.nii.gz,ct/seg.nii.gz,CT\n");
    assertThat(DataSets.open(alike).outlines().orElseThrow().channels()).containsExactly("CT");
    assertThat(set.outlines().orElseThrow().names()).containsExactly("label-1", "label-2");
  }

  @Test
  void findsImagesToPredictWithAFileForEachChannel() throws IOException {
    image("b_0000.nii.gz");
    image("b_0001.nii.gz");
    image("c_0000.nii.gz");
    image("c_0001.nii.gz");
    Outlines outlines =
        new Outlines(
            List.of(new Outlines.Structure("x", List.of(1), 1)),
            false,
            Optional.empty(),
            false,
            List.of("T1", "T2"));
    DataSet set = DataSets.images(folder, outlines, Options.defaults());
    assertThat(set.entries()).extracting(Entry::id).containsExactly("b", "c");
    assertThat(set.entries().getFirst().load().image().channels()).isEqualTo(2);
  }

  @Test
  void codesObjectsAsInsideAndRim() {
    Size size = Size.of(5, 4);
    int[] map = {
      1, 1, 1, 2, 2,
      1, 1, 1, 2, 2,
      1, 1, 1, 2, 2,
      0, 0, 0, 0, 0
    };
    int[] coded =
        new OutlineCodec(Outlines.objects(List.of("grey")))
            .encode(new LabelMap(size, Geometry.UNIT, map))
            .labels();
    assertThat(coded)
        .containsExactly(
            1, 1, 2, 2, 1, //
            1, 1, 2, 2, 1, //
            2, 2, 2, 2, 2, //
            0, 0, 0, 0, 0);
  }
}
