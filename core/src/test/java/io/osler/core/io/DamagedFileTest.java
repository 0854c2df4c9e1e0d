package io.osler.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.config.InputException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seeded damage to every small file: whatever comes, an {@link InputException} or an image. */
class DamagedFileTest {
  private static final long SEED = 20_250_101;
  private static final int ROUNDS = 32;

  @TempDir Path folder;

  static List<Path> files() throws IOException, URISyntaxException {
    Path root =
        Path.of(Objects.requireNonNull(DamagedFileTest.class.getResource("/golden")).toURI());
    List<String> kinds =
        List.of(".png", ".jpg", ".tif", ".bmp", ".nii", ".nii.gz", ".nrrd", ".mha");
    try (Stream<Path> all = Files.walk(root, 2)) {
      return all.filter(file -> kinds.stream().anyMatch(file.toString()::endsWith))
          .filter(file -> file.toFile().length() < 8_000)
          .sorted()
          .toList();
    }
  }

  @Test
  void noDamageGoesFurtherThanAMessage() throws IOException, URISyntaxException {
    SplittableRandom random = new SplittableRandom(SEED);
    int refused = 0;
    int done = 0;
    for (Path file : files()) {
      byte[] whole = Files.readAllBytes(file);
      String name = String.valueOf(file.getFileName());
      for (int round = 0; round < ROUNDS; round++) {
        byte[] bytes = damage(whole, random);
        Path damaged = Files.write(folder.resolve(name), bytes);
        done++;
        try {
          if (round % 4 == 0) {
            ImageFile.header(damaged);
          }
          ImageFile.read(damaged);
        } catch (InputException expected) {
          refused++;
        } catch (RuntimeException | Error wrong) {
          throw new AssertionError("%s, seed %d, round %d".formatted(name, SEED, round), wrong);
        }
      }
    }
    assertThat(done).isGreaterThan(2000);
    assertThat(refused).isGreaterThan(done / 3);
  }

  private static byte[] damage(byte[] whole, SplittableRandom random) {
    byte[] bytes =
        random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
    // Headers come first, so half of the blows fall there.
    for (int blows = random.nextInt(1, 5); blows > 0 && bytes.length > 0; blows--) {
      int reach = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 400);
      int at = random.nextInt(reach);
      bytes[at] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) (bytes[at] ^ (1 << random.nextInt(8)));
            case 1 -> (byte) random.nextInt(256);
            case 2 -> (byte) 0xff;
            default -> 0;
          };
    }
    return bytes;
  }
}
