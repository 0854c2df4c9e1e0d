package io.osler.cli;

import io.osler.core.volume.Vec3;
import io.osler.dicom.read.Gradient;
import io.osler.dicom.read.SeriesImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The text of FSL's .bval and .bvec: a row of b-values in s/mm², three rows of directions along the
 * voxel axes.
 *
 * @param bvals empty unless every channel has a b-value
 * @param bvecs empty unless every channel has a direction as well
 */
record DiffusionTables(String bvals, String bvecs) {
  static DiffusionTables of(SeriesImage image) {
    List<Gradient> gradients =
        image.channels().stream().flatMap(channel -> channel.gradient().stream()).toList();
    boolean weighted = gradients.stream().anyMatch(one -> one.bValue() > 0);
    if (!weighted || gradients.size() != image.volume().channels()) {
      return new DiffusionTables("", "");
    }
    List<String> values = gradients.stream().map(one -> text(one.bValue())).toList();
    List<Vec3> directions = new ArrayList<>();
    for (Gradient gradient : gradients) {
      Optional<Vec3> along = gradient.fsl(image.volume().geometry());
      along.ifPresent(directions::add);
    }
    String bvecs = "";
    if (directions.size() == gradients.size()) {
      StringBuilder rows = new StringBuilder();
      for (int axis = 0; axis < 3; axis++) {
        int a = axis;
        rows.append(String.join(" ", directions.stream().map(v -> text(v.get(a))).toList()));
        rows.append('\n');
      }
      bvecs = rows.toString();
    }
    return new DiffusionTables(String.join(" ", values) + "\n", bvecs);
  }

  /** Six digits, as short as they come. */
  private static String text(double value) {
    String digits = String.format(Locale.ROOT, "%.6f", value);
    String shortest = digits.replaceAll("0+$", "").replaceAll("\\.$", "");
    return shortest.equals("-0") ? "0" : shortest;
  }
}
