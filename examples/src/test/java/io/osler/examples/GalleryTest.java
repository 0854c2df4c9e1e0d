package io.osler.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.config.Catalogue;
import io.osler.core.io.ImageFile;
import io.osler.core.steps.Steps;
import io.osler.core.transform.Augmentation;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide shows every step, and shows what the code does today. */
class GalleryTest {
  private static final Path ROOT =
      Path.of(Objects.requireNonNull(System.getProperty("osler.root")));
  private static final Path DATA = ROOT.resolve("examples/data");
  private static final Path GUIDE = ROOT.resolve("docs/guide");

  @Test
  void everyStepHasAPicture() throws IOException {
    Set<String> drawn =
        Files.readAllLines(DATA.resolve("gallery/steps.txt")).stream()
            .map(line -> line.replaceFirst("^[a-z]+: ", "").replaceFirst("\\(.*", ""))
            .collect(Collectors.toSet());
    List<String> all =
        Steps.catalogue().entries(Augmentation.class).stream().map(Catalogue.Entry::kind).toList();
    assertThat(drawn).containsAll(all);
  }

  /** Up to a grey level: exponentials may differ in their last bit between processors. */
  @Test
  void thePicturesOfTheGuideAreThoseOfTheCode(@TempDir Path out) throws IOException {
    GalleryExample.main(new String[] {DATA.resolve("breastmnist.npz").toString(), out.toString()});
    String page = Files.readString(GUIDE.resolve("transform.md"));
    for (String sheet : List.of("space", "intensity", "denoising", "segmentation", "random")) {
      String file = "steps-" + sheet + ".png";
      Volume now = ImageFile.read(out.resolve(file));
      Volume shown = ImageFile.read(GUIDE.resolve(file));
      assertThat(shown.size()).as(file).isEqualTo(now.size());
      double difference = 0;
      for (int v = 0; v < now.voxels().length; v++) {
        difference += Math.abs(now.voxels()[v] - shown.voxels()[v]);
      }
      assertThat(difference / now.voxels().length)
          .as("%s: run GalleryExample and copy its pictures to docs/guide", file)
          .isLessThan(0.25);
      assertThat(page).contains("](" + file + ")");
    }
  }
}
