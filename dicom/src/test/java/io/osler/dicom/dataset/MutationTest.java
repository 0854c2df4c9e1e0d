package io.osler.dicom.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.config.InputException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Damaged files are refused in words or read and written back unchanged; nothing else may happen.
 * {@code -Dosler.fuzz=1000000} runs more of them, {@code -Dosler.fuzz.seed=N} others.
 */
class MutationTest {
  private static final int[] NASTY = {
    0, 1, 0x7F, 0x80, 0xFE, 0xFF, 0xE0, 0x0D, 0xDD, 'S', 'Q', 'U'
  };

  @Test
  void mutantsAreRefusedOrRoundTrip() {
    int rounds = Integer.getInteger("osler.fuzz", 6000);
    long seed = Long.getLong("osler.fuzz.seed", 20260101L);
    List<byte[]> seeds =
        TransferSyntax.all().stream()
            .filter(syntax -> !syntax.isEncapsulated())
            .map(syntax -> DicomFile.of(DicomFileTest.sample(), syntax).bytes())
            .toList();
    Limits limits = new Limits(20, 10_000, 1 << 20, 1 << 20);
    int read = 0;
    for (int round = 0; round < rounds; round++) {
      Random random = new Random(seed + round);
      byte[] mutant = mutated(seeds.get(random.nextInt(seeds.size())), random);
      try {
        DicomFile file =
            DicomFile.parse("mutant", java.lang.foreign.MemorySegment.ofArray(mutant), limits);
        assertThat(file.bytes()).as("seed " + (seed + round)).isEqualTo(mutant);
        Dump.lines(file);
        read++;
      } catch (InputException e) {
        assertThat(e.getMessage()).as("seed " + (seed + round)).contains("mutant");
      }
    }
    assertThat(read).isGreaterThan(rounds / 4);
  }

  private static byte[] mutated(byte[] seed, Random random) {
    byte[] bytes = seed.clone();
    int kind = random.nextInt(10);
    if (kind == 0) {
      return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    for (int hits = 1 + random.nextInt(5); hits > 0; hits--) {
      int at = 128 + random.nextInt(bytes.length - 128);
      bytes[at] =
          (byte) (random.nextBoolean() ? NASTY[random.nextInt(NASTY.length)] : random.nextInt(256));
    }
    if (kind == 1) {
      int cut = 132 + random.nextInt(bytes.length - 132);
      byte[] shifted = java.util.Arrays.copyOf(bytes, bytes.length - 1);
      System.arraycopy(bytes, cut, shifted, cut - 1, bytes.length - cut);
      return shifted;
    }
    return bytes;
  }
}
