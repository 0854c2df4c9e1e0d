"""The DICOM JSON model of every readable public test file, by pydicom 3.0.2, as hashes.

python golden/dicom_json.py DATA > dicom/src/test/resources/golden/dicom_json.tsv

Only what PS3.18 fixes is compared: numbers as numbers (so 1.50 and 1.5 agree), text trimmed of padding at its end, binary
values as bytes, elements without a value alike however that is written. Pixel data are left out, and so are private
elements (pydicom guesses their representation from a dictionary of its own) and files that pydicom cannot turn into JSON.
"""
import base64
import hashlib
import logging
import struct
import sys
import warnings
from pathlib import Path

import pydicom

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
data = Path(sys.argv[1])
FOLDERS = ["dicom-pydicom", "dicom-pydicom-data", "dicom-highdicom", "dicom-dcmqi", "dicom-wg04"]


def value(vr, one):
    if one is None or one == "" or one == {}:
        return "-"
    if vr == "PN":
        parts = [one.get(k, "") for k in ("Alphabetic", "Ideographic", "Phonetic")]
        return "t" + "=".join(parts).rstrip("= ")
    if vr == "FL":
        return "n" + struct.pack(">f", float(one)).hex()
    if vr in ("DS", "IS", "FD", "SS", "US", "SL", "UL", "SV", "UV"):
        return "n" + struct.pack(">d", float(one)).hex()
    return "t" + str(one).rstrip(" \0")


def lines(dataset, way, out):
    for tag in sorted(dataset):
        if tag.startswith("7FE0") or tag.endswith("0000") or int(tag[3], 16) % 2 == 1:
            continue
        element = dataset[tag]
        vr = element["vr"]
        if vr == "SQ":
            items = element.get("Value", [])
            out.append(f"{way}{tag} SQ {len(items)}")
            for i, item in enumerate(items):
                lines(item or {}, f"{way}{tag}.{i + 1}.", out)
        elif "InlineBinary" in element:
            raw = base64.b64decode(element["InlineBinary"])
            out.append(f"{way}{tag} {vr} b{hashlib.sha256(raw).hexdigest()[:16] if raw else '-'}")
        else:
            values = [value(vr, one) for one in element.get("Value", [])]
            out.append(f"{way}{tag} {vr} " + ("\\".join(values) if set(values) - {"-"} else "-"))


for folder in FOLDERS:
    for path in sorted(p for p in (data / folder).rglob("*") if p.is_file()):
        try:
            dataset = pydicom.dcmread(path)
            for tag in list(dataset.keys()):
                if tag.group == 0x7FE0:
                    del dataset[tag]
            out = []
            lines(dataset.to_json_dict(), "", out)
        except Exception:
            continue
        text = "\n".join(out)
        if len(sys.argv) > 2 and str(path).endswith(sys.argv[2]):
            print(text)
            sys.exit()
        if len(sys.argv) == 2:
            digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
            print(f"{path.relative_to(data)}\t{len(out)}\t{digest}")
