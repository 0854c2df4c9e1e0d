package io.osler.dicom.codec;

import java.util.ArrayList;
import java.util.List;

/** One component of one tile: from code-blocks to samples before the colour transform. */
final class J2kComponent {
  private final J2kStyle style;
  private final int shift;
  private final List<J2kResolution> resolutions = new ArrayList<>();

  /** With the bounds x0, y0, x1, y1 on its own grid and so many bits a sample. */
  J2kComponent(J2kStyle style, J2kQuantiser quantiser, int shift, int bits, int[] bounds) {
    this.style = style;
    this.shift = shift;
    for (int r = 0; r <= style.levels(); r++) {
      resolutions.add(new J2kResolution(style, quantiser, shift, bits, r, bounds));
    }
  }

  J2kStyle style() {
    return style;
  }

  List<J2kResolution> resolutions() {
    return resolutions;
  }

  J2kResolution whole() {
    return resolutions.getLast();
  }

  long precincts() {
    return resolutions.stream().mapToLong(one -> one.precinctCount).sum();
  }

  /** Whole rows, by the 5/3 wavelet. */
  int[][] whole(byte[] packets, BitPlanes planes) {
    int[][] low = new int[0][];
    for (J2kResolution resolution : resolutions) {
      List<int[][]> bands = new ArrayList<>();
      for (J2kBand band : resolution.bands) {
        bands.add(new int[band.height()][band.width()]);
      }
      blocks(
          resolution,
          packets,
          planes,
          (band, block) -> {
            int[][] rows = bands.get(Math.max(0, band.orientation() - 1));
            for (int y = 0; y < block.height(); y++) {
              int[] row = rows[block.y0 - band.y0() + y];
              int at = block.x0 - band.x0();
              for (int x = 0; x < block.width(); x++) {
                row[at + x] = planes.value(x, y, shift) / 2;
              }
            }
          });
      low =
          bands.size() == 1
              ? bands.getFirst()
              : Wavelet53.inverse(low, bands.get(0), bands.get(1), bands.get(2), resolution);
    }
    return low;
  }

  /** Rows of reals, by the 9/7 wavelet. */
  float[][] real(byte[] packets, BitPlanes planes) {
    float[][] low = new float[0][];
    for (J2kResolution resolution : resolutions) {
      List<float[][]> bands = new ArrayList<>();
      for (J2kBand band : resolution.bands) {
        bands.add(new float[band.height()][band.width()]);
      }
      blocks(
          resolution,
          packets,
          planes,
          (band, block) -> {
            float[][] rows = bands.get(Math.max(0, band.orientation() - 1));
            float step = 0.5f * band.step();
            for (int y = 0; y < block.height(); y++) {
              float[] row = rows[block.y0 - band.y0() + y];
              int at = block.x0 - band.x0();
              for (int x = 0; x < block.width(); x++) {
                row[at + x] = planes.value(x, y, shift) * step;
              }
            }
          });
      low =
          bands.size() == 1
              ? bands.getFirst()
              : Wavelet97.inverse(low, bands.get(0), bands.get(1), bands.get(2), resolution);
    }
    return low;
  }

  private interface Taker {
    void take(J2kBand band, CodeBlock block);
  }

  private void blocks(J2kResolution resolution, byte[] packets, BitPlanes planes, Taker taker) {
    for (Precinct precinct : resolution.precincts()) {
      if (precinct == null) {
        continue;
      }
      for (Precinct.Share share : precinct.shares) {
        for (int i = 0; i < share.width * share.height; i++) {
          int x = i % share.width;
          int y = i / share.width;
          if (share.has(x, y) && share.block(x, y).planes > 0) {
            CodeBlock block = share.block(x, y);
            if (block.planes > 30) {
              throw Refusal.unsupported("has JPEG 2000 coefficients of more than 30 bits");
            }
            planes.decode(block, packets, share.band.orientation(), style.modes());
            taker.take(share.band, block);
          }
        }
      }
    }
  }
}
