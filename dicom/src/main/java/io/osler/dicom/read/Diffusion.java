package io.osler.dicom.read;

import io.osler.core.volume.Vec3;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.Tag;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * b-values and gradient directions: the standard's attributes (PS3.3 C.8.13.5.9) and those that
 * Siemens, GE and Philips keep in private elements.
 *
 * <p>GE writes directions along its own gradient axes; they are understood for axial slices of a
 * patient on the back, head first, with the phase encoded along columns, and left empty otherwise.
 */
final class Diffusion {
  private static final Tag GROUP = Tag.parse("MRDiffusionSequence");
  private static final Tag B_VALUE = Tag.parse("DiffusionBValue");
  private static final Tag DIRECTION = Tag.parse("DiffusionGradientOrientation");
  private static final Tag DIRECTIONS = Tag.parse("DiffusionGradientDirectionSequence");
  private static final Tag KIND = Tag.parse("DiffusionDirectionality");
  private static final Tag PATIENT_POSITION = Tag.parse("PatientPosition");
  private static final Tag PHASE_ENCODING = Tag.parse("InPlanePhaseEncodingDirection");

  private Diffusion() {}

  /** Of an image with one frame, or of a mosaic. */
  static Optional<Gradient> of(DataSet image, Plane plane) {
    OptionalDouble b = image.number(B_VALUE);
    if (b.isPresent()) {
      return Optional.of(gradient(b.getAsDouble(), image.numbers(DIRECTION)));
    }
    return siemens(image).or(() -> philips(image)).or(() -> ge(image, plane));
  }

  /** Of a frame of an enhanced object. */
  static Optional<Gradient> of(DataSet own, DataSet shared) {
    Optional<DataSet> group = own.item(GROUP).or(() -> shared.item(GROUP));
    return group
        .filter(one -> one.number(B_VALUE).isPresent())
        .map(
            one -> {
              double b = one.number(B_VALUE).orElse(0);
              double[] direction =
                  one.item(DIRECTIONS).map(item -> item.numbers(DIRECTION)).orElse(new double[0]);
              boolean isotropic = one.text(KIND).map("ISOTROPIC"::equals).orElse(false);
              return gradient(b, isotropic ? new double[3] : direction);
            });
  }

  /** A vector that is missing is none for b = 0 and unknown otherwise. */
  private static Gradient gradient(double b, double[] g) {
    double bValue = Double.isFinite(b) && b > 0 ? b : 0;
    if (bValue == 0) {
      return new Gradient(0, Optional.of(Vec3.ZERO));
    }
    if (g.length != 3) {
      return new Gradient(bValue, Optional.empty());
    }
    Vec3 vector = new Vec3(g[0], g[1], g[2]);
    double norm = vector.norm();
    if (!Double.isFinite(norm)) {
      return new Gradient(bValue, Optional.empty());
    }
    return new Gradient(bValue, Optional.of(norm < 1e-3 ? Vec3.ZERO : vector.times(1 / norm)));
  }

  private static Optional<Gradient> siemens(DataSet image) {
    Optional<Tag> b = image.privateTag(0x0019, "SIEMENS MR HEADER", 0x0C);
    if (b.isPresent()) {
      OptionalDouble value = Private.number(image, b.get());
      if (value.isPresent()) {
        double[] g = Private.doubles(image, new Tag(b.get().value() + 2));
        return Optional.of(gradient(value.getAsDouble(), g));
      }
    }
    return SiemensHeader.of(image)
        .filter(header -> header.numbers("B_value").length == 1)
        .map(
            header ->
                gradient(
                    header.numbers("B_value")[0], header.numbers("DiffusionGradientDirection")));
  }

  private static Optional<Gradient> philips(DataSet image) {
    Optional<Tag> b = image.privateTag(0x2001, "Philips Imaging DD 001", 0x03);
    if (b.isEmpty()) {
      return Optional.empty();
    }
    float[] value = Private.floats(image, b.get());
    if (value.length != 1) {
      return Optional.empty();
    }
    double[] g = new double[0];
    Optional<Tag> first = image.privateTag(0x2005, "Philips MR Imaging DD 001", 0xB0);
    if (first.isPresent()) {
      g = new double[3];
      for (int axis = 0; axis < 3; axis++) {
        float[] one = Private.floats(image, new Tag(first.get().value() + axis));
        g[axis] = one.length == 1 ? one[0] : Double.NaN;
      }
    }
    return Optional.of(gradient(value[0], g));
  }

  private static Optional<Gradient> ge(DataSet image, Plane plane) {
    Optional<Tag> b = image.privateTag(0x0043, "GEMS_PARM_01", 0x39);
    Optional<Tag> first = image.privateTag(0x0019, "GEMS_ACQU_01", 0xBB);
    if (b.isEmpty() || first.isEmpty()) {
      return Optional.empty();
    }
    OptionalDouble packed = Private.number(image, b.get());
    if (packed.isEmpty()) {
      return Optional.empty();
    }
    // Some software adds 10⁹ to mark the value as meant.
    double value = packed.getAsDouble() % 100_000;
    double[] g = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      g[axis] = Private.number(image, new Tag(first.get().value() + axis)).orElse(Double.NaN);
    }
    boolean understood =
        image.text(PATIENT_POSITION).map("HFS"::equals).orElse(false)
            && image.text(PHASE_ENCODING).map(text -> text.startsWith("COL")).orElse(false)
            && Math.abs(plane.normal().z()) > 0.8;
    double norm = Math.sqrt(g[0] * g[0] + g[1] * g[1] + g[2] * g[2]);
    if (value == 0 || norm < 1e-3) {
      return Optional.of(gradient(0, new double[3]));
    }
    // A short vector scales the b-value by its square.
    double scaled = norm < 0.97 && norm > 0.03 ? value * norm * norm : value;
    if (!understood) {
      return Optional.of(new Gradient(scaled, Optional.empty()));
    }
    Vec3 patient =
        plane
            .row()
            .times(-g[0])
            .plus(plane.column().times(-g[1]))
            .plus(plane.normal().times(Math.copySign(1, plane.normal().z()) * g[2]));
    return Optional.of(gradient(scaled, new double[] {patient.x(), patient.y(), patient.z()}));
  }
}
