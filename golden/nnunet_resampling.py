"""Golden numbers for the step `regrid`: nnU-Net's own resampling of images, labels and probabilities.

Made with Python 3.11, nnunetv2 2.8.1, scikit-image 0.26.0, scipy 1.17.1, numpy 2.3.5:
    python golden/nnunet_resampling.py > core/src/test/resources/golden/nnunet-resampling.json

Arrays are (k, j, i), as nnU-Net holds them; sizes and spacings are written [i, j, k], voxels with i
fastest. Images: order 3, labels: order 1, probabilities back on the image's grid: order 1; order 0
along an axis kept apart. These are the keywords that nnU-Net's planner writes into its plans.
"""

import json

import numpy as np
from nnunetv2.preprocessing.resampling.default_resampling import (
    compute_new_shape,
    resample_data_or_seg_to_shape,
)
from scipy import ndimage

CASES = {  # shape, spacing, wanted spacing, all (k, j, i)
    "equal": ((5, 7, 6), (1, 1, 1), (1, 1, 1)),
    "finer": ((5, 7, 6), (1, 1, 1), (0.6, 0.7, 0.55)),
    "coarser": ((9, 11, 10), (1, 1, 1), (2, 1.7, 2.3)),
    "mixed": ((6, 9, 8), (2.5, 1.1, 0.9), (1.5, 1.5, 1.5)),
    "one axis": ((6, 8, 7), (1.2, 1, 1), (1, 1, 1)),
    "half": ((8, 6, 10), (1, 1, 1), (2, 2, 2)),
    "double": ((4, 3, 5), (1, 1, 1), (0.5, 0.5, 0.5)),
    "thick slices finer": ((5, 8, 9), (5, 1, 0.8), (2, 0.7, 0.7)),
    "thick slices kept": ((5, 8, 9), (5, 1, 0.8), (5, 1.3, 1.3)),
    "thick slices wanted": ((9, 8, 7), (1.5, 1, 1), (4, 1.2, 1.2)),
    "thick slices in the plane kept": ((6, 7, 8), (4, 1, 1), (3, 1, 1)),
    "thick along j": ((8, 5, 9), (1, 4, 1.1), (1.3, 3, 0.9)),
    "thick along i": ((8, 9, 5), (1, 0.9, 3.7), (0.8, 1.1, 5)),
    "halved thick slices": ((8, 6, 6), (4, 1, 1), (8, 2, 2)),
    "two coarse axes": ((7, 5, 6), (0.25, 1.25, 1.25), (0.4, 0.9, 0.9)),
    "first thick, then thick along i": ((5, 8, 9), (5, 1, 1), (1, 1, 4)),
    "ending in half a voxel": ((5, 7, 9), (1, 1, 1), (2, 2, 2)),
}
WAYS = {"order_z": 0, "force_separate_z": None}

rng = np.random.default_rng(20251122)


def numbers(a):
    return [float(f"{v:.7g}") for v in np.asarray(a, dtype=np.float64).ravel()]


results = []
for name, (shape, spacing, wanted) in CASES.items():
    to = compute_new_shape(shape, spacing, wanted)
    image = rng.normal(size=(2, *shape)).round(2).astype(np.float32)
    smooth = ndimage.gaussian_filter(rng.normal(size=shape), 0.7)
    smooth /= smooth.std()
    labels = np.select([smooth > 1, smooth > 0.3, smooth < -0.8], [3, 1, 7], 0).astype(np.int16)
    share = rng.dirichlet([0.5] * 3, size=tuple(to)).round(3).astype(np.float32).transpose(3, 0, 1, 2)
    moved = resample_data_or_seg_to_shape(image, to, spacing, wanted, is_seg=False, order=3, **WAYS)
    outlined = resample_data_or_seg_to_shape(
        labels[None], to, spacing, wanted, is_seg=True, order=1, **WAYS)
    back = resample_data_or_seg_to_shape(share, shape, wanted, spacing, is_seg=False, order=1, **WAYS)
    results.append({
        "name": name,
        "size": list(shape[::-1]),
        "spacing": list(spacing[::-1]),
        "wanted": list(wanted[::-1]),
        "to": [int(n) for n in to[::-1]],
        "image": numbers(image),
        "labels": labels.ravel().tolist(),
        "moved": numbers(moved),
        "outlined": outlined.ravel().tolist(),
        "share": numbers(share),
        "back": numbers(back),
    })
print(json.dumps(results, separators=(",", ":")))
