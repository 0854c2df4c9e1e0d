package io.osler.examples;

import io.osler.core.io.ImageFile;
import io.osler.core.io.Picture;
import io.osler.core.steps.Pipelines;
import io.osler.core.transform.Augmentation;
import io.osler.core.transform.Axis;
import io.osler.core.transform.PlaneView;
import io.osler.core.volume.Case;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Draws what each step does to an abdominal MR or a slide: the pictures of the guide. */
public final class GalleryExample {
  private static final int WIDTH = 150;

  private GalleryExample() {}

  /** Takes the data set beside the gallery, and the folder that gets steps-….png. */
  public static void main(String[] args) throws IOException {
    Path gallery = Path.of(args[0]).resolveSibling("gallery");
    Path folder = Files.createDirectories(Path.of(args[1]));
    Volume body = ImageFile.read(gallery.resolve("mr.nii.gz"));
    Volume slice = new PlaneView(Axis.K, 0.5, 0).apply(body);
    Map<String, Volume> images = new HashMap<>(Map.of("volume", body, "slice", slice));
    images.put("slide", ImageFile.read(gallery.resolve("slide.png")));
    images.put("noisy", after("gaussian-noise(level=0.25)", slice));
    images.put("edges", after("morphological-gradient", slice));
    images.put("mask", after("chain(steps=[otsu, opening, 'remove-small(least=9)'])", slice));
    List<Picture> pictures = new ArrayList<>();
    List<String> captions = new ArrayList<>();
    String sheet = "";
    for (String line : Files.readAllLines(gallery.resolve("steps.txt"))) {
      if (line.startsWith("# ")) {
        if (!pictures.isEmpty()) {
          Picture.montage(pictures, captions, 7).write(folder.resolve("steps-" + sheet + ".png"));
        }
        sheet = line.substring(2);
        pictures.clear();
        captions.clear();
        continue;
      }
      Volume image = images.getOrDefault(line.replaceFirst(":.*", ""), slice);
      String step = line.replaceFirst("^[a-z]+: ", "");
      pictures.add(picture(after(step, image)));
      captions.add(step.equals("identity") ? "as it was" : step.replaceAll("\\(.*", ""));
    }
  }

  private static Volume after(String text, Volume image) {
    Case one = Case.of("a", image);
    // tag::draw
    Augmentation step = Pipelines.of(List.of(text)).steps().getFirst();
    Volume result = step.draw(new SplittableRandom(1), one).apply(one).image();
    // end::draw
    return result;
  }

  /** In the window of the image, unless the step changed the unit; the middle slice. */
  private static Picture picture(Volume result) {
    int middle = result.size().depth() / 2;
    float most = 0;
    for (float v : result.voxels()) {
      most = Math.max(most, v);
    }
    Picture small =
        most > 80 && most < 500 ? Picture.of(result, middle, 0, 255) : Picture.of(result, middle);
    double scale = (double) WIDTH / Math.max(small.width(), 1.29 * small.height());
    int width = (int) Math.round(scale * small.width());
    return small.resized(width, Math.max(1, (int) Math.round(scale * small.height())));
  }
}
