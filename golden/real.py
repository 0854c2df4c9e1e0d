"""Golden numbers on real images for io.osler.core.transform and the stain methods of core.filter.

Made with Python 3.11, numpy 2.3.5, scipy 1.17.1, scikit-image 0.26.0, torch 2.10.0,
torchvision 0.25.0, Pillow 13.0.0, nibabel 5.4.2, TorchIO 1.2.1, torchstain 1.4.1:
    python golden/real.py examples/data/gallery > core/src/test/resources/golden/real.json

Inputs are parts of the guide's images (examples/data/ATTRIBUTION.md): "mr" a slice, "body" a box,
"mr14" and "body14" the same at the 14-bit levels that scikit-image's CLAHE rounds to, "stained" a
slide coloured with haematoxylin and eosin. A result's voxels have i fastest.
"""

import json
import sys
from pathlib import Path

import nibabel as nib
import numpy as np
import torch
import torchio as tio
import torchvision.transforms.functional as tv
from PIL import Image
from scipy import ndimage
from skimage import color, exposure
from torch.nn.functional import interpolate
from torchio.transforms.augmentation.intensity.random_bias_field import BiasField
from torchio.transforms.augmentation.intensity.random_ghosting import Ghosting
from torchio.transforms.augmentation.intensity.random_spike import Spike
from torchstain.numpy.normalizers.macenko import NumpyMacenkoNormalizer

gallery = Path(sys.argv[1])
volume = np.asarray(nib.load(gallery / "mr.nii.gz").dataobj).transpose(2, 1, 0).astype(np.float64)
MR = volume[10, 24:60, 24:72]
BODY = volume[4:10, 30:50, 28:44]
BODY = BODY - BODY.min()
OTHER = np.rint(volume[6, 24:60, 24:72] / 16) * 16


def levels(a):
    return (np.rint((a - a.min()) / np.ptp(a) * 16383) / 16383).astype(np.float32).astype(np.float64)


SLIDE = np.asarray(Image.open(gallery / "slide.png").convert("RGB"))[40:66, 40:70]
inputs = {"mr": MR[None], "body": BODY, "mr14": levels(MR)[None], "body14": levels(BODY),
          "stained": np.moveaxis(SLIDE.astype(np.float64), 2, 0)}
results = []


def numbers(a):
    rounded = (float(f"{v:.9g}") for v in np.asarray(a, dtype=np.float64).ravel())
    return [int(v) if v == int(v) else v for v in rounded]


def give(step, source, out, tolerance=3e-6):
    """Tolerance is relative to the largest value."""
    results.append({"step": step, "input": source, "tolerance": tolerance, "voxels": numbers(out)})


def pillow(a, size, kind):
    return np.asarray(Image.fromarray(a.astype(np.float32)).resize(size, kind))


kinds = Image.Resampling
give("resize(size=[70, 45, 1])", "mr", pillow(MR, (70, 45), kinds.BILINEAR))
give("resize(size=[25, 14, 1])", "mr", pillow(MR, (25, 14), kinds.BILINEAR))
give("resize(size=[70, 45, 1], interpolation=cubic)", "mr", pillow(MR, (70, 45), kinds.BICUBIC))
give("resize(size=[25, 14, 1], interpolation=cubic)", "mr", pillow(MR, (25, 14), kinds.BICUBIC))
give("resize(size=[25, 14, 1], interpolation=lanczos)", "mr", pillow(MR, (25, 14), kinds.LANCZOS))
give("resize(size=[24, 12, 1], interpolation=area)", "mr", MR.reshape(12, 3, 24, 2).mean((1, 3)))
body = torch.from_numpy(BODY)[None, None]
give("resize(size=[20, 27, 9])", "body",
     interpolate(body, (9, 27, 20), mode="trilinear", align_corners=False)[0, 0])
for source, a in (("mr", MR), ("body", BODY)):
    give("z-score", source, (a - a.mean()) / a.std())
    low, high = np.percentile(a, (2, 97))
    give("percentile-window(low=2, high=97)", source,
         exposure.rescale_intensity(a, in_range=(low, high), out_range=(0, 1)))
    unit = (a - a.min()) / np.ptp(a)
    give("gamma(gamma=0.6)", source, a.min() + np.ptp(a) * exposure.adjust_gamma(unit, 0.6))
    give("gaussian-blur(sigma=1.4)", source,
         ndimage.gaussian_filter(a, 1.4, mode="nearest", truncate=4))
    give("equalise(bins=100)", source, a.min() + np.ptp(a) * exposure.equalize_hist(a, 100))
    values, counts = np.unique(OTHER, return_counts=True)
    shares = np.cumsum(counts) / OTHER.size
    text = f"match-histogram(values={values.tolist()}, shares={shares.tolist()})"
    give(text, source, exposure.match_histograms(a, OTHER if a.ndim == 2 else OTHER[None]))
    own = np.percentile(a, (1, 25, 50, 75, 99))
    to = np.array([0.0, 30, 50, 80, 100])
    run = np.diff(to) / np.diff(own)
    wide = np.concatenate(([own[0] - 1000], own, [own[-1] + 1000]))
    high = np.concatenate(([to[0] - 1000 * run[0]], to, [to[-1] + 1000 * run[-1]]))
    give("nyul(percentiles=[1, 25, 50, 75, 99], landmarks=[0, 30, 50, 80, 100])", source,
         np.interp(a, wide, high))
# scikit-image cuts off cumulated counts times a scale to whole 14-bit levels: where they are whole
# up to rounding, the last bit decides, and a level (1/16383) is the tolerance
m = inputs["mr14"][0]
give("clahe(clip=0.02, tiles=4, bins=256)", "mr14",
     exposure.equalize_adapthist(m, (36 // 4, 48 // 4), 0.02, 256), 7e-5)
give("clahe(clip=0.05, tiles=2, bins=128)", "body14",
     exposure.equalize_adapthist(inputs["body14"], (6 // 2, 20 // 2, 16 // 2), 0.05, 128), 7e-5)


# TorchIO: tensors are (i, j, k), its k-space is shifted; it works in float32
def uniform(seed, n):
    """Java's SplittableRandom is SplitMix64."""
    mask, state, out = (1 << 64) - 1, seed, []
    for _ in range(n):
        state = (state + 0x9E3779B97F4A7C15) & mask
        z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        out.append(((z ^ (z >> 31)) >> 11) * 2.0**-53)
    return np.array(out)


ijk = torch.from_numpy(BODY.transpose(2, 1, 0).astype(np.float32).copy())
back = lambda t: np.asarray(t, dtype=np.float64).transpose(2, 1, 0)
order = 3
terms = sum(1 for p in range(4) for q in range(4 - p) for r in range(4 - p - q))
field = BiasField.generate_bias_field(
    ijk[None].numpy(), order, 0.5 * (uniform(9, terms) * 2 - 1))
give("bias-field(strength=0.5, seed=9)", "body", back(ijk.numpy().astype(np.float64) * field))
# 20 lines along j: the planes that TorchIO takes from the edge of its shifted k-space are those
# that are multiples of 5 from the middle. It restores the middle one.
ghosts = Ghosting(num_ghosts=5, axis=1, intensity=0.3, restore=None)
give("ghosting(axis=j, ghosts=5, strength=0.3)", "body",
     np.abs(back(ghosts.add_artifact(ijk, 5, 1, 0.3, None))), 1e-5)
# One spike of i times the largest coefficient, which is the sum: a wave of i times the mean
spike = Spike(spikes_positions=np.zeros((1, 3)), intensity=0.4)
at = (np.array([8 + 3, 10 - 2, 3 + 1]) + 0.5) / (16, 20, 6)
height = 0.4 * BODY.mean() / np.ptp(BODY)
give(f"spike(frequency=[3, -2, 1], strength={height})", "body",
     back(spike.add_artifact(ijk, np.array([at]), 0.4)), 1e-5)


# Stains
def reinhard(a):
    """HistomicsTK's steps, derived again: it does not install here."""
    cones = np.array([[0.3811, 0.5783, 0.0402], [0.1967, 0.7244, 0.0782], [0.0241, 0.1288, 0.8444]])
    turn = np.diag([1 / 3**0.5, 1 / 6**0.5, 1 / 2**0.5]) @ [[1, 1, 1], [1, 1, -2], [1, -1, 0]]
    lab = np.log(np.maximum(a @ cones.T, np.finfo(float).eps)) @ turn.T
    lab = (lab - lab.mean((0, 1))) / lab.std((0, 1))
    lab = lab * [0.6135447, 0.10989545, 0.0286032] + [8.74108109, -0.12440419, 0.0444982]
    return np.clip(np.exp(lab @ np.linalg.inv(turn).T) @ np.linalg.inv(cones).T, 0, 255)


def macenko(a, light, alpha, beta):
    """torchstain's stains and amounts; its last lines without rounding down to bytes."""
    stain = NumpyMacenkoNormalizer()
    matrices = stain._NumpyMacenkoNormalizer__compute_matrices
    _, amounts, most = matrices(a, light, alpha, beta)
    scaled = amounts / (most / stain.maxCRef)[:, None]
    painted = np.minimum(255, light * np.exp(-stain.HERef @ scaled)).T.reshape(a.shape)
    rounded = stain.normalize(a, light, alpha, beta, stains=False)[0]
    assert np.array_equal(painted.astype(np.uint8), rounded)
    return painted


first = lambda a: np.moveaxis(a, 2, 0)
give("macenko", "stained", first(macenko(SLIDE, 240, 1, 0.15)))
give("macenko(light=250, alpha=2, beta=0.1)", "stained", first(macenko(SLIDE, 250, 2, 0.1)))
give("reinhard", "stained", first(reinhard(SLIDE.astype(np.float64))))
give("stain-separation", "stained", first(color.rgb2hed(SLIDE)))
give("grey", "stained", tv.rgb_to_grayscale(torch.from_numpy(inputs["stained"]))[0])

json.dump(
    {"inputs": {name: {"size": [a.shape[2], a.shape[1], 1 if name == "stained" else a.shape[0]],
                       "voxels": numbers(a)} for name, a in inputs.items()},
     "results": results},
    sys.stdout, separators=(",", ":"))
