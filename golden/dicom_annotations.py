"""Segmentations and measurement reports by highdicom 0.28.2 (pydicom 3.0.2): python golden/dicom_annotations.py DATA, from
the root of the repository.

SEG rows: file, kind, segment, sum of its values (fractions 0 to 1), centroid in mm LPS (slides: column and row of the total
pixel matrix). SR rows: file, tracking identifier, finding, site, quantities = values with units.
"""
import sys
from pathlib import Path

import highdicom as hd
import numpy as np
import pydicom

data = Path(sys.argv[1])
rows = []
for folder in ("dicom-highdicom", "dicom-dcmqi", "dicom-pydicom", "dicom-pydicom-data"):
    for path in sorted(p for p in (data / folder).rglob("*") if p.is_file()):
        name = str(path.relative_to(data))
        try:
            head = pydicom.dcmread(path, stop_before_pixels=True)
        except Exception:
            continue
        if head.get("Modality") == "SEG":
            try:
                seg = hd.seg.segread(path)
                for n in seg.segment_numbers:
                    if n == 0:
                        continue
                    if seg.is_tiled:
                        a = seg.get_total_pixel_matrix(segment_numbers=[n], rescale_fractional=True)[..., 0].astype(float)
                        j, i = np.nonzero(a)
                        centre = [np.average(i, weights=a[j, i]), np.average(j, weights=a[j, i])] if len(i) else []
                    else:
                        v = seg.get_volume(segment_numbers=[n], allow_missing_positions=True, rescale_fractional=True)
                        a = np.asarray(v.array)[..., 0].astype(float)
                        at = np.argwhere(a)
                        w = a[tuple(at.T)]
                        centre = v.affine[:3, :3] @ np.average(at, axis=0, weights=w) + v.affine[:3, 3] if len(at) else []
                    rows.append(["SEG", name, str(seg.segmentation_type.value), str(n), repr(float(a.sum())),
                                 " ".join("%.6f" % c for c in centre)])
            except Exception as error:
                print("left out", name, repr(error)[:100])
        elif head.get("Modality") == "SR" and head.ConceptNameCodeSequence[0].CodeValue == "126000":
            report = pydicom.dcmread(path)
            def number(measured):
                return measured.get("FloatingPointValue", measured.NumericValue)
            def walk(item):
                for one in item.get("ContentSequence", []):
                    if "ConceptNameCodeSequence" in one and one.ConceptNameCodeSequence[0].CodeValue == "125007":
                        yield one
                    elif one.ValueType == "CONTAINER":
                        yield from walk(one)
            for group in walk(report):
                named = lambda value: [c for c in group.ContentSequence if c.ConceptNameCodeSequence[0].CodeValue in value]
                text = [c.TextValue for c in named(["112039"])]
                what = [c.ConceptCodeSequence[0].CodeValue for c in named(["121071"])]
                site = [c.ConceptCodeSequence[0].CodeValue for c in named(["363698007", "G-C0E3"])]
                numbers = [f"{c.ConceptNameCodeSequence[0].CodeValue}={float(number(c.MeasuredValueSequence[0]))!r}"
                           f"{c.MeasuredValueSequence[0].MeasurementUnitsCodeSequence[0].CodeValue}"
                           for c in group.ContentSequence if c.ValueType == "NUM"]
                rows.append(["SR", name, *(";".join(x) for x in (text, what, site, numbers))])
out = Path(__file__).parent.parent / "dicom/src/test/resources/golden/dicom_annotations.tsv"
out.write_text("\n".join("\t".join(r) for r in rows) + "\n")
