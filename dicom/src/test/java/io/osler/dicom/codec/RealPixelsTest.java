package io.osler.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.config.InputException;
import io.osler.dicom.dataset.DicomFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every sample of every frame equals that of pydicom, GDCM, CharLS or DCMTK, lossy ones too. */
@Tag("real-data")
class RealPixelsTest {
  private static Path data() {
    String folder = System.getProperty("osler.data", "");
    assertThat(folder).as("-Dosler.data=FOLDER").isNotBlank();
    return Path.of(folder);
  }

  @Test
  void framesEqualTheirs() throws Exception {
    List<String> wrong = new ArrayList<>();
    int compared = 0;
    for (String line : rows()) {
      String[] cells = line.split("\t");
      if (cells[1].equals("0")) {
        continue;
      }
      try {
        DicomFile file = DicomFile.read(data().resolve(cells[0]));
        PixelData pixels = PixelData.of(file);
        compared++;
        String complaint = compare(cells, pixels);
        if (!complaint.isEmpty()) {
          wrong.add(cells[0] + " " + file.syntax().name() + " " + pixels.layout() + complaint);
        }
      } catch (InputException e) {
        wrong.add(cells[0] + ": " + e.getMessage());
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(compared).isGreaterThan(370);
  }

  private static String compare(String[] cells, PixelData pixels) throws Exception {
    MessageDigest hash = MessageDigest.getInstance("SHA-256");
    int perFrame = pixels.layout().frameSamples();
    long total = (long) perFrame * pixels.layout().frames();
    if (total != Long.parseLong(cells[1])) {
      return ": " + total + " samples, want " + cells[1];
    }
    int[] wanted = Arrays.stream(cells[3].split(" ")).mapToInt(Integer::parseInt).toArray();
    long step = Math.max(1, total / 64);
    int off = 0;
    byte[] bytes = new byte[4 * perFrame];
    for (int f = 0; f < pixels.layout().frames(); f++) {
      int[] samples = pixels.frame(f);
      java.nio.ByteBuffer.wrap(bytes)
          .order(java.nio.ByteOrder.LITTLE_ENDIAN)
          .asIntBuffer()
          .put(samples);
      hash.update(bytes);
      for (int i = 0; i < wanted.length; i++) {
        long at = i * step;
        if (at / perFrame == f) {
          off = Math.max(off, Math.abs(samples[(int) (at % perFrame)] - wanted[i]));
        }
      }
    }
    if (HexFormat.of().formatHex(hash.digest()).startsWith(cells[2])) {
      return "";
    }
    return ": off by " + off;
  }

  private static List<String> rows() throws IOException {
    try (InputStream in = RealPixelsTest.class.getResourceAsStream("/golden/dicom_pixels.tsv")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().toList();
    }
  }
}
