"""Writes the DICOM data dictionary and UID list as tab-separated text (pydicom 3.0.2).

python golden/dicom_dictionary.py, from the root of the repository. The tables are those of PS3.6; the private tags are left
out: a private tag without an explicit VR stays UN.
"""
from pathlib import Path

from pydicom._dicom_dict import DicomDictionary, RepeatersDictionary
from pydicom._uid_dict import UID_dictionary

OUT = Path(__file__).parent.parent / "dicom/src/main/resources/io/osler/dicom/dataset"


def row(tag, entry):
    vr, vm, name, retired, keyword = entry
    return "\t".join([tag, vr.replace(" or ", "/"), vm, keyword, name, "R" if retired else ""])


rows = [row(f"{tag:08X}", entry) for tag, entry in sorted(DicomDictionary.items())]
rows += [row(mask.upper().replace("X", "x"), entry) for mask, entry in sorted(RepeatersDictionary.items())]
(OUT / "dictionary.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")

uids = ["\t".join([uid, name, kind, keyword, "R" if retired else ""])
        for uid, (name, kind, _, retired, keyword) in sorted(UID_dictionary.items())]
(OUT / "uids.tsv").write_text("\n".join(uids) + "\n", encoding="utf-8")
