package io.osler.dicom.read;

import io.osler.dicom.codec.ModalityTable;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * One slice of one file: where its pixels are, where they lie, what they mean and what tells them
 * from others at the same place.
 *
 * @param index of the frame in the file
 * @param left first column of the slice within the frame: above 0 in mosaics only
 * @param top first row of the slice within the frame
 * @param instance SOP Instance UID
 * @param block where its pixels lie in the file, when they lie there as they are
 * @param table what its stored values mean, before slope and intercept; usually none
 */
record Frame(
    Path path,
    int index,
    int left,
    int top,
    Plane plane,
    double slope,
    double intercept,
    Map<Trait, Trait.Value> traits,
    Optional<Gradient> gradient,
    double number,
    String instance,
    Optional<NativeFrames.Block> block,
    Optional<ModalityTable> table) {
  Frame scaled(double factor) {
    return new Frame(
        path,
        index,
        left,
        top,
        plane,
        slope * factor,
        intercept * factor,
        traits,
        gradient,
        number,
        instance,
        block,
        table);
  }
}
