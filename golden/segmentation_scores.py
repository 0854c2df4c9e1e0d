"""Golden numbers for io.osler.core.metric's segmentation and instance scores.

Surface scores by MONAI, the rest by SciPy, NumPy and scikit-image. Arrays are (k, j, i), stored as run
lengths starting with zeros. The hippocampus masks are Medical Segmentation Decathlon Task04 (CC BY-SA 4.0).
Made with Python 3.11, numpy 2.3.5, scipy 1.17.1, monai 1.6.1, scikit-image 0.26.0, nibabel 5.4.2:
    python golden/segmentation_scores.py Task04_Hippocampus > core/src/test/resources/golden/segmentation-scores.json
"""

import json
import pathlib
import sys

import nibabel as nib
import numpy as np
import torch
from monai import metrics as mm
from scipy import ndimage as ndi
from skimage.metrics import adapted_rand_error
from skimage.morphology import skeletonize

rng = np.random.default_rng(20250103)


def runs(mask):
    flat = np.concatenate([[0], mask.astype(np.int8).ravel(), [-1]])
    change = np.flatnonzero(np.diff(flat))
    lengths = np.diff(np.concatenate([[0], change]))
    return lengths.tolist()


def blob(shape, share, smooth):
    noise = ndi.gaussian_filter(rng.normal(size=shape), smooth)
    return noise > np.quantile(noise, 1 - share)


def percentile(truth, predicted, spacing, q, monai):
    """In float64; MONAI ranks in float32, which moves the interpolation by about 1e-6 relative."""
    def surface(m):
        return m & ~ndi.binary_erosion(m)
    def directed(a, b):
        return np.percentile(ndi.distance_transform_edt(~surface(b), sampling=spacing)[surface(a)], q)
    value = max(directed(truth, predicted), directed(predicted, truth))
    assert abs(value - monai) < 1e-5 * value
    return float(value)


def cl_dice(t, p):
    """Shit et al. 2021, the metric of their cldice_metric; centre lines by scikit-image, in 3-D Lee's."""
    def line(m):
        thin = skeletonize(m, method="lee" if m.ndim == 3 else "zhang") > 0
        return thin if thin.any() else m
    def share(a, b):
        return (a & b).sum() / a.sum()
    precision, sensitivity = share(line(p), t), share(line(t), p)
    return float(2 * precision * sensitivity / max(precision + sensitivity, 1e-300))


def case(name, truth, predicted, spacing, tolerance):
    """spacing is (k, j, i); a 2-D image is (j, i)."""
    def one(m):
        return torch.from_numpy(m.astype(np.float32))[None, None]
    t, p = one(truth), one(predicted)
    both, either = (truth & predicted).sum(), (truth | predicted).sum()
    assd = mm.compute_average_surface_distance(p, t, include_background=True, symmetric=True, spacing=spacing)
    there = mm.compute_average_surface_distance(p, t, include_background=True, spacing=spacing)
    back = mm.compute_average_surface_distance(t, p, include_background=True, spacing=spacing)
    rim = max(1, int(round(0.02 * np.sqrt(sum(n * n for n in truth.shape)))))
    full = np.ones((3,) * truth.ndim)
    def edge(m):
        return m & ~ndi.binary_erosion(m, structure=full, iterations=rim)
    te, pe = edge(truth), edge(predicted)
    shape = ((1,) + truth.shape) if truth.ndim == 2 else truth.shape
    step = ((1.0,) + tuple(spacing)) if truth.ndim == 2 else tuple(spacing)
    d2 = ndi.distance_transform_edt(~truth, sampling=spacing) ** 2
    return dict(
        name=name, shape=list(shape), spacing=list(step), tolerance=tolerance,
        truth=runs(truth), predicted=runs(predicted),
        transform=[float(d2.sum()), float(d2.max()), *(float(x) for x in d2.ravel()[:: max(1, d2.size // 40)])],
        expected={
            "dice": float(mm.compute_dice(p, t, include_background=True)),
            "iou": float(both / either),
            "sensitivity": float(both / truth.sum()),
            "precision": float(both / predicted.sum()),
            "volume-error": float((predicted.sum() - truth.sum()) * np.prod(step) / 1000),
            "relative-volume-error": float(abs(predicted.sum() - truth.sum()) / truth.sum()),
            "hd": float(mm.compute_hausdorff_distance(p, t, include_background=True, spacing=spacing)),
            "hd95": percentile(truth, predicted, spacing, 95, float(mm.compute_hausdorff_distance(
                p, t, include_background=True, percentile=95, spacing=spacing))),
            "assd": float(assd),
            "masd": float((there + back) / 2),
            "nsd": float(mm.compute_surface_dice(p, t, [tolerance], include_background=True, spacing=spacing)),
            "boundary-iou": float((te & pe).sum() / (te | pe).sum()),
            "cl-dice": cl_dice(truth, predicted),
        },
    )


cases = [
    case("2-D", blob((40, 53), 0.2, 3), blob((40, 53), 0.25, 3), (1.0, 1.0), 2.0),
    case("2-D, oblong pixels", blob((31, 44), 0.3, 2), blob((31, 44), 0.3, 2), (0.7, 1.3), 1.5),
    case("3-D", blob((16, 24, 28), 0.2, 2), blob((16, 24, 28), 0.2, 2), (1.0, 1.0, 1.0), 1.0),
    case("3-D, thick slices", blob((9, 24, 28), 0.2, 2), blob((9, 24, 28), 0.15, 2), (5.0, 0.8, 0.8), 2.5),
]
one = np.zeros((8, 9, 10), bool)
two = one.copy()
one[0, 0, 0] = two[7, 8, 9] = True
cases.append(case("two voxels far apart", one, two, (1.0, 2.0, 3.0), 0.5))
folder = pathlib.Path(sys.argv[1]) / "labelsTr"
for name, label in (("hippocampus_004", 1), ("hippocampus_007", 2)):
    image = nib.load(folder / (name + ".nii.gz"))
    truth = np.asarray(image.dataobj).astype(int).transpose(2, 1, 0) == label
    step = tuple(float(s) for s in image.header.get_zooms()[::-1])
    soft = ndi.gaussian_filter(truth.astype(float), 1.5) + 0.1 * ndi.gaussian_filter(rng.normal(size=truth.shape), 1)
    predicted = np.roll(soft > 0.4, 1, axis=1)
    cases.append(case(name, truth, predicted, step, 1.0))


def iou_matrix(t, p):
    a = [t == v for v in np.unique(t) if v]
    b = [p == v for v in np.unique(p) if v]
    inter = np.array([[(x & y).sum() for y in b] for x in a], float).reshape(len(a), len(b))
    union = np.array([[(x | y).sum() for y in b] for x in a], float).reshape(len(a), len(b))
    return a, b, inter, union


def insides(m):
    """Object voxels without a face neighbour in another object."""
    out = m > 0
    for axis in range(m.ndim):
        for step in (1, -1):
            near = np.roll(m, step, axis)
            edge = [slice(None)] * m.ndim
            edge[axis] = 0 if step == 1 else -1
            near[tuple(edge)] = 0
            out &= (near == 0) | (near == m)
    return out


def warping(t, p):
    """Jain et al. 2010: simple voxels of T take P's value in raster order until none is left."""
    w, goal = np.pad(insides(t), 1), np.pad(insides(p), 1)
    dims = t.ndim
    faces = ndi.generate_binary_structure(dims, 1)
    near = ndi.generate_binary_structure(dims, 2)
    full = ndi.generate_binary_structure(dims, dims)
    middle = (1,) * dims
    def simple(box):
        inside = box & near
        outside = ~box
        inside[middle] = outside[middle] = False
        parts, _ = ndi.label(inside, faces)
        ours = set(parts[faces].tolist()) - {0}
        return len(ours) == 1 and ndi.label(outside, full)[1] == 1
    while True:
        moved = False
        for v in np.argwhere(w != goal):
            box = w[tuple(slice(a - 1, a + 2) for a in v)].copy()
            if simple(box):
                w[tuple(v)] ^= True
                moved = True
        if not moved:
            return float((w != goal).sum() / t.size)


def instances(name, t, p):
    a, b, inter, union = iou_matrix(t, p)
    iou = inter / union
    ap = []
    for k in range(10):
        hit = (20 * inter > (10 + k) * union).sum()
        ap.append(hit / (len(a) + len(b) - hit))
    match = iou > 0.5
    sq = iou[match].mean() if match.any() else 0.0
    rq = 2 * match.sum() / (len(a) + len(b))
    # Aggregated Jaccard index (Kumar et al. 2017).
    used, above, below = set(), 0.0, 0.0
    for x in range(len(a)):
        y = int(iou[x].argmax())
        if iou[x, y] > 0:
            above += inter[x, y]
            below += union[x, y]
            used.add(y)
        else:
            below += a[x].sum()
    below += sum(b[y].sum() for y in range(len(b)) if y not in used)
    are, precision, recall = adapted_rand_error(t, p)
    return dict(
        name=name, shape=[1] * (3 - t.ndim) + list(t.shape), truth=t.ravel().tolist(), predicted=p.ravel().tolist(),
        expected={"ap": float(np.mean(ap)), "ap50": float(ap[0]), "ap75": float(ap[5]),
                  "panoptic-quality": float(sq * rq), "segmentation-quality": float(sq),
                  "recognition-quality": float(rq), "aggregated-jaccard": float(above / below),
                  "adapted-rand-error": float(are), "warping-error": warping(t, p)})


def nuclei(shape, share, seed_shift):
    t, _ = ndi.label(blob(shape, share, 2))
    p, _ = ndi.label(np.roll(ndi.binary_dilation(t > 0), seed_shift, 1))
    return t, p


tables = [instances("shifted", *nuclei((60, 70), 0.2, 1)), instances("merged", *nuclei((60, 70), 0.4, 0))]
t = np.zeros((12, 20), int)
p = t.copy()
t[2:7, 2:6] = 1      # 20 pixels
p[2:7, 2:6] = 5
p[2, 2] = 0          # 19 of 20: exactly at IoU 0.95
t[8:11, 3:9] = 2     # missed
t[2:10, 12:16] = 3   # split in two, 20 : 12
p[2:7, 12:16] = 6
p[7:10, 12:16] = 7
p[11, 18] = 9        # invented
tables.append(instances("by hand", t, p))
tables.append(instances("volume", *nuclei((9, 20, 22), 0.25, 1)))
t, p = nuclei((12, 18, 18), 0.4, 0)
tables.append(instances("volume, objects that touch", t + (t > 0) * (np.arange(18) > 8), p))
json.dump({"structures": cases, "instances": tables}, sys.stdout)
print()
