"""Mandatory modules and their attributes of type 1 and 2, for `osler dicom validate`.

Reads the tables of PS3.3 that highdicom 0.28.2 (MIT) carries, themselves made from the published
standard, and names of pydicom 3.0.2. Writes into dicom/src/main/resources/io/osler/dicom/validate:

  iods.tsv     SOP class UID, IOD, its mandatory modules
  modules.tsv  module, type (1, 2, or - for one that is a parent only), path of tags

Conditional modules and attributes (C, 1C, 2C) are left out: their conditions are prose. Those that a program can judge
stand in conditions.tsv and macros.tsv of the same folder, written by hand from the sections they name.
"""

import json
import pathlib
import sys

import highdicom
from pydicom.datadict import tag_for_keyword

OUT = pathlib.Path("dicom/src/main/resources/io/osler/dicom/validate")
DATA = pathlib.Path(highdicom.__file__).parent / "_standard"
# Which macros an IOD asks for stands in macros.tsv (PS3.3 tables A.38-2 and the like); what is in them is written here.
GROUPS = {"SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence"}


def table(name):
    return json.loads((DATA / name).read_text())


def main():
    sops = table("sop_class_iod_map.json")
    iods = table("iod_module_map.json")
    modules = table("module_attribute_map.json")
    used = set()
    rows = []
    for uid, iod in sorted(sops.items()):
        wanted = [m["key"] for m in iods.get(iod, []) if m["usage"] == "M"]
        missing = [m for m in wanted if m not in modules]
        if missing:
            print("no table for", missing, "of", iod, file=sys.stderr)
        wanted = [m for m in wanted if m in modules]
        used.update(wanted)
        rows.append("\t".join([uid, iod, ",".join(wanted)]))
    attributes = []
    for module in sorted(used):
        for row in modules[module]:
            path = row["path"] + [row["keyword"]]
            macro = len(path) == 2 and row["path"][0] in GROUPS
            if row["type"] not in ("1", "2") or len(path) > 6 or macro:
                continue
            tags = [tag_for_keyword(keyword) for keyword in path]
            if None in tags:
                continue
            attributes.append("\t".join([module, row["type"], "/".join("%08X" % t for t in tags)]))
    OUT.mkdir(parents=True, exist_ok=True)
    head = "# made by golden/dicom_iods.py from highdicom 0.28.2: do not edit\n"
    (OUT / "iods.tsv").write_text(head + "\n".join(rows) + "\n")
    (OUT / "modules.tsv").write_text(head + "\n".join(dict.fromkeys(attributes)) + "\n")


if __name__ == "__main__":
    main()
