package io.osler.dicom.codec;

import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.Tag;
import java.util.Optional;

/**
 * v = table(clamp(stored − first)): what stored values mean where no line can say it (PS3.3
 * C.11.1.1).
 */
public final class ModalityTable {
  /** The sequence that holds it. */
  public static final Tag SEQUENCE = Tag.parse("ModalityLUTSequence");

  private final LookUpTable table;

  private ModalityTable(LookUpTable table) {
    this.table = table;
  }

  /** Empty when the image has none; refused when it has a damaged one. */
  public static Optional<ModalityTable> of(DataSet image, PixelLayout layout) {
    return LookUpTable.of(image, "ModalityLUTSequence", 0, layout.signed()).map(ModalityTable::new);
  }

  /** factor · table(stored) into {@code into}, from {@code start} on. */
  public void apply(double[] stored, double factor, float[] into, int start) {
    for (int i = 0; i < stored.length; i++) {
      into[start + i] = (float) (factor * table.at(stored[i]));
    }
  }
}
