package io.osler.learn.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.learn.net.Network;
import io.osler.learn.nn.Weights;
import io.osler.learn.tensor.Compute;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class WindowTest {
  /** y = x: whatever the window does must vanish. */
  private record Identity(Weights weights) implements Network {
    @Override
    public Tensor forward(Tensor x) {
      return x;
    }
  }

  private static void identity(Size image, Size patch, List<Integer> mirror) {
    var random = new SplittableRandom(3);
    float[] voxels = new float[2 * image.voxels()];
    for (int v = 0; v < voxels.length; v++) {
      voxels[v] = (float) random.nextDouble();
    }
    Volume volume = new Volume(image, 2, Geometry.spaced(1, 2, 3), voxels);
    try (Weights weights = new Weights(1)) {
      Window window =
          new Window(
              List.of(new Identity(weights), new Identity(weights)),
              patch,
              0.5,
              3,
              mirror,
              Compute.plain(1),
              x -> x);
      Volume out = window.probabilities(volume);
      assertThat(out.size()).isEqualTo(image);
      assertThat(out.geometry()).isEqualTo(volume.geometry());
      for (int v = 0; v < voxels.length; v++) {
        assertThat(out.voxels()[v]).isCloseTo(voxels[v], within(1e-5f));
      }
    }
  }

  @Test
  void overAnIdentityNetworkIsTheIdentity() {
    identity(new Size(13, 17, 9), new Size(8, 8, 4), List.of());
    identity(new Size(13, 17, 9), new Size(8, 8, 4), List.of(0, 1, 2));
  }

  @Test
  void padsImagesSmallerThanThePatch() {
    identity(new Size(5, 17, 3), new Size(8, 8, 4), List.of(0, 2));
  }

  @Test
  void worksOnPictures() {
    identity(Size.of(19, 11), Size.of(8, 8), List.of(0, 1));
  }
}
