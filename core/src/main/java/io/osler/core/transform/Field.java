package io.osler.core.transform;

import io.osler.core.volume.Vec3;

/** u(x): a displacement in voxels for every place of a grid, in voxels. */
interface Field {
  /** The field along one row: what j and k contribute is worked out once. For one thread. */
  Row row(double j, double k);

  interface Row {
    void at(double i, double[] shift);
  }

  default Vec3 at(Vec3 index) {
    double[] u = new double[3];
    row(index.y(), index.z()).at(index.x(), u);
    return new Vec3(u[0], u[1], u[2]);
  }
}
