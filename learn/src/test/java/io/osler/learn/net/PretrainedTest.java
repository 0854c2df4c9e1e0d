package io.osler.learn.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.learn.tensor.Safetensors;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ImageNet weights name what is on the photographs. */
@Tag("real-data")
class PretrainedTest {
  private static final Path DATA =
      Path.of(System.getProperty("osler.data", "osler.data-not-given"));

  @ParameterizedTest
  @CsvSource({"cat.png,285,0.41", "coffee.png,967,0.94", "rocket.jpg,657,0.30"})
  void efficientNetNamesThePhotograph(String photograph, int expected, float probability)
      throws IOException {
    Network network =
        new NetSpec.EfficientnetLite0(0.2, 0.2).build(new Input(3, List.of(224, 224), 1000), 1);
    try (var weights = network.weights();
        Safetensors file =
            Safetensors.open(
                DATA.resolve("efficientnet-lite0-imagenet/efficientnet-lite0.safetensors"));
        var _ = new TensorScope()) {
      file.into(weights.state(), "");
      Tensor logits = network.forward(centre(DATA.resolve("photographs").resolve(photograph)));
      float[] scores = Tensors.floats(logits.softmax(1));
      int best = 0;
      for (int i = 1; i < scores.length; i++) {
        best = scores[i] > scores[best] ? i : best;
      }
      assertThat(best).isEqualTo(expected);
      // The JDK's area averaging is not the reference's resampling, hence the wide margin.
      assertThat(scores[best]).isBetween(probability - 0.15f, probability + 0.15f);
    }
  }

  /** The centre square at 224×224 as (x − 127) / 128, RGB. */
  private static Tensor centre(Path file) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    int side = Math.min(image.getWidth(), image.getHeight());
    Image square =
        image
            .getSubimage((image.getWidth() - side) / 2, (image.getHeight() - side) / 2, side, side)
            .getScaledInstance(224, 224, Image.SCALE_AREA_AVERAGING);
    BufferedImage small = new BufferedImage(224, 224, BufferedImage.TYPE_INT_RGB);
    small.createGraphics().drawImage(square, 0, 0, null);
    float[] values = new float[3 * 224 * 224];
    for (int i = 0; i < 224 * 224; i++) {
      int rgb = small.getRGB(i % 224, i / 224);
      for (int channel = 0; channel < 3; channel++) {
        values[channel * 224 * 224 + i] = ((rgb >> (16 - 8 * channel) & 255) - 127) / 128f;
      }
    }
    return Tensors.of(values, 1, 3, 224, 224);
  }
}
