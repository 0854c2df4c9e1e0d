"""Sequential JPEG streams by Pillow 13.0.0 (libjpeg-turbo), of twelve bits by DCMTK 3.6.7, of sixteen by GDCM 3.2.6, and what those
read out of them.

python golden/dicom_jpeg.py, from the root of the repository, with numpy 2.3.5 and pydicom 3.0.2. A row: name, width, height,
components, bits, first 16 digits of the SHA-256 of all samples as little-endian int32 (interleaved by pixel, colour as it is coded:
YCbCr at full size, or RGB).
"""
import hashlib
import io
import subprocess
import tempfile
from pathlib import Path

import gdcm
import numpy as np
import pydicom
import SimpleITK as sitk
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset

out = Path(__file__).parent.parent / "dicom/src/test/resources/golden/jpeg"
out.mkdir(parents=True, exist_ok=True)
random = np.random.default_rng(81)


def picture(width, height, most):
    j, i = np.mgrid[0:height, 0:width]
    planes = []
    for c in range(3):
        smooth = 0.5 + 0.5 * np.sin(i / 5 + c) * np.cos(j / 6) + random.normal(0, 0.05, (height, width))
        smooth[(i - width / 2) ** 2 + (j - height / 2) ** 2 < (height / 4) ** 2] *= 0.3
        planes.append(np.clip(smooth * most, 0, most))
    return np.stack(planes, -1)


rows = []


def row(name, stream, decoded, bits):
    (out / f"{name}.jpg").write_bytes(stream)
    height, width = decoded.shape[:2]
    components = decoded.shape[2] if decoded.ndim == 3 else 1
    digest = hashlib.sha256(np.ascontiguousarray(decoded).astype("<i4").tobytes()).hexdigest()[:16]
    rows.append(f"{name}\t{width}\t{height}\t{components}\t{bits}\t{digest}\n")


def eight(name, width, height, colour, **options):
    values = picture(width, height, 255).astype("u1")
    with io.BytesIO() as stream:
        Image.fromarray(values if colour else values[..., 0]).save(stream, "JPEG", **options)
        image = Image.open(stream)
        if colour and not options.get("keep_rgb"):
            image.draft("YCbCr", image.size)
        row(name, stream.getvalue(), np.asarray(image), 8)


for quality in (3, 50, 90, 100):
    eight(f"grey-{quality}", 61, 47, False, quality=quality)
for name, width, height in (("dot", 1, 1), ("line", 50, 1), ("column", 1, 50), ("odd", 33, 17), ("whole", 48, 32)):
    eight(f"grey-{name}", width, height, False, quality=85)
    for subsampling in ("4:4:4", "4:2:2", "4:2:0"):
        eight(f"colour-{subsampling.replace(':', '')}-{name}", width, height, True, quality=85, subsampling=subsampling)
eight("optimised", 61, 47, True, quality=75, optimize=True)
eight("restart-blocks", 61, 47, True, quality=75, restart_marker_blocks=3)
eight("restart-rows", 61, 47, False, quality=75, restart_marker_rows=1)
eight("plain-rgb", 33, 31, True, quality=90, keep_rgb=True, subsampling="4:4:4")

for name, width, height, quality in (("twelve-90", 61, 47, 90), ("twelve-30", 40, 40, 30)):
    with tempfile.TemporaryDirectory() as folder:
        ds = Dataset()
        ds.file_meta = FileMetaDataset()
        ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.1"
        ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.7.3"
        ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = "2.25.1"
        ds.Rows, ds.Columns, ds.SamplesPerPixel, ds.PhotometricInterpretation = height, width, 1, "MONOCHROME2"
        ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 12, 11, 0
        ds.PixelData = picture(width, height, 4095)[..., 0].astype("<u2").tobytes()
        ds.save_as(f"{folder}/plain", enforce_file_format=True)
        subprocess.run(["dcmcjpeg", "+ee", "+q", str(quality), f"{folder}/plain", f"{folder}/jpeg"], check=True, capture_output=True)
        subprocess.run(["dcmdjpeg", f"{folder}/jpeg", f"{folder}/back"], check=True, capture_output=True)
        stream = next(pydicom.encaps.generate_frames(pydicom.dcmread(f"{folder}/jpeg").PixelData, number_of_frames=1))
        row(name, stream, pydicom.dcmread(f"{folder}/back").pixel_array, 12)


def sixteen(name, values):
    """GDCM writes twelve bits as sixteen, and lets means beyond sixteen bits and what overshoots wrap round."""
    with tempfile.TemporaryDirectory() as folder:
        ds.Rows, ds.Columns = values.shape
        ds.PixelData = values.astype("<u2").tobytes()
        ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.1"
        ds.save_as(f"{folder}/plain", enforce_file_format=True)
        reader = gdcm.ImageReader()
        reader.SetFileName(f"{folder}/plain")
        change = gdcm.ImageChangeTransferSyntax()
        change.SetTransferSyntax(gdcm.TransferSyntax(gdcm.TransferSyntax.JPEGExtendedProcess2_4))
        assert reader.Read()
        change.SetInput(reader.GetImage())
        assert change.Change()
        writer = gdcm.ImageWriter()
        writer.SetFileName(f"{folder}/jpeg")
        writer.SetFile(reader.GetFile())
        writer.SetImage(change.GetOutput())
        assert writer.Write()
        stream = next(pydicom.encaps.generate_frames(pydicom.dcmread(f"{folder}/jpeg").PixelData, number_of_frames=1))
        row(name, stream, sitk.GetArrayFromImage(sitk.ReadImage(f"{folder}/jpeg"))[0], 12)


sixteen("sixteen", picture(40, 40, 4095)[..., 0] * 0.8 + 400)
flat = np.full((40, 40), 81)  # blocks that are nothing but their mean, and edges next to them
flat[12:30, 10:33] = 3000
sixteen("sixteen-flat", flat)
(out / "table.tsv").write_text("".join(rows))
