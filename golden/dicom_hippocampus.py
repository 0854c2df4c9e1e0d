"""What dcm2niix 1.0.20260724 makes of the hippocampus series: size, affine, hash of the voxels.

python golden/dicom_hippocampus.py DATA, from the root of the repository; numpy 2.3.5, nibabel 5.4.2, dcm2niix on the path.
Writes cli/src/test/resources/golden/dicom_hippocampus.tsv: study, shape, the twelve numbers of the affine (RAS), first 16
digits of the SHA-256 of the int16 voxels in file order.
"""
import hashlib
import pathlib
import subprocess
import sys
import tempfile

import nibabel
import numpy as np

OUT = pathlib.Path("cli/src/test/resources/golden/dicom_hippocampus.tsv")


def main():
    rows = []
    for study in ("Study1", "Study2"):
        with tempfile.TemporaryDirectory() as folder:
            series = pathlib.Path(sys.argv[1]) / "dicom-hippocampus" / study
            subprocess.run(["dcm2niix", "-z", "n", "-f", "x", "-o", folder, series], check=True)
            image = nibabel.load(pathlib.Path(folder) / "x.nii")
            voxels = np.asarray(image.dataobj)
            assert voxels.dtype == np.int16
            digest = hashlib.sha256(voxels.tobytes(order="F")).hexdigest()[:16]
            affine = " ".join(f"{v:g}" for v in image.affine[:3].ravel())
            rows.append("\t".join([study, " ".join(map(str, voxels.shape)), affine, digest]))
    OUT.write_text("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
