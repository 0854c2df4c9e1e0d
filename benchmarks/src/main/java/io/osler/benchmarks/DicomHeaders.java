package io.osler.benchmarks;

import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Element;
import io.osler.dicom.dataset.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Every element before the pixels of 1,000 files, read and decoded. */
final class DicomHeaders implements Benchmark {
  private static final int FILES = 1000;
  private static final int ROUNDS = 7;

  @Override
  public List<Comparison> in(Place place) throws IOException {
    Path folder = DicomPeer.files(place, "headers", FILES);
    try (Peer peer = DicomPeer.start(place, "headers", folder)) {
      float[] wanted = peer.outputs(place.scratch().resolve("outputs"));
      double difference =
          Comparison.difference("dicom-headers", new float[] {decoded(folder)}, wanted, 0);
      Side ours = Side.here("readHeader, texts of all", () -> decoded(folder));
      return List.of(
          Comparison.alternating("dicom-headers", ours, peer, place.rounds(ROUNDS), 1, difference));
    }
  }

  private static int decoded(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .sorted()
          .mapToInt(file -> decoded(DicomFile.readHeader(file, Limits.DEFAULT).dataSet()))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int decoded(DataSet set) {
    int count = 0;
    for (Element element : set.elements()) {
      if (element instanceof Element.Items sequence) {
        count += 1 + sequence.items().stream().mapToInt(DicomHeaders::decoded).sum();
      } else {
        // Every element counts once, whatever its value decodes to.
        count += Math.min(1, 1 + set.texts(element.tag()).size());
      }
    }
    return count;
  }
}
