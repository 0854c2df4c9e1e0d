package io.osler.dicom.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Streams of another encoder and the table of what they hold.
 *
 * @param folder under {@code /golden}
 * @param signs whether the table's sixth column says which samples have signs
 */
record GoldenStreams(String folder, boolean signs) {
  byte[] bytes(String name) {
    String path = "/golden/" + folder + "/" + name;
    try (InputStream in = GoldenStreams.class.getResourceAsStream(path)) {
      return Objects.requireNonNull(in, path).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Name, width, height, samples, bits, then what the reference says. */
  List<String[]> rows() {
    return new String(bytes("table.tsv"), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split("\t", -1))
        .toList();
  }

  PixelLayout layout(String[] row) {
    int bits = Integer.parseInt(row[4]);
    return new PixelLayout(
        Integer.parseInt(row[2]),
        Integer.parseInt(row[1]),
        1,
        Integer.parseInt(row[3]),
        bits > 8 ? 16 : 8,
        bits,
        bits - 1,
        signs && row[5].equals("1"),
        false,
        "RGB");
  }

  PixelLayout layout(String name) {
    return layout(rows().stream().filter(row -> row[0].equals(name)).findFirst().orElseThrow());
  }
}
