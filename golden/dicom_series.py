"""Grids and sums of real series by SimpleITK 2.5.7: python golden/dicom_series.py DATA, from the root of the repository.

A row: folder, size, spacing, origin, directions i j k, sum of voxels,
sum weighted by place. The index axes are compared after flipping k where
SimpleITK orders the slices the other way round.
"""
import sys
from pathlib import Path

import numpy as np
import SimpleITK as sitk

data = Path(sys.argv[1])
rows = []
for folder in ("dicom-hippocampus/Study1", "dicom-hippocampus/Study2", "ct-mr-totalsegmentator/example_ct_dicom",
               "dicom-dcmqi/data/dcmqi/paramaps/701-ADCb500", "dicom-dcmqi/data/dcmqi/segmentations/23x38x3/image",
               "dicom-dcmqi/data/dcmqi/segmentations/24x38x3/image", "dicom-dcmqi/data/dcmqi/segmentations/ct-3slice"):
    names = sitk.ImageSeriesReader.GetGDCMSeriesFileNames(str(data / folder))
    image = sitk.ReadImage(names, sitk.sitkFloat64)
    d = image.GetDirection()
    columns = [d[0], d[3], d[6], d[1], d[4], d[7], d[2], d[5], d[8]]
    stats = sitk.StatisticsImageFilter()
    stats.Execute(image)
    # Sensitive to order: voxel n (i fastest) counts n mod 997 times.
    values = sitk.GetArrayFromImage(image).reshape(-1)
    weighted = float(np.sum(values * (np.arange(values.size) % 997)))
    cells = [image.GetSize(), image.GetSpacing(), image.GetOrigin(), columns, [stats.GetSum()]]
    rows.append("\t".join([folder] + [" ".join(repr(v) for v in cell) for cell in cells]
                          + [repr(weighted)]))
out = Path(__file__).parent.parent / "dicom/src/test/resources/golden/dicom_series.tsv"
out.write_text("\n".join(rows) + "\n")
