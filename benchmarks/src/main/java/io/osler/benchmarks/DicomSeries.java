package io.osler.benchmarks;

import io.osler.core.io.Nifti;
import io.osler.core.volume.Volume;
import io.osler.dicom.read.ReadOptions;
import io.osler.dicom.read.Series;
import io.osler.dicom.read.SeriesSlices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A CT of 300 slices out of its folder, onto the disk as one uncompressed NIfTI file. */
final class DicomSeries implements Benchmark {
  private static final int SLICES = 300;
  private static final int ROUNDS = 5;

  @Override
  public List<Comparison> in(Place place) throws IOException {
    Path folder = DicomPeer.files(place, "series", SLICES);
    Path out = place.scratch().resolve("ours.nii");
    try (Peer peer = DicomPeer.start(place, "series", folder)) {
      convert(folder, out);
      double difference =
          Comparison.difference(
              "dicom-series",
              sampled(Nifti.read(out)),
              peer.outputs(place.scratch().resolve("outputs")),
              0);
      Side ours = Side.here("SeriesSlices, Nifti", () -> convert(folder, out));
      return List.of(
          Comparison.alternating("dicom-series", ours, peer, place.rounds(ROUNDS), 1, difference));
    }
  }

  private static void convert(Path folder, Path out) {
    try {
      SeriesSlices slices =
          SeriesSlices.open(Series.in(folder).series().getFirst(), ReadOptions.DEFAULT);
      Files.deleteIfExists(out);
      Nifti.write(out, slices.size(), 1, slices.geometry(), Nifti.Store.INT16, slices::read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every 37th slice, 41st row and 43rd column. */
  private static float[] sampled(Volume volume) {
    int k = (volume.size().depth() + 36) / 37;
    int j = (volume.size().height() + 40) / 41;
    int i = (volume.size().width() + 42) / 43;
    float[] values = new float[k * j * i];
    for (int n = 0; n < values.length; n++) {
      values[n] = volume.at(0, n % i * 43, n / i % j * 41, n / i / j * 37);
    }
    return values;
  }
}
