"""What SimpleITK 2.5.7 (GDCM inside) and dcm2niix 1.0.20260724 make of the torture series: python golden/dicom_torture.py FOLDER,
where FOLDER was written by the main method of dicom/src/test/java/io/osler/dicom/read/Torture.java.

Every voxel of a phantom is 300 + 0.7 x + 1.3 y + 2.1 z (+ 100 c) at its patient position (LPS, mm), so that a volume can be
checked without knowing how it was made: "right" when each voxel has the value of the place that the affine gives it (within
0.06; for sheared stacks at least the share of voxels that slices cover), else "wrong" with the largest difference in mm of z.
The table is a comment on other programs, read by people; no test needs it.
"""
import subprocess
import sys
import tempfile
from pathlib import Path

import nibabel
import numpy as np
import SimpleITK as sitk

import dcm2niix


def judge(values, affine):
    """values (i, j, k), affine to LPS."""
    index = np.indices(values.shape).reshape(3, -1)
    p = affine[:3, :3] @ index + affine[:3, 3:]
    wanted = 300 + 0.7 * p[0] + 1.3 * p[1] + 2.1 * p[2]
    best = None
    for channel in range(6):
        off = np.abs(values.reshape(-1) - wanted - 100 * channel)
        share = float(np.mean(off < 0.06))
        if best is None or share > best[0]:
            best = (share, float(off.max()) / 2.1)
    return best


def words(results):
    return "; ".join("right" if share == 1 else
                     f"{share:.0%} of voxels right" if share > 0.5 else f"wrong by up to {worst:.1f} mm"
                     for share, worst in results) or "nothing"


def itk(folder):
    results, shapes = [], []
    for uid in sitk.ImageSeriesReader.GetGDCMSeriesIDs(str(folder)):
        names = sitk.ImageSeriesReader.GetGDCMSeriesFileNames(str(folder), uid)
        try:
            image = sitk.ReadImage(names, sitk.sitkFloat64)
        except RuntimeError as error:
            shapes.append("refused: " + str(error).strip().splitlines()[-1][:60])
            continue
        if image.GetDimension() == 4:
            image = image[..., 0]
        direction = np.array(image.GetDirection())
        if image.GetDimension() == 2:
            shapes.append("two-dimensional")
            continue
        a = np.eye(4)
        a[:3, :3] = direction.reshape(3, 3) @ np.diag(image.GetSpacing())
        a[:3, 3] = image.GetOrigin()
        results.append(judge(sitk.GetArrayFromImage(image).T, a))
        shapes.append("x".join(map(str, image.GetSize())))
    return ",".join(shapes), words(results)


def niix(folder):
    results, shapes = [], []
    with tempfile.TemporaryDirectory() as out:
        done = subprocess.run([dcm2niix.bin, "-z", "n", "-f", "%s_%e", "-o", out, str(folder)], capture_output=True, text=True)
        for file in sorted(Path(out).glob("*.nii")):
            image = nibabel.load(file)
            lps = np.diag([-1, -1, 1, 1]) @ image.affine
            values = image.get_fdata()
            values = values[..., None] if values.ndim == 3 else values
            shapes.append("x".join(map(str, values.shape)))
            for c in range(values.shape[3]):
                results.append(judge(values[..., c], lps))
        for file in sorted(Path(out).glob("*.bvec")):
            shapes.append("bvec " + " | ".join(file.read_text().strip().splitlines()))
        if not shapes:
            shapes.append("refused: " + (done.stdout.strip().splitlines() or ["?"])[-1][:70])
    return ",".join(shapes), words(results)


for folder in sorted(Path(sys.argv[1]).iterdir()):
    for name, peer in (("SimpleITK", itk), ("dcm2niix", niix)):
        print(folder.name, name, *peer(folder), sep="\t", flush=True)
