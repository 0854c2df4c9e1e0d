package io.osler.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Other programs' side of the DICOM comparisons, and the files that both sides read. */
final class DicomPeer {
  private DicomPeer() {}

  /** Makes the files of a kind, the same ones every time. */
  static Path files(Place place, String kind, int count) throws IOException {
    Path folder = place.scratch().resolve(kind);
    String script = place.peers().resolve("dicom_files.py").toString();
    Process process =
        new ProcessBuilder(place.python(), script, kind, folder.toString(), "" + count)
            .inheritIO()
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException("the files for " + kind + " could not be made");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return folder;
  }

  static Peer start(Place place, String kind, Path input) {
    String script = place.peers().resolve("dicom.py").toString();
    String out = place.scratch().resolve("out").toString();
    return new Peer(List.of(place.python(), script, kind, input.toString(), out));
  }
}
