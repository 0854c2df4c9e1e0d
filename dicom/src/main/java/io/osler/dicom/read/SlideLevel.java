package io.osler.dicom.read;

import io.osler.core.config.Require;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import io.osler.dicom.codec.PixelData;
import io.osler.dicom.codec.PixelLayout;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Limits;
import io.osler.dicom.dataset.Tag;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * One level of a whole-slide image (PS3.3 A.32.8, C.8.12.4): tiles of one file as any region of the
 * total pixel matrix, decoding no more tiles than it touches.
 */
public final class SlideLevel {
  private static final Tag CONCATENATION = Tag.parse("ConcatenationUID");
  private static final Tag MEASURES = Tag.parse("PixelMeasuresSequence");
  private static final Tag WIDTH_MM = Tag.parse("ImagedVolumeWidth");
  private static final Tag HEIGHT_MM = Tag.parse("ImagedVolumeHeight");

  private final DicomFile file;
  private final PixelData pixels;
  private final TileMatrix matrix;
  private final double[] millimetres;

  private SlideLevel(DicomFile file, Limits limits) {
    this.file = file;
    DataSet image = file.dataSet();
    if (!TileMatrix.isTiled(image)) {
      throw Plane.refused(file.name(), "is not tiled: it has no " + TileMatrix.COLUMNS);
    }
    if (image.has(CONCATENATION)) {
      throw Plane.refused(file.name(), "is one part of several " + CONCATENATION);
    }
    this.pixels = PixelData.of(file, limits);
    this.matrix = TileMatrix.of(file.name(), image, pixels.layout());
    if (matrix.layers(pixels.layout()) > 1) {
      throw Plane.refused(file.name(), "has several focal planes or optical paths");
    }
    this.millimetres = millimetres(file);
  }

  /** Opens a file; large ones are mapped, not read. */
  public static SlideLevel open(Path path, Limits limits) {
    return new SlideLevel(DicomFile.read(path, limits), limits);
  }

  public int width() {
    return matrix.width();
  }

  public int height() {
    return matrix.height();
  }

  /** Height and width of a pixel, mm; 1 and 1 refuse to exist: a level without scale is refused. */
  public double[] pixelSize() {
    return millimetres.clone();
  }

  /**
   * Red, green and blue (or grey) of a rectangle, on a geometry in mm from the corner of the total
   * pixel matrix; pixels that no tile covers are white in colour and 0 in grey.
   */
  public Volume region(int left, int top, int width, int height) {
    Require.within("left", left, 0, matrix.width() - 1);
    Require.within("top", top, 0, matrix.height() - 1);
    Require.within("width", width, 1, matrix.width() - left);
    Require.within("height", height, 1, matrix.height() - top);
    PixelLayout layout = pixels.layout();
    boolean colour = Pixels.isColour(layout);
    Size size = Size.of(width, height);
    int channels = colour ? 3 : 1;
    SeriesImage.requireMemory(file.name(), size, channels);
    float[] voxels = new float[channels * size.voxels()];
    Arrays.fill(voxels, colour ? 255 : 0);
    for (int f = 0; f < layout.frames(); f++) {
      int x = matrix.left()[f] - left;
      int y = matrix.top()[f] - top;
      boolean touches =
          x < width && y < height && x + layout.columns() > 0 && y + layout.rows() > 0;
      if (touches) {
        copy(f, x, y, size, channels, voxels);
      }
    }
    Geometry whole = Geometry.spaced(millimetres[1], millimetres[0], 1);
    return new Volume(size, channels, whole.startingAt(new Vec3(left, top, 0)), voxels);
  }

  private void copy(int frame, int x, int y, Size size, int channels, float[] voxels) {
    PixelLayout layout = pixels.layout();
    int[] values = channels == 3 ? Pixels.rgb(pixels, file, frame) : pixels.frame(frame);
    for (int j = Math.max(0, -y); j < layout.rows() && y + j < size.height(); j++) {
      for (int i = Math.max(0, -x); i < layout.columns() && x + i < size.width(); i++) {
        int to = size.offset(x + i, y + j, 0);
        int from = (j * layout.columns() + i) * channels;
        for (int c = 0; c < channels; c++) {
          voxels[c * size.voxels() + to] = values[from + c];
        }
      }
    }
  }

  /** Row and column distance: of the shared measures, else imaged size over matrix size. */
  static double[] millimetres(DicomFile file) {
    DataSet image = file.dataSet();
    double[] spacing =
        image
            .item(Tag.SHARED_GROUPS)
            .flatMap(shared -> shared.item(MEASURES))
            .map(measures -> measures.numbers(Tag.PIXEL_SPACING))
            .orElse(new double[0]);
    if (spacing.length != 2) {
      spacing =
          new double[] {
            image.number(HEIGHT_MM).orElse(0) / image.integer(TileMatrix.ROWS).orElse(1),
            image.number(WIDTH_MM).orElse(0) / image.integer(TileMatrix.COLUMNS).orElse(1)
          };
    }
    if (!(spacing[0] > 0 && spacing[1] > 0)
        || Double.isInfinite(spacing[0])
        || Double.isInfinite(spacing[1])) {
      throw Plane.refused(file.name(), "has no pixel spacing " + Tag.PIXEL_SPACING);
    }
    return spacing;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "SlideLevel[%d × %d]", width(), height());
  }
}
