package io.osler.benchmarks;

import io.osler.dicom.codec.PixelData;
import io.osler.dicom.dataset.DicomFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The frames of one picture in each compressed syntax, one after the other on one thread. */
final class DicomDecode implements Benchmark {
  private static final List<String> SYNTAXES =
      List.of(
          "rle",
          "jpeg-baseline",
          "jpeg-extended",
          "jpeg-lossless",
          "jpeg-ls",
          "jpeg-2000",
          "jpeg-2000-lossy");
  private static final int ROUNDS = 9;

  /** Rounded differently, cosine transforms and wavelets may be off by this share. */
  private static final double TOLERANCE = 2e-3;

  @Override
  public List<Comparison> in(Place place) throws IOException {
    Path folder = DicomPeer.files(place, "decode", 1);
    List<Comparison> rows = new ArrayList<>();
    for (String name : SYNTAXES) {
      Path file = folder.resolve(name + ".dcm");
      try (Peer peer = DicomPeer.start(place, "decode", file)) {
        PixelData pixels = PixelData.of(DicomFile.read(file));
        // A lossy picture of eight bits: one grey level is more than the share.
        double most = name.equals("jpeg-baseline") ? 2.0 / 255 : TOLERANCE;
        double difference =
            Comparison.difference(
                name, all(pixels), peer.outputs(place.scratch().resolve("outputs")), most);
        Side ours = Side.here("PixelData.frame", () -> frames(pixels));
        rows.add(
            Comparison.alternating(
                name, ours, peer, place.rounds(ROUNDS), pixels.layout().frames(), difference));
      }
    }
    return rows;
  }

  /** Geometric mean; the worst row shows in the table. */
  @Override
  public double ratio(List<Comparison> rows) {
    return Math.exp(rows.stream().mapToDouble(row -> Math.log(row.ratio())).average().orElse(0));
  }

  private static void frames(PixelData pixels) {
    for (int f = 0; f < pixels.layout().frames(); f++) {
      pixels.frame(f);
    }
  }

  private static float[] all(PixelData pixels) {
    int size = pixels.layout().frameSamples();
    float[] values = new float[size * pixels.layout().frames()];
    for (int f = 0; f < pixels.layout().frames(); f++) {
      pixels.scaled(f, 1, 0, values, f * size);
    }
    return values;
  }
}
