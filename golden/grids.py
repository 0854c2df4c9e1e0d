"""NRRD and MetaImage files written and read back by SimpleITK 2.5.7: python golden/grids.py"""
import pathlib

import numpy as np
import SimpleITK as sitk

out = pathlib.Path("core/src/test/resources/golden/grids")
rng = np.random.default_rng(5)
c, s = np.cos(0.3), np.sin(0.3)
rows = []


def save(name, array, vector=False, compress=False, oblique=True):
    image = sitk.GetImageFromArray(array, isVector=vector)
    image.SetSpacing((0.8, 1.25, 2.5)[: image.GetDimension()])
    if oblique and image.GetDimension() == 3:
        image.SetOrigin((-31.5, 12.25, 7))
        image.SetDirection((c, -s, 0, s, c, 0, 0, 0, 1))
    sitk.WriteImage(image, str(out / name), compress)
    record(name)


def record(name):
    image = sitk.ReadImage(str(out / name))
    a = sitk.GetArrayFromImage(image).astype(np.float64)
    n = image.GetNumberOfComponentsPerPixel()
    a = np.moveaxis(a, -1, 0) if n > 1 else a[None]
    if a.ndim == 3:
        a = a[:, None]
    far = (4, 3, 2)[: image.GetDimension()]
    point = list(image.TransformIndexToPhysicalPoint(far)) + [0] * (3 - len(far))
    ch, d, h, w = a.shape
    rows.append(f"{name};{w};{h};{d};{ch};{' '.join(repr(float(p)) for p in point)};"
                f"{' '.join(repr(float(np.float32(v))) for v in a.ravel())}")


small = lambda t: rng.integers(0, 120, (3, 4, 5)).astype(t)
for e in ["nrrd", "mha"]:
    for t in ["uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64", "int64"]:
        save(f"{t}.{e}", small(t))
    save(f"zipped.{e}", small("int16"), compress=True)
    save(f"vector.{e}", rng.normal(size=(3, 4, 5, 2)).astype(np.float32), vector=True)
    save(f"flat.{e}", rng.integers(0, 255, (6, 7)).astype(np.uint8))
save("detached.nhdr", small("int16"), compress=True)
save("detached.mhd", small("float32"))
# Right-anterior-superior and big-endian: written by hand, read by SimpleITK.
(out / "ras-big.nrrd").write_bytes(
    b"NRRD0004\ntype: short\ndimension: 3\nspace: right-anterior-superior\nsizes: 5 4 3\n"
    b"space directions: (1.5,0,0) (0,-2,0) (0,0,3)\nkinds: domain domain domain\nendian: big\nencoding: raw\n"
    b"space origin: (10,20,30)\n\n" + small(">i2").tobytes())
record("ras-big.nrrd")
(out / "grids.csv").write_text(
    f"# SimpleITK {sitk.Version().VersionString()}: file;width;height;depth;channels;point of index (4,3,2), LPS mm;voxels\n"
    + "\n".join(rows) + "\n")
