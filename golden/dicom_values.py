"""Element counts and hashes of decoded values of the real DICOM files, by pydicom 3.0.2.

python golden/dicom_values.py DATA, from the root of the repository; DATA holds the dicom-* folders.
A row: path, elements (those of items included), first 16 digits of the SHA-256 of the canonical lines; or path, 0, reason
where pydicom reads nothing. RealFilesTest writes the same lines from what Osler decodes.
"""
import hashlib
import struct
import sys
import warnings
from pathlib import Path

import pydicom
from pydicom import config
from pydicom.dataelem import RawDataElement
from pydicom.encaps import generate_fragments

config.settings.reading_validation_mode = config.IGNORE
warnings.simplefilter("ignore")
TEXT = {"AE", "AS", "CS", "DA", "DT", "TM", "UI", "UR", "LO", "LT", "PN", "SH", "ST", "UC", "UT"}
WHOLE = {"SL", "SS", "SV", "UL", "US", "UV"}
REAL = {"FD", "FL", "DS", "IS"}


def many(value):
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, (list, pydicom.multival.MultiValue)) else [value]


def bits(value):
    number = float("nan") if value in ("", None) else float(value)
    return "nan" if number != number else struct.pack(">d", number).hex()


def text(vr, value):
    s = str(value).rstrip("\0 ")
    return s if vr in ("LT", "ST", "UT", "UR", "UC", "PN") else s.strip()


def digest(data):
    return hashlib.sha256(data or b"").hexdigest()[:16]


def lines(ds, depth, out):
    for tag in sorted(ds.keys()):
        raw = ds.get_item(tag)
        head = f"{depth} {tag:08X} "
        opaque = isinstance(raw, RawDataElement) and raw.VR in (None, "UN") and tag.is_private and tag.element > 0xFF
        if opaque and not isinstance(raw.value, pydicom.Sequence):
            out.append(head + "bytes " + digest(raw.value))
            continue
        if tag.element == 0 and isinstance(raw, RawDataElement):
            order = "<" if raw.is_little_endian else ">"
            out.append(head + f"whole {struct.unpack(order + 'I', raw.value)[0]}")
            continue
        try:
            element = ds[tag]
            vr, value = element.VR, element.value
        except (ValueError, OverflowError):
            out.append(head + "?")
            continue
        if vr == "SQ":
            out.append(head + f"items {len(value)}")
            for item in value:
                lines(item, depth + 1, out)
        elif element.is_undefined_length:
            parts = list(generate_fragments(value))
            out.append(head + f"fragments {len(parts) - 1} " + digest(b"".join(parts)))
        elif vr in TEXT:
            out.append(head + "text " + "\\".join(text(vr, v) for v in many(value)))
        elif vr in WHOLE:
            out.append(head + "whole " + " ".join(str(v) for v in many(value)))
        elif vr in REAL:
            try:
                out.append(head + "real " + " ".join(bits(v) for v in many(value)))
            except ValueError:
                out.append(head + "?")
        elif vr == "AT":
            out.append(head + "tags " + " ".join(f"{int(v):08X}" for v in many(value)))
        else:
            out.append(head + "bytes " + digest(value))


def row(path):
    try:
        ds = pydicom.dcmread(path, force=True)
        groups = [tag.group for tag in sorted(ds.keys())]
        bare = ds.preamble is None and len(ds.file_meta) == 0
        if bare and (not groups or groups[0] not in (4, 8)):
            return "0\tnot DICOM"
        out = []
        lines(ds, 0, out)
        if len(sys.argv) > 2:
            print("\n".join(out))
        return f"{len([1 for o in out])}\t{digest(chr(10).join(out).encode('utf-8', 'replace'))}"
    except Exception as e:
        return f"0\t{type(e).__name__}"


if __name__ == "__main__":
    data = Path(sys.argv[1])
    if len(sys.argv) > 2:
        print(row(data / sys.argv[2]))
        sys.exit()
    files = sorted(p for p in data.glob("dicom-*/**/*") if p.is_file() and p.name != "SOURCE.txt")
    rows = [f"{p.relative_to(data)}\t{row(p)}" for p in files]
    out = Path(__file__).parent.parent / "dicom/src/test/resources/golden/dicom_values.tsv"
    out.write_text("\n".join(rows) + "\n")
