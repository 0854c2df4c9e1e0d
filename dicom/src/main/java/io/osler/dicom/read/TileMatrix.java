package io.osler.dicom.read;

import io.osler.dicom.codec.PixelLayout;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.Tag;
import java.util.List;

/**
 * Where each frame of a tiled object lies in its total pixel matrix (PS3.3 C.7.6.17.3, C.8.12.14).
 *
 * @param left first column of each frame, from 0
 * @param top first row of each frame, from 0
 */
record TileMatrix(int width, int height, int[] left, int[] top) {
  static final Tag COLUMNS = Tag.parse("TotalPixelMatrixColumns");
  static final Tag ROWS = Tag.parse("TotalPixelMatrixRows");
  private static final Tag ORGANIZATION = Tag.parse("DimensionOrganizationType");
  private static final Tag PLACE = Tag.parse("PlanePositionSlideSequence");
  private static final Tag COLUMN = Tag.parse("ColumnPositionInTotalImagePixelMatrix");
  private static final Tag ROW = Tag.parse("RowPositionInTotalImagePixelMatrix");

  static boolean isTiled(DataSet image) {
    return image.has(COLUMNS) && image.has(ROWS);
  }

  static TileMatrix of(String name, DataSet image, PixelLayout layout) {
    int width = image.integer(COLUMNS).orElse(0);
    int height = image.integer(ROWS).orElse(0);
    if (width < 1 || height < 1) {
      throw Plane.refused(name, "has a total pixel matrix " + COLUMNS + " without a size");
    }
    int[] left = new int[layout.frames()];
    int[] top = new int[layout.frames()];
    if (image.text(ORGANIZATION).map("TILED_FULL"::equals).orElse(false)) {
      long across = (width + (long) layout.columns() - 1) / layout.columns();
      long down = (height + (long) layout.rows() - 1) / layout.rows();
      if (layout.frames() % (across * down) != 0) {
        throw Plane.refused(name, "has frames that do not fill its total pixel matrix");
      }
      for (int f = 0; f < left.length; f++) {
        left[f] = (int) (f % across * layout.columns());
        top[f] = (int) (f / across % down * layout.rows());
      }
      return new TileMatrix(width, height, left, top);
    }
    List<DataSet> groups = image.items(Tag.FRAME_GROUPS);
    if (groups.size() < left.length) {
      throw Plane.refused(name, "has fewer functional groups than frames");
    }
    for (int f = 0; f < left.length; f++) {
      DataSet place =
          groups
              .get(f)
              .item(PLACE)
              .orElseThrow(() -> Plane.refused(name, "has a tile without a place " + PLACE));
      left[f] = place.integer(COLUMN).orElse(0) - 1;
      top[f] = place.integer(ROW).orElse(0) - 1;
      if (left[f] < 0 || top[f] < 0 || left[f] >= width || top[f] >= height) {
        throw Plane.refused(name, "has a tile outside its total pixel matrix");
      }
    }
    return new TileMatrix(width, height, left, top);
  }

  /** How often the matrix is filled: optical paths, focal planes or segments. */
  int layers(PixelLayout layout) {
    long across = (width + (long) layout.columns() - 1) / layout.columns();
    long down = (height + (long) layout.rows() - 1) / layout.rows();
    return (int) Math.max(1, left.length / (across * down));
  }
}
