package io.osler.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {
  @TempDir Path folder;

  private static Picture random(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    RandomGenerator.of("L64X128MixRandom").nextBytes(rgb);
    return new Picture(width, height, rgb);
  }

  @Test
  void windowClampsAndNanIsBlack() {
    float[] voxels = {-5, 0, 5, 10, 20, Float.NaN};
    Picture picture = Picture.of(Volume.of(Size.of(3, 2), Geometry.UNIT, voxels), 0, 0, 10);
    assertThat(picture.pixel(0, 0)).isZero();
    assertThat(picture.pixel(2, 0)).isEqualTo(0x808080);
    assertThat(picture.pixel(1, 1)).isEqualTo(0xffffff);
    assertThat(picture.pixel(2, 1)).isZero();
  }

  @Test
  void pngIsReadBackByUsAndByTheJdk() throws IOException {
    Picture picture = random(31, 17);
    byte[] png = picture.png();
    assertThat(picture.png()).isEqualTo(png);
    var jdk = ImageIO.read(new ByteArrayInputStream(png));
    Path file = folder.resolve("a.png");
    picture.write(file);
    assertThat(Picture.of(ImageFile.read(file), 0, 0, 255)).isEqualTo(picture);
    for (int y = 0; y < 17; y++) {
      for (int x = 0; x < 31; x++) {
        assertThat(jdk.getRGB(x, y) & 0xffffff).isEqualTo(picture.pixel(x, y));
      }
    }
    assertThatThrownBy(() -> picture.write(file)).isInstanceOf(InputException.class);
    Picture grey = Picture.filled(4, 4, 0x777777);
    assertThat(ImageIO.read(new ByteArrayInputStream(grey.png())).getRaster().getNumBands())
        .isEqualTo(1);
  }

  @Test
  void overlayBlendsAndLeavesNanBare() {
    Picture black = Picture.filled(3, 1, 0);
    Picture out = black.overlay(new float[] {0, 1, Float.NaN}, ColourMap.VIRIDIS, 0.5);
    assertThat(out.pixel(0, 0)).isEqualTo(0x22012a); // half of 0x440154
    assertThat(out.pixel(1, 0)).isEqualTo(0x7f7413); // half of 0xfde725
    assertThat(out.pixel(2, 0)).isZero();
    LabelMap labels = new LabelMap(Size.of(3, 1), Geometry.UNIT, new int[] {0, 1, 2});
    Picture marked = black.overlay(labels, 0, 1);
    assertThat(marked.pixel(0, 0)).isZero();
    assertThat(marked.pixel(1, 0)).isEqualTo(0xe6194b);
  }

  @Test
  void colourMapsRiseInLightness() {
    for (ColourMap map : ColourMap.values()) {
      double before = -1;
      for (int i = 0; i <= 255; i++) {
        int rgb = map.rgb(i / 255.0);
        double light = 0.2126 * (rgb >> 16) + 0.7152 * (rgb >> 8 & 0xff) + 0.0722 * (rgb & 0xff);
        assertThat(light).as("%s at %d", map, i).isGreaterThan(before - 0.8);
        before = Math.max(before, light);
      }
    }
    assertThat(ColourMap.INFERNO.rgb(Double.NaN)).isBetween(0, 0xffffff);
  }

  @Test
  void sizes() {
    Picture picture = random(5, 4);
    assertThat(picture.enlarged(3).pixel(14, 11)).isEqualTo(picture.pixel(4, 3));
    assertThat(picture.resized(5, 4)).isEqualTo(picture);
    Picture ramp = new Picture(2, 1, new byte[] {0, 0, 0, 100, 100, 100});
    assertThat(ramp.resized(4, 1).pixel(1, 0)).isEqualTo(0x191919);
    assertThat(Picture.filled(1, 1, 0x123456).resized(3, 3).pixel(2, 2)).isEqualTo(0x123456);
  }

  @Test
  void montageHoldsPicturesAndCaptions() {
    Picture a = Picture.filled(30, 20, 0xff0000);
    Picture b = Picture.filled(20, 10, 0x0000ff);
    Picture out = Picture.montage(List.of(a, b, a), List.of("I", "é – very long caption", ""), 2);
    assertThat(out.width()).isEqualTo(2 * 36 + 6);
    assertThat(out.pixel(6, 6)).isEqualTo(0xff0000);
    assertThat(out.pixel(42, 6)).isEqualTo(0x0000ff);
    // The upright of the letter I, in the middle of its five columns.
    assertThat(out.pixel(6 + 2, 6 + 20 + 3)).isEqualTo(0x202020);
    assertThat(out.pixel(6, 6 + 20 + 5)).isEqualTo(0xffffff);
    assertThat(Lettering.plain("é – ×")).isEqualTo("e - x");
  }
}
