package io.osler.dicom.read;

/** What the geometry of a picture may be used for. */
public enum Placement {
  /** Positions and distances are those of the patient (PS3.3 C.7.6.2). */
  PATIENT,
  /** Distances within the picture are true, as calibrated; where it lies is unknown. */
  CALIBRATED,
  /** Distances are those on the detector; the patient is smaller by the magnification. */
  DETECTOR,
  /** A pixel spacing without a word about the plane that it holds for (PS3.3 10.7.1.3). */
  UNSTATED,
  /** No distances at all: the geometry counts pixels. */
  PIXELS
}
