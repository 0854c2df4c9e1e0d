"""Files for the DICOM comparisons, made from a seed: python dicom_files.py headers|decode|series FOLDER [COUNT].

headers: COUNT small images with about 150 elements each, sequences and private elements among them.
decode:  the same multi-frame picture in every compressed syntax, as NAME.dcm; written by GDCM.
series:  COUNT slices of a CT, 512 x 512 x 16 bits, their names out of order.
"""

import io
import sys
from pathlib import Path

import gdcm
import numpy as np
from openjpeg.utils import encode_array
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence
from pydicom.uid import JPEG2000, JPEGBaseline8Bit, ExplicitVRLittleEndian, generate_uid

kind, folder = sys.argv[1], Path(sys.argv[2])
count = int(sys.argv[3]) if len(sys.argv) > 3 else 1
folder.mkdir(parents=True, exist_ok=True)
random = np.random.default_rng(20260101)


def uid(*parts):
    return generate_uid(entropy_srcs=[str(p) for p in parts])


def picture(rows, columns, frames, most):
    """Smooth structures, edges and noise, as in tissue: 0 to most."""
    j, i = np.mgrid[0:rows, 0:columns]
    image = np.empty((frames, rows, columns))
    for f in range(frames):
        smooth = 0.5 + 0.2 * np.sin(i / 31 + f) * np.cos(j / 47) + 0.1 * np.sin((i + 2 * j) / 90)
        disc = (i - columns / 2) ** 2 + (j - rows / 2) ** 2 < (rows * (0.35 + 0.05 * np.sin(f))) ** 2
        image[f] = np.where(disc, smooth, 0.02) + disc * random.normal(0, 0.006, (rows, columns))
    return np.clip(image * most, 0, most)


def dataset(rows, columns, number, modality="CT"):
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = uid("i", number)
    ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.FrameOfReferenceUID = uid("s"), uid("e"), uid("f")
    ds.PatientName, ds.PatientID, ds.Modality = "Phantom^Bench", "B1", modality
    ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    ds.StudyDate, ds.StudyTime = "20260101", "120000"
    ds.Manufacturer = "SIEMENS"
    ds.SeriesNumber, ds.AcquisitionNumber, ds.InstanceNumber = 1, 1, number
    ds.PatientPosition = "HFS"
    ds.Rows, ds.Columns, ds.SamplesPerPixel, ds.PhotometricInterpretation = rows, columns, 1, "MONOCHROME2"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 12, 11, 0
    ds.PixelSpacing, ds.SliceThickness = [0.7, 0.7], 1.5
    ds.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    ds.ImagePositionPatient = [-180.0, -170.5, -200 + 1.5 * number]
    ds.RescaleSlope, ds.RescaleIntercept, ds.RescaleType = 1, -1024, "HU"
    return ds


def write(ds, path):
    ds.save_as(path, enforce_file_format=True)


if kind == "headers":
    for n in range(count):
        ds = dataset(8, 8, n)
        for k, keyword in enumerate(("InstitutionName", "StationName", "StudyDescription", "SeriesDescription",
                                     "ProtocolName", "ManufacturerModelName", "SoftwareVersions", "DeviceSerialNumber",
                                     "BodyPartExamined", "ConvolutionKernel", "FilterType", "ReferringPhysicianName",
                                     "PatientComments", "ImageComments", "OperatorsName", "AccessionNumber")):
            setattr(ds, keyword, f"VALUE {k} OF {n}"[:16])
        for k, keyword in enumerate(("KVP", "XRayTubeCurrent", "ExposureTime", "Exposure", "TableHeight", "GantryDetectorTilt",
                                     "DataCollectionDiameter", "ReconstructionDiameter", "DistanceSourceToDetector",
                                     "DistanceSourceToPatient", "SpacingBetweenSlices", "SliceLocation", "WindowCenter",
                                     "WindowWidth", "PatientWeight", "PatientSize")):
            setattr(ds, keyword, k + n % 7)
        ds.ReferencedImageSequence = Sequence()
        for k in range(12):
            item = Dataset()
            item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = ds.SOPClassUID, uid("r", n, k)
            code = Dataset()
            code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning = f"T-{k}", "99B", "Meaning"
            item.PurposeOfReferenceCodeSequence = Sequence([code])
            ds.ReferencedImageSequence.append(item)
        block = ds.private_block(0x0029, "BENCH", create=True)
        for k in range(30):
            block.add_new(k, "LO" if k % 2 else "DS", f"{k}.5" if k % 2 == 0 else f"private {k}")
        ds.PixelData = random.integers(0, 4096, 64).astype("<u2").tobytes()
        write(ds, folder / f"{n:05d}.dcm")
elif kind == "series":
    values = picture(512, 512, 8, 4095).astype("<u2")
    for n in range(count):
        ds = dataset(512, 512, n)
        ds.InstanceNumber = n + 1  # dcm2niix leaves out slices whose numbers do not follow their places
        ds.PixelData = (values[n % 8] // 2 + np.uint16(n)).tobytes()
        write(ds, folder / f"{(n * 11) % count:05d}.dcm")
else:
    frames = 6
    values = picture(512, 512, frames, 4095).astype("<u2")
    names = {"rle": gdcm.TransferSyntax.RLELossless, "jpeg-lossless": gdcm.TransferSyntax.JPEGLosslessProcess14_1,
             "jpeg-ls": gdcm.TransferSyntax.JPEGLSLossless, "jpeg-2000": gdcm.TransferSyntax.JPEG2000Lossless,
             "jpeg-extended": gdcm.TransferSyntax.JPEGExtendedProcess2_4}
    for name, syntax in names.items():
        ds = dataset(512, 512, 1)
        ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.7.3"
        ds.NumberOfFrames = frames
        ds.PixelData = values.tobytes()
        plain = folder / "plain"
        write(ds, plain)
        reader = gdcm.ImageReader()
        reader.SetFileName(str(plain))
        assert reader.Read()
        change = gdcm.ImageChangeTransferSyntax()
        change.SetTransferSyntax(gdcm.TransferSyntax(syntax))
        change.SetInput(reader.GetImage())
        if not change.Change():
            print("left out:", name, file=sys.stderr)
            continue
        writer = gdcm.ImageWriter()
        writer.SetFileName(str(folder / f"{name}.dcm"))
        writer.SetFile(reader.GetFile())
        writer.SetImage(change.GetOutput())
        assert writer.Write()
        plain.unlink()

    def encapsulated(name, syntax, streams, bits):
        ds = dataset(512, 512, 1)
        ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.7.3"
        ds.file_meta.TransferSyntaxUID = syntax
        ds.NumberOfFrames = frames
        if bits == 8:
            ds.BitsAllocated, ds.BitsStored, ds.HighBit = 8, 8, 7
        ds.PixelData = encapsulate(streams)
        ds["PixelData"].is_undefined_length = True
        write(ds, folder / f"{name}.dcm")

    encapsulated("jpeg-2000-lossy", JPEG2000,
                 [encode_array(one, bits_stored=12, photometric_interpretation=2, use_mct=False,
                                        compression_ratios=[10]) for one in values], 12)
    streams = []
    for one in values:
        with io.BytesIO() as out:
            Image.fromarray((one >> 4).astype("u1")).save(out, "JPEG", quality=90)
            streams.append(out.getvalue())
    encapsulated("jpeg-baseline", JPEGBaseline8Bit, streams, 8)
