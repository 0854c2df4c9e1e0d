package io.osler.learn.plan;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import io.osler.core.transform.Normalise;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Volume;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.Entry;
import io.osler.learn.data.Labels;
import io.osler.learn.data.Source;
import io.osler.learn.data.Split;
import io.osler.learn.net.NetSpec;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PretrainedTest {
  private record Given(Volume read) implements Source {
    @Override
    public void digest(MessageDigest digest) {
      digest.update((byte) read.voxels()[0]);
    }
  }

  @Test
  void weightsForPicturesAreRefusedForVolumes() {
    List<Entry> entries = new ArrayList<>();
    Size size = new Size(4, 4, 4);
    for (int i = 0; i < 8; i++) {
      float[] voxels = new float[size.voxels()];
      voxels[0] = i;
      Source source = new Given(Volume.of(size, Geometry.UNIT, voxels));
      String id = "e" + i;
      entries.add(new Entry(id, id, Split.TRAIN, new Truth.Category(i % 2), Map.of(), source));
    }
    Labels labels = new Labels(Labels.Kind.SINGLE_LABEL, List.of("a", "b"), 1);
    DataSet data = new DataSet("made", labels, entries, List.of());
    Normalise plain = new Normalise(List.of(0.0), List.of(1.0));
    var weights = new Pretrained(new NetSpec.Squeezenet(0.5), 224, plain, "x.safetensors", "0");
    var wish = new Planner.Wish(60, 0, 1, 1, Optional.empty(), Optional.of(weights));
    assertThatThrownBy(() -> Planner.plan(data, wish))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("for pictures")
        .hasMessageContaining("without --weights");
  }
}
