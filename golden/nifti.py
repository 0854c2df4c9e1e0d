"""Small NIfTI files of every kind, written and read back by nibabel 5.4.2 (its affine, its voxels).

    python golden/nifti.py [folder of Task04_Hippocampus]

hippocampus_*.nii.gz are cases of Task04_Hippocampus, Medical Segmentation Decathlon, CC BY-SA 4.0
(Antonelli et al., Nature Communications 2022), copied unchanged.
"""
import pathlib
import shutil
import sys

import nibabel as nib
import numpy as np

out = pathlib.Path("core/src/test/resources/golden/nifti")
rng = np.random.default_rng(11)
SHAPE = (5, 4, 3)
rows = []


def rotation(a, b, c):
    ca, sa, cb, sb, cc, sc = np.cos(a), np.sin(a), np.cos(b), np.sin(b), np.cos(c), np.sin(c)
    return (np.array([[ca, -sa, 0], [sa, ca, 0], [0, 0, 1]]) @ np.array([[cb, 0, sb], [0, 1, 0], [-sb, 0, cb]])
            @ np.array([[1, 0, 0], [0, cc, -sc], [0, sc, cc]]))


def affine(r, spacing, origin):
    m = np.eye(4)
    m[:3, :3] = r * np.array(spacing)
    m[:3, 3] = origin
    return m


oblique = affine(rotation(0.3, -0.2, 0.5), (0.8, 1.2, 2.5), (-31.5, 12.25, 7))
left = affine(rotation(0.3, -0.2, 0.5) @ np.diag([1, 1, -1]), (0.8, 1.2, 2.5), (-31.5, 12.25, 7))
straight = affine(np.eye(3), (1, 2, 3), (10, -20, 30))


def record(name, whole=True):
    image = nib.load(out / name)
    data = np.asanyarray(image.dataobj)
    if data.dtype.names:  # RGB
        data = np.stack([data[n] for n in data.dtype.names], -1)
    data = data.astype(np.float64)
    while data.ndim < 4:
        data = data[..., None]
    data = data.reshape(data.shape[:3] + (-1,), order="F")
    w, h, d, c = data.shape
    flat = data.ravel(order="F")
    values = " ".join(repr(float(np.float32(v))) for v in flat) if whole else ""
    weighted = float((flat * (np.arange(flat.size) % 977)).sum())
    rows.append(f"{name};{w};{h};{d};{c};{' '.join(repr(float(v)) for v in image.affine[:3].ravel())};{values};{float(flat.sum())!r};{weighted!r}")


def save(name, data, m=straight, kind=nib.Nifti1Image, q=0, s=1, **fields):
    image = kind(data, m, dtype=data.dtype)
    image.set_sform(m, s)
    image.set_qform(m, q)
    for key, value in fields.items():
        image.header[key] = value
    nib.save(image, out / name)
    record(name)


for t in ["uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64"]:
    i = np.iinfo(t)
    d = rng.integers(max(i.min, -(2**40)), min(i.max, 2**40), SHAPE).astype(t)
    d[0, 0, 0], d[1, 0, 0] = i.min, i.max
    save(f"{t}.nii", d)
for t in ["float32", "float64"]:
    save(f"{t}.nii", (rng.normal(size=SHAPE) * 100).astype(t))
f = rng.normal(size=SHAPE).astype(np.float32)
save("oblique-sform.nii.gz", f, oblique)
save("oblique-qform.nii.gz", f, oblique, q=1, s=0)
save("left-handed-qform.nii", f, left, q=1, s=0)
save("left-handed-sform.nii", f, left)
save("nifti2.nii.gz", f, oblique, kind=nib.Nifti2Image)
save("four-d.nii", rng.normal(size=SHAPE + (2,)).astype(np.float32))
save("five-d.nii", rng.normal(size=SHAPE + (1, 3)).astype(np.float32))
save("two-d.nii", rng.normal(size=(6, 5)).astype(np.float32))
rgb = np.zeros(SHAPE, dtype=[("R", "u1"), ("G", "u1"), ("B", "u1")])
for n in "RGB":
    rgb[n] = rng.integers(0, 256, SHAPE)
save("rgb.nii", rgb)
scaled = nib.Nifti1Image((rng.normal(size=SHAPE) * 1000).astype(np.float32), straight)
scaled.set_data_dtype(np.int16)
nib.save(scaled, out / "scaled.nii.gz")
record("scaled.nii.gz")
big = nib.Nifti1Image(rng.integers(-9, 9, SHAPE).astype(">i2"), oblique, nib.Nifti1Header(endianness=">"))
nib.save(big, out / "big-endian.nii")
record("big-endian.nii")
nib.save(nib.Nifti1Pair(f, oblique), out / "pair.hdr")
record("pair.hdr")
ext = nib.Nifti1Image(f, straight)
ext.header.extensions.append(nib.nifti1.Nifti1Extension("comment", b"a note of some length"))
nib.save(ext, out / "extension.nii")
record("extension.nii")

if len(sys.argv) > 1:
    for case in ["hippocampus_017"]:
        shutil.copy(f"{sys.argv[1]}/imagesTr/{case}.nii.gz", out / f"{case}.nii.gz")
        shutil.copy(f"{sys.argv[1]}/labelsTr/{case}.nii.gz", out / f"{case}-labels.nii.gz")
for case in sorted(out.glob("hippocampus*.nii.gz")):
    record(case.name, whole=False)

# Refused by name: no golden row.
nib.save(nib.Nifti1Image(f.astype(np.complex64), straight), out / "refused-complex.nii")
sheared = straight.copy()
sheared[0, 1] = 0.4
image = nib.Nifti1Image(f, sheared)
image.set_qform(None, 0)
image.set_sform(sheared, 1)
nib.save(image, out / "refused-shear.nii")

(out / "nifti.csv").write_text(
    f"# nibabel {nib.__version__}, numpy {np.__version__}: file;width;height;depth;channels;affine (RAS);voxels;sum;weighted sum\n"
    + "\n".join(rows) + "\n")
