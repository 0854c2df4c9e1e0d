package io.osler.core.transform;

/** Interpolation kernels k(|x|), x in voxels. */
final class Kernel {
  private Kernel() {}

  /** Beyond this distance the kernel is nought. */
  static double reach(Interpolation interpolation) {
    return switch (interpolation) {
      case NEAREST, AREA -> 0.5;
      case LINEAR -> 1;
      case CUBIC, B_SPLINE -> 2;
      case LANCZOS -> 3;
    };
  }

  static double at(Interpolation interpolation, double x) {
    return switch (interpolation) {
      case NEAREST, AREA -> x <= 0.5 ? 1 : 0;
      case LINEAR -> Math.max(0, 1 - x);
      case CUBIC -> keys(x);
      case LANCZOS -> x < 3 ? sinc(x) * sinc(x / 3) : 0;
      case B_SPLINE -> spline(x);
    };
  }

  /** Keys 1981 with a = −½. */
  private static double keys(double x) {
    if (x < 1) {
      return (1.5 * x - 2.5) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
  }

  private static double spline(double x) {
    if (x < 1) {
      return 2.0 / 3 - x * x * (1 - x / 2);
    }
    return x < 2 ? (2 - x) * (2 - x) * (2 - x) / 6 : 0;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }
}
