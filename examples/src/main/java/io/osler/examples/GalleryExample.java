package io.osler.examples;

import io.osler.core.io.Picture;
import io.osler.core.steps.Pipelines;
import io.osler.core.transform.Augmentation;
import io.osler.core.transform.Interpolation;
import io.osler.core.transform.Resize;
import io.osler.core.volume.Case;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.learn.data.DataSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Draws what steps do to a breast ultrasound: the picture of the guide's page of steps. */
public final class GalleryExample {
  private static final int SIDE = 112;
  private static final String STEPS =
      """
      identity | flip(axes=[i]) | rotate90 | affine(rotation=[0, 0, 20], scale=[1.2, 1.2, 1])
      elastic(cells=4, magnitude=0.4) | field-elastic | random-thin-plate(magnitude=0.2)
      crop-at(at=[0.5, 0.2, 0], size=[70, 70, 1]) | pad(low=[20, 20, 0], high=[20, 20, 0])
      resize(size=[30, 30, 1]) | low-resolution(factor=4) | cut-out(low=[0.3, 0.3, 0], high=[0.6, 0.5, 1])
      window(low=40, high=160) | percentile-window | gamma(gamma=0.5) | gamma(gamma=2) | negative
      brightness(factor=1.4) | contrast(factor=1.8) | equalise | clahe(clip=4) | sharpen
      bias-field(strength=0.5) | gaussian-noise(level=0.4) | rician-noise(level=0.4)
      poisson-noise(peak=20) | speckle-noise(level=0.4) | salt-and-pepper(level=0.05)
      ghosting | motion | spike(frequency=[9, 4, 0]) | gaussian-blur(sigma=2) | median(radius=2)
      bilateral(range=40, sigma=2) | anisotropic-diffusion | total-variation | non-local-means(h=20)
      wiener | sobel | laplacian-of-gaussian | canny(low=8, high=16) | otsu | li | triangle | sauvola
      """;

  private GalleryExample() {}

  /** Takes the data set, and the folder that gets steps.png. */
  public static void main(String[] args) throws IOException {
    Volume small = DataSets.open(Path.of(args[0])).entries().getFirst().load().image();
    Case one = Case.of("a", new Resize(Size.of(SIDE, SIDE), Interpolation.CUBIC).apply(small));
    List<Picture> pictures = new ArrayList<>();
    List<String> captions = new ArrayList<>();
    for (String text : Arrays.stream(STEPS.split("[|\\n]")).map(String::strip).toList()) {
      // tag::draw
      Augmentation step = Pipelines.of(List.of(text)).steps().getFirst();
      Volume result = step.draw(new SplittableRandom(1), one).apply(one).image();
      // end::draw
      pictures.add(framed(Picture.of(result, 0)));
      captions.add(text);
    }
    Path folder = Files.createDirectories(Path.of(args[1]));
    Picture.montage(pictures, captions, 8).write(folder.resolve("steps.png"));
  }

  /** Smaller and larger results at their own size on a square of {@code SIDE}. */
  private static Picture framed(Picture picture) {
    int longest = Math.max(picture.width(), picture.height());
    double scale = longest > SIDE ? (double) SIDE / longest : 1;
    return picture.resized(
        (int) Math.round(scale * picture.width()), (int) Math.round(scale * picture.height()));
  }
}
