"""A small oblique diffusion series, and what dcm2niix 1.0.20260724 says of its gradients.

python golden/dicom_diffusion.py, from the root of the repository; numpy, pydicom 3.0.2, nibabel 5.4.2, dcm2niix on the path. Writes

  cli/src/test/resources/diffusion/NN.dcm      3 slices x 5 directions, 8 x 6 pixels, in shuffled order
  cli/src/test/resources/diffusion/golden.tsv  per volume of dcm2niix: b-value, direction in the patient (RAS), sum of voxels

Directions are turned from FSL's .bvec (along voxel axes, x mirrored where the affine is right-handed) into the patient by
the affine that dcm2niix wrote, so that they do not depend on which way its voxels run.
"""
import pathlib
import subprocess
import tempfile

import nibabel
import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset

OUT = pathlib.Path("cli/src/test/resources/diffusion")
ROW = np.array([0.8, 0.6, 0.0])
COLUMN = np.array([-0.36, 0.48, -0.8])
NORMAL = np.cross(ROW, COLUMN)
GRADIENTS = [
    (0, None),
    (1000, np.array([1.0, 0, 0])),
    (1000, np.array([0, 0.6, 0.8])),
    (1000, np.array([-0.48, 0.64, 0.6])),
    (2000, np.array([0.6, 0.0, -0.8])),
]


def image(volume, place):
    b, direction = GRADIENTS[volume]
    number = volume * 3 + place + 1
    ds = Dataset()
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.ImageType = ["ORIGINAL", "PRIMARY", "DIFFUSION", "NONE", "ND"]
    ds.SOPClassUID = "1.2.840.10008.5.1.4.1.1.4"
    ds.SOPInstanceUID = f"2.25.77.{number}"
    ds.StudyDate = ds.SeriesDate = ds.AcquisitionDate = ds.ContentDate = "20260101"
    ds.StudyTime = ds.SeriesTime = ds.ContentTime = "120000"
    ds.AcquisitionTime = f"1200{volume:02d}.{place}00000"
    ds.Modality = "MR"
    ds.Manufacturer = "SIEMENS"
    ds.SeriesDescription = "diffusion"
    ds.PatientName = "Phantom"
    ds.PatientID = "P1"
    ds.MRAcquisitionType = "2D"
    ds.ScanningSequence = "EP"
    ds.SequenceVariant = "SK"
    ds.ScanOptions = "FS"
    ds.SequenceName = "*ep_b0" if b == 0 else f"*ep_b{b}#{volume}"
    ds.SliceThickness = 3
    ds.RepetitionTime = 4000
    ds.EchoTime = 80
    ds.FlipAngle = 90
    ds.PatientPosition = "HFS"
    ds.StudyInstanceUID = "2.25.77"
    ds.SeriesInstanceUID = "2.25.77.0"
    ds.SeriesNumber = 5
    ds.AcquisitionNumber = volume + 1
    ds.InstanceNumber = number
    ds.ImagePositionPatient = [round(v, 6) for v in np.array([-10.0, 20, 5]) + 3 * place * NORMAL]
    ds.ImageOrientationPatient = list(ROW) + list(COLUMN)
    ds.FrameOfReferenceUID = "2.25.77.9"
    ds.InPlanePhaseEncodingDirection = "COL"
    ds.SamplesPerPixel = 1
    ds.PhotometricInterpretation = "MONOCHROME2"
    ds.Rows, ds.Columns = 6, 8
    ds.PixelSpacing = [2, 2]
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 12, 11, 0
    block = ds.private_block(0x0019, "SIEMENS MR HEADER", create=True)
    block.add_new(0x0C, "IS", b)
    if direction is not None:
        block.add_new(0x0D, "CS", "DIRECTIONAL")
        block.add_new(0x0E, "FD", [float(v) for v in direction])
    values = 100 * (volume + 1) + 10 * place + np.arange(48)
    ds.PixelData = values.astype("<u2").tobytes()
    ds["PixelData"].VR = "OW"
    ds.file_meta = FileMetaDataset()
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
    ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.1"
    ds.file_meta.ImplementationClassUID = "2.25.77.1"
    return ds


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    order = np.random.default_rng(7).permutation(15)
    for n, which in enumerate(order):
        image(which // 3, which % 3).save_as(OUT / f"{n:02d}.dcm", enforce_file_format=True)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["dcm2niix", "-z", "n", "-f", "d", "-o", folder, OUT], check=True)
        out = pathlib.Path(folder)
        nifti = nibabel.load(out / "d.nii")
        bvals = np.loadtxt(out / "d.bval")
        bvecs = np.loadtxt(out / "d.bvec")
        matrix = nifti.affine[:3, :3] / np.linalg.norm(nifti.affine[:3, :3], axis=0)
        mirror = np.array([-1 if np.linalg.det(matrix) > 0 else 1, 1, 1])
        rows = []
        for v in range(len(bvals)):
            world = matrix @ (mirror * bvecs[:, v])
            total = int(np.asarray(nifti.dataobj)[..., v].sum())
            rows.append("\t".join([f"{bvals[v]:g}"] + [f"{x:.4f}" for x in world] + [str(total)]))
        (OUT / "golden.tsv").write_text("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
