"""DICOM work of other programs: python dicom.py headers|decode|series PATH [OUT].

headers: every file of a folder, every element before the pixels decoded: pydicom, and one GDCM process that scans for every
         tag (and dcmdump where it is installed, its output thrown away).
decode:  all frames of a file: GDCM by SimpleITK, pydicom with each of its plug-ins, and DCMTK's programs where they are
         installed (their start and the file they write count, so they only win on large frames).
series:  a folder to an uncompressed NIfTI file, flushed to the disk: dcm2niix, SimpleITK.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pydicom

from peer import fastest, serve

kind, path = sys.argv[1], sys.argv[2]


def decoded(dataset):
    count = 0
    for element in dataset:
        if element.VR == "SQ":
            count += 1 + sum(decoded(item) for item in element.value)
        else:
            _ = element.value
            count += 1
    return count


def headers():
    import gdcm

    files = [str(f) for f in sorted(Path(path).iterdir())]
    tags = {e.tag for e in pydicom.dcmread(files[0], stop_before_pixels=True)}

    def by_pydicom():
        return sum(decoded(pydicom.dcmread(f, stop_before_pixels=True)) for f in files)

    def by_gdcm():
        scanner = gdcm.Scanner()
        for tag in tags:
            scanner.AddTag(gdcm.Tag(tag.group, tag.element))
        assert scanner.Scan(files)

    ways = [("pydicom", by_pydicom), ("GDCM scanner", by_gdcm)]
    if shutil.which("dcmdump"):
        ways.append(("dcmdump", lambda: subprocess.run(["dcmdump", "-q", *files], stdout=subprocess.DEVNULL, check=True)))
    return *fastest(ways), np.array([by_pydicom()], "<f4")


DCMTK = {
    "dcmdjpeg": ["1.2.840.10008.1.2.4." + end for end in ("50", "51", "57", "70")],
    "dcmdjpls": ["1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"],
    "dcmdrle": ["1.2.840.10008.1.2.5"],
}


def dcmtk(program):
    with tempfile.NamedTemporaryFile(suffix=".dcm") as out:
        subprocess.run([program, path, out.name], check=True, stderr=subprocess.DEVNULL)


def decode():
    import SimpleITK as sitk
    from pydicom.pixels import pixel_array

    dataset = pydicom.dcmread(path)
    _ = dataset.PixelData
    ways = [("GDCM in SimpleITK", lambda: sitk.ReadImage(path))]
    reference = None
    for plugin in ("gdcm", "pylibjpeg", "pyjpegls", "pillow", "pydicom"):
        try:
            pixels = pixel_array(dataset, decoding_plugin=plugin, raw=True)
        except Exception:
            continue
        reference = pixels if reference is None else reference
        ways.append(("pydicom " + plugin, lambda plugin=plugin: pixel_array(dataset, decoding_plugin=plugin, raw=True)))
    for program, syntaxes in DCMTK.items():
        if shutil.which(program) and dataset.file_meta.TransferSyntaxUID in syntaxes:
            try:
                dcmtk(program)
            except subprocess.CalledProcessError:
                continue  # as the plug-ins above: what it cannot decode is no way
            ways.append((program, lambda program=program: dcmtk(program)))
    if reference is None:  # twelve-bit JPEG; SimpleITK gives rescaled values
        values = sitk.GetArrayFromImage(sitk.ReadImage(path)).astype(np.float64)
        reference = (values - float(dataset.RescaleIntercept)) / float(dataset.RescaleSlope)
    return *fastest(ways), np.ascontiguousarray(reference, "<f4").reshape(-1)


def series():
    import dcm2niix
    import SimpleITK as sitk

    out = Path(sys.argv[3])
    out.mkdir(exist_ok=True)

    def by_itk():
        names = sitk.ImageSeriesReader.GetGDCMSeriesFileNames(path)
        sitk.WriteImage(sitk.ReadImage(names), str(out / "itk.nii"))

    def by_niix():
        subprocess.run([dcm2niix.bin, "-z", "n", "-b", "n", "-w", "1", "-f", "niix", "-o", str(out), path],
                       stdout=subprocess.DEVNULL, check=True)

    def on_disk(work, name):
        def run():
            work()
            file = os.open(out / name, os.O_RDONLY)  # ours is flushed, so theirs is
            os.fsync(file)
            os.close(file)
        return run

    by_itk()
    values = sitk.GetArrayFromImage(sitk.ReadImage(str(out / "itk.nii")))[::37, ::41, ::43]
    return *fastest([("dcm2niix", on_disk(by_niix, "niix.nii")), ("SimpleITK", on_disk(by_itk, "itk.nii"))]), np.ascontiguousarray(values, "<f4").reshape(-1)


way, run, outputs = {"headers": headers, "decode": decode, "series": series}[kind]()
serve(way, run, outputs)
