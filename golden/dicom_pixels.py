"""Decoded pixels of the real DICOM files, by pydicom 3.0.2 with python-gdcm 3.2.6, pillow and numpy.

python golden/dicom_pixels.py DATA, from the root of the repository. A row: path, number of samples, first 16 digits of the
SHA-256 of all of them as little-endian int32 (stored values; colour as RGB), 64 samples at equal steps, decoder; or path, 0, reason.
JPEG-LS goes to pyjpegls (CharLS), JPEG 2000 to gdcm, lossless JPEG to gdcm, other JPEG to gdcm, and to DCMTK 3.6.7 (dcmdjpeg) what that
does not decode: twelve bits.
"""
import hashlib
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import pydicom
from pydicom.pixels import pixel_array

warnings.simplefilter("ignore")
pydicom.config.settings.reading_validation_mode = 0
PLUGINS = ["gdcm", "pyjpegls", "pylibjpeg", "pillow", "pydicom"]


def by_dcmtk(path):
    with tempfile.NamedTemporaryFile() as out:
        subprocess.run(["dcmdjpeg", str(path), out.name], check=True, capture_output=True)
        return pydicom.dcmread(out.name).pixel_array


def row(path):
    try:
        ds = pydicom.dcmread(path, force=True)
        if "Rows" not in ds:
            return None
        if not any(t in ds for t in ("PixelData",)):
            return None
        reasons = []
        syntax = ds.file_meta.get("TransferSyntaxUID", "")
        plugins = [""] if not syntax or not pydicom.uid.UID(syntax).is_encapsulated else \
            ["pyjpegls", "gdcm", "pillow"] if syntax.startswith("1.2.840.10008.1.2.4.8") else ["gdcm", "pylibjpeg", "pydicom", "pillow"]
        for plugin in plugins:
            try:
                a = pixel_array(ds, decoding_plugin=plugin)
                break
            except Exception as e:
                reasons.append(f"{type(e).__name__}")
        else:
            if not syntax.startswith("1.2.840.10008.1.2.4.5"):
                return f"0\t{' '.join(reasons)}"
            a, plugin = by_dcmtk(path), "dcmtk"
        a = np.ascontiguousarray(a).astype("<i8").astype("<u4").ravel()
        step = max(1, a.size // 64)
        digest = hashlib.sha256(a.tobytes()).hexdigest()[:16]
        return f"{a.size}\t{digest}\t{' '.join(str(v) for v in a.view('<i4')[::step][:64])}\t{plugin or 'numpy'}"
    except Exception as e:
        return f"0\t{type(e).__name__}"


data = Path(sys.argv[1])
files = sorted(p for p in data.glob("dicom-*/**/*") if p.is_file() and p.name != "SOURCE.txt")
rows = [(p, row(p)) for p in files]
out = Path(__file__).parent.parent / "dicom/src/test/resources/golden/dicom_pixels.tsv"
out.write_text("".join(f"{p.relative_to(data)}\t{r}\n" for p, r in rows if r))
