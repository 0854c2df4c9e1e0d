"""Grids and sums of real series by SimpleITK 2.5.7: python golden/dicom_series.py DATA, from the root of the repository.

A row: folder, size, spacing, origin, directions i j k, sum of voxels. The index axes are compared after flipping k where
SimpleITK orders the slices the other way round.
"""
import sys
from pathlib import Path

import SimpleITK as sitk

data = Path(sys.argv[1])
rows = []
for folder in ("dicom-hippocampus/Study1", "dicom-hippocampus/Study2"):
    names = sitk.ImageSeriesReader.GetGDCMSeriesFileNames(str(data / folder))
    image = sitk.ReadImage(names, sitk.sitkFloat64)
    d = image.GetDirection()
    columns = [d[0], d[3], d[6], d[1], d[4], d[7], d[2], d[5], d[8]]
    stats = sitk.StatisticsImageFilter()
    stats.Execute(image)
    cells = [image.GetSize(), image.GetSpacing(), image.GetOrigin(), columns, [stats.GetSum()]]
    rows.append("\t".join([folder] + [" ".join(repr(v) for v in cell) for cell in cells]
                          + [repr(image[3, 5, 7])]))
out = Path(__file__).parent.parent / "dicom/src/test/resources/golden/dicom_series.tsv"
out.write_text("\n".join(rows) + "\n")
