package io.osler.core.transform;

import io.osler.core.volume.Vec3;

/** u(x): a displacement in voxels for every place of a grid, in voxels. */
interface Field {
  /** The field along one row: what j and k contribute is worked out once. For one thread. */
  Row row(double j, double k);

  interface Row {
    void at(double i, double[] shift);

    /** At i = 0 … u.length − 1, by component. */
    default void all(double[] u, double[] v, double[] w) {
      double[] shift = new double[3];
      for (int i = 0; i < u.length; i++) {
        at(i, shift);
        u[i] = shift[0];
        v[i] = shift[1];
        w[i] = shift[2];
      }
    }
  }

  default Vec3 at(Vec3 index) {
    double[] u = new double[3];
    row(index.y(), index.z()).at(index.x(), u);
    return new Vec3(u[0], u[1], u[2]);
  }
}
