package io.osler.dicom.codec;

import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.Tag;
import java.util.Optional;

/** slope · stored + intercept, or a table (PS3.3 C.11.1): what the stored values mean. */
record ModalityLut(double slope, double intercept, Optional<LookUpTable> table) {

  /** The identity where the data set says nothing. */
  static ModalityLut of(DataSet dataSet, boolean signed) {
    double slope = dataSet.number(Tag.RESCALE_SLOPE).orElse(1);
    double intercept = dataSet.number(Tag.RESCALE_INTERCEPT).orElse(0);
    boolean usable = slope != 0 && Double.isFinite(slope) && Double.isFinite(intercept);
    return new ModalityLut(
        usable ? slope : 1,
        usable ? intercept : 0,
        LookUpTable.of(dataSet, "ModalityLUTSequence", 0, signed));
  }

  double[] apply(double[] stored) {
    double[] values = new double[stored.length];
    if (table.isPresent()) {
      LookUpTable look = table.get();
      for (int i = 0; i < values.length; i++) {
        values[i] = look.at(stored[i]);
      }
      return values;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = slope * stored[i] + intercept;
    }
    return values;
  }

  /** Whether its output may be below zero: decides how a VOI table's first value is read. */
  boolean isSigned(boolean pixelsSigned) {
    return table.isEmpty() && (pixelsSigned || intercept < 0);
  }
}
