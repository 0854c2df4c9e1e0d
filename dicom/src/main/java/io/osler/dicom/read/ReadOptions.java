package io.osler.dicom.read;

import io.osler.dicom.dataset.Limits;

/**
 * What may be done to a series on its way to a volume.
 *
 * @param tilt what happens to slices that a tilted gantry has shifted
 * @param uptake whether PET becomes standardised uptake by body weight, g/ml, instead of its units
 */
public record ReadOptions(Tilt tilt, boolean uptake, Limits limits) {
  /** What happens to a stack whose slices are shifted evenly within their planes. */
  public enum Tilt {
    /** Every slice is moved back within its plane, linearly interpolated. */
    RESAMPLE,
    REFUSE
  }

  public static final ReadOptions DEFAULT = new ReadOptions(Tilt.RESAMPLE, false, Limits.DEFAULT);

  public ReadOptions with(Tilt other) {
    return new ReadOptions(other, uptake, limits);
  }

  public ReadOptions with(Limits other) {
    return new ReadOptions(tilt, uptake, other);
  }

  public ReadOptions withUptake() {
    return new ReadOptions(tilt, true, limits);
  }
}
