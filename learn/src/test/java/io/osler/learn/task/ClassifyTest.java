package io.osler.learn.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Entry;
import io.osler.learn.data.Labels;
import io.osler.learn.data.Source;
import io.osler.learn.data.Split;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassifyTest {
  private record Grey(int value) implements Source {
    @Override
    public Volume read() {
      float[] voxels = new float[64];
      voxels[value % 64] = value;
      return Volume.of(Size.of(8, 8), Geometry.UNIT, voxels);
    }

    @Override
    public void digest(MessageDigest digest) {
      digest.update((byte) value);
    }
  }

  /** The second finding is rare and always stands behind the first, which most images have. */
  @Test
  void partsShareOutFindingsThatAreNeverTheFirst() {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Truth truth = new Truth.Findings(List.of(i % 3 == 0 ? 0.0 : 1.0, i % 12 == 1 ? 1.0 : 0.0));
      entries.add(new Entry("i" + i, "p" + i, Split.NONE, truth, Map.of(), new Grey(i)));
    }
    var labels = new Labels(Labels.Kind.MULTI_LABEL, List.of("a", "b"), 1);
    var data = new DataSet("made", labels, entries, List.of());
    int[] parts = new Classify(data, TargetsTest.plan(Labels.Kind.MULTI_LABEL, 0)).parts(5);
    int[] rare = new int[5];
    int[] all = new int[5];
    for (int i = 0; i < 60; i++) {
      all[parts[i]]++;
      rare[parts[i]] += i % 12 == 1 ? 1 : 0;
    }
    assertThat(rare).containsOnly(1);
    assertThat(all).containsOnly(12);
  }
}
